import { describe, expect, test } from 'vitest';
import { composeWithdrawal } from '../../src/medcom/new-letter/letter.ts';
import { readLetters } from '../../src/medcom/read/read.ts';
import { newLetters } from '../../src/medcom/tables/letters.ts';
import { parseXml } from '../../src/medcom/xml/parse.ts';
import type { LevelStatement } from '../../src/scoring/types.ts';
import { writeLetter } from '../../src/work/write-letter.ts';
import { responseBytes } from '../fixtures.ts';
import { ports } from '../ports.ts';
import { textAt } from './read-letter.ts';
import { refusalOf } from './refusal.ts';
import { schemaOption } from './schemas.ts';
import { options, parties, statementOf } from './statements.ts';

const withdrawn = (change: Partial<LevelStatement> = {}) => statementOf({ status: 'entered-in-error', ...change });
const given = { ...options, time: '2026-03-05T23:30:00Z', schemaDirectory: schemaOption };

describe('a letter of a withdrawn response', () => {
  test.each(Object.keys(newLetters) as (keyof typeof newLetters)[])(
    '%s says that the level counts no more, and reads back as that',
    async (type) => {
      const referrer = type.startsWith('XREF') ? { referrer: 'Ole Læge' } : {};
      const { bytes, identifier } = await composeWithdrawal(type, withdrawn(), parties, { ...given, ...referrer });
      const [reading, ...more] = await readLetters(ports.model, bytes);
      expect(more).toEqual([]);
      expect(reading).toMatchObject({ type, identifier, levels: [] });
      expect(reading?.withdrawals.map(({ variant, day, authored }) => [variant.code, day, authored])).toEqual([
        ['somatik', '2026-03-06', '2026-01-20T10:30:00+01:00'],
      ]);
    },
  );

  test('tells people so in its subject and its first line', async () => {
    const { bytes } = await composeWithdrawal('XDIS91', withdrawn(), parties, given);
    const { root } = await parseXml(bytes);
    expect(textAt(root, 'ClinicalEmail/AdditionalInformation/Subject')).toBe(
      'Samarbejdsniveau trukket tilbage (somatik)',
    );
    expect(textAt(root, 'ClinicalEmail/Letter/StatusCode')).toBe('nytbrev');
    expect(textAt(root, 'ClinicalEmail/ClinicalInformation/Text01')).toMatch(
      /^Differentieringsmodellen somatik: samarbejdsniveau trukket tilbage 06\.03\.2026/,
    );
  });

  test.each<[string, string, string, Partial<LevelStatement>]>([
    ['a response that stands', 'letter-not-withdrawn', 'option:withdrawal', { status: 'completed' }],
    ['one that was amended', 'letter-not-withdrawn', 'option:withdrawal', { status: 'amended' }],
    ['one without its time', 'authored-missing', 'QuestionnaireResponse.authored', { authored: '' }],
  ])('is refused for %s: %s', async (_, code, place, change) => {
    expect(await refusalOf(() => composeWithdrawal('XDIS91', withdrawn(change), parties, given))).toEqual([
      { code, place },
    ]);
  });

  test('is written on request alone', async () => {
    const order = { type: 'XDIS91', response: responseBytes('somatik-trukket-tilbage'), ...parties };
    expect(await refusalOf(() => writeLetter(ports, order))).toEqual([
      { code: 'letter-withdrawn', place: 'QuestionnaireResponse.status' },
    ]);
    const { bytes } = await writeLetter(ports, { ...order, withdrawal: true });
    expect(await readLetters(ports.model, bytes)).toMatchObject([{ withdrawals: [{ day: '2026-12-01' }] }]);
  });
});

test('a letter of a response from a clock that is ahead is sent when that was assessed', async () => {
  const early = { ...ports, clock: () => new Date('2026-01-20T09:29:58Z') };
  const order = { type: 'XDIS91', response: responseBytes('psykiatri-3-aftalt'), ...parties };
  const { bytes } = await writeLetter(early, order);
  expect(textAt((await parseXml(bytes)).root, 'Envelope/Sent/Time')).toBe('10:30');
});
