import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { attachLevel } from '../../src/work/attach.ts';
import { answerMessage } from '../../src/work/receipt.ts';
import { writeLetter } from '../../src/work/write-letter.ts';
import { fixturesFolder, responseBytes } from '../fixtures.ts';
import { refusalOf } from '../medcom/refusal.ts';
import { ports } from '../ports.ts';
import { letterWith } from './letters/post.ts';

const organization = (name: string) => JSON.parse(readFileSync(`${fixturesFolder}organisationer/${name}.json`, 'utf8'));
const parties = { sender: organization('sender'), receiver: organization('receiver') };
const response = responseBytes('somatik-3-aftalt');
const write = (time: string, told = response) =>
  writeLetter(ports, { type: 'XDIS91', response: told, ...parties, time });

/** The clock of the tests stands at 12:00 the day before. */
const [last, tooLate] = ['2026-12-02T12:00:00Z', '2026-12-02T12:00:01Z'];

describe('a time of sending that is given', () => {
  test.each<[string, (time: string) => Promise<unknown>]>([
    ['a letter', (time) => write(time)],
    ['a receipt', async (time) => answerMessage(ports, await letterWith({ id: 'A' }), { time })],
    [
      'an attachment',
      async (time) =>
        attachLevel(ports, {
          message: (await write('2026-11-20T12:00:00Z', responseBytes('psykiatri-4-aftalt'))).bytes,
          response,
          pdf: true,
          time,
        }),
    ],
  ])('of %s may be a day ahead, as clocks differ, and no more', async (_, made) => {
    expect(await refusalOf(() => made(tooLate))).toEqual([{ code: 'date-future', place: 'option:time' }]);
    await made(last);
  });
});
