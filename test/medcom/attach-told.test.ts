import { describe, expect, test } from 'vitest';
import { attachStatement } from '../../src/medcom/attach/attach.ts';
import type { AttachOptions } from '../../src/medcom/attach/options.ts';
import { composeLetter } from '../../src/medcom/new-letter/letter.ts';
import type { LevelStatement } from '../../src/scoring/types.ts';
import { filledLetter } from './filled.ts';
import { problemsOf } from './refusal.ts';
import { options, parties, statementOf, variantOf } from './statements.ts';

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const bytesOf = (text: string) => Buffer.from(text, 'latin1');
const make = async (type: 'XDIS01' | 'XDIS91') =>
  (await composeLetter(type, statementOf({}, 'psykiatri', '0'), parties, options)).bytes;

describe('a refusal tells what it was that did not fit', async () => {
  const email = await make('XDIS91');
  const epikrise = await make('XDIS01');
  const municipal = await filledLetter('XH1531R', 'least');
  const shared = latin1((await attachStatement(await filledLetter('XH1530R', 'least'), statementOf())).bytes);
  const twice = shared.replace(/<Anamnesis>(.*)<\/Anamnesis>/s, '<Anamnesis>$1<Break/>$1<Break/>$1</Anamnesis>');
  const present = (await attachStatement(email, statementOf())).bytes;
  const no = variantOf('somatik').choices.decisions.find(({ code }) => code === 'nej');
  const declined = statementOf({ actions: statementOf().actions.map((each) => ({ ...each, decision: no })) });
  const asking = (...recommend: readonly string[]): AttachOptions => ({ recommend, priority: 'Akut' });
  const categories = 'social, aeldre_omsorg, sundhedspleje';

  test.each<[string, object, Uint8Array, LevelStatement, AttachOptions]>([
    ['letter-suggestion-only', { level: '3' }, email, statementOf({ basis: 'forslag' }), {}],
    [
      'older-than-present',
      {
        present: '2026-01-20, 2026-01-20T10:30:00+01:00',
        given: '2026-01-19, 2026-01-20T09:00:00+01:00',
      },
      present,
      statementOf({ day: '2026-01-19', authored: '2026-01-20T09:00:00+01:00' }),
      {},
    ],
    ['several-blocks', { count: '3' }, bytesOf(twice), statementOf(), {}],
    ['category-missing', { codes: categories }, municipal, statementOf(), {}],
    [
      'letter-code-unknown',
      { element: 'CategoryCode', codes: categories },
      municipal,
      statementOf(),
      { category: 'x' },
    ],
    ['references-full', { most: '10' }, await filledLetter('XH0131R', 'most'), statementOf(), { pdfSize: 5 }],
    ['xml-character', { character: 'U+FFFF' }, email, statementOf({ comment: 'x\uffff' }), {}],
    ['recommendation-priority', { codes: 'Akut, Subakut, Rutine' }, epikrise, statementOf(), { priority: 'Nu' }],
    [
      'recommendation-unknown',
      {
        codes:
          'henvisning-epikrise, orientering-til-fra-kommunen, information-til-borgeren, netvaerksmoede, udpeg-koordinator',
      },
      epikrise,
      statementOf(),
      asking('henvisning-epikrise', 'x'),
    ],
    ['recommendation-declined', { code: 'netvaerksmoede' }, epikrise, declined, asking('netvaerksmoede')],
    [
      'recommendation-not-gp',
      { code: 'information-til-borgeren' },
      epikrise,
      statementOf(),
      asking('information-til-borgeren'),
    ],
  ])('%s: %j', async (code, values, bytes, statement, given) => {
    expect(await problemsOf(() => attachStatement(bytes, statement, given))).toMatchObject([{ code, values }]);
  });
});

describe('an attached letter', () => {
  test.each([
    ['ISO-8859-1', 'ISO-8859-1', 'a - b'],
    ['windows-1252', 'windows-1252', 'a - b'],
    ['UTF-8', 'UTF-8', 'a – b'],
  ])('in %s is told to be in that, and has the characters that it can hold', async (declared, charset, comment) => {
    const text = latin1(await make('XDIS91')).replace('ISO-8859-1', declared);
    const bytes = Buffer.from(text, declared === 'UTF-8' ? 'utf8' : 'latin1');
    const attached = await attachStatement(bytes, statementOf({ comment: 'a – b' }));
    expect(attached.contentType).toBe(`application/xml; charset=${charset}`);
    expect(Buffer.from(attached.bytes).toString(declared === 'UTF-8' ? 'utf8' : 'latin1')).toContain(`»${comment}«`);
    expect(attached.letter.table.type).toBe('XDIS91');
  });

  test('has the very bytes that came in where it had the level already', async () => {
    const { bytes } = await attachStatement(await make('XDIS91'), statementOf());
    const again = await attachStatement(bytes, statementOf());
    expect([again.changed, again.bytes === bytes]).toEqual([false, true]);
  });
});
