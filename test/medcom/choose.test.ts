import { describe, expect, test } from 'vitest';
import { chooseLetter } from '../../src/medcom/attach/choose.ts';
import { openMessage } from '../../src/medcom/message/open.ts';
import { composeLetter } from '../../src/medcom/new-letter/letter.ts';
import type { Citizen } from '../../src/scoring/types.ts';
import { problemsOf, refusalOf } from './refusal.ts';
import { nancy, options, parties, statementOf } from './statements.ts';

const ecpr = (value: string) => ({ system: 'urn:oid:1.2.208.176.1.6.1.3', value });
const citizen = (cpr: string | undefined, ...replacements: readonly string[]): Citizen => ({
  ...nancy,
  cpr,
  replacement: replacements.map(ecpr)[0],
  identifiers: [
    ...(cpr === undefined ? [] : [{ system: 'urn:oid:1.2.208.176.1.2', value: cpr }]),
    ...replacements.map(ecpr),
  ],
});

/**
 * A message with one letter for each number: ten digits are a CPR number, any other a replacement number. The letters
 * are called L1, L2 ...
 */
async function lettersFor(...numbers: readonly string[]) {
  const { bytes } = await composeLetter('XDIS91', statementOf(), parties, { ...options, letterId: 'L0' });
  const text = Buffer.from(bytes).toString('latin1');
  const [, head = '', one = '', tail = ''] = /^(.*?)(<ClinicalEmail>.*<\/ClinicalEmail>)(.*)$/s.exec(text) ?? [];
  const made = numbers.map((number, index) => {
    const name = /^\d{10}$/.test(number) ? 'CivilRegistrationNumber' : 'AlternativeIdentifier';
    return one
      .replace(/<CivilRegistrationNumber>.*?<\/CivilRegistrationNumber>/, `<${name}>${number}</${name}>`)
      .replace('>L0<', `>L${index + 1}<`);
  });
  return (await openMessage(Buffer.from(head + made.join('') + tail, 'latin1'), undefined)).letters;
}

describe('the letter that is about the citizen', () => {
  test.each<[string, readonly string[], Citizen, string | undefined, string]>([
    ['has the CPR number', ['0101010001'], citizen('0101010001'), undefined, 'L1'],
    ['has the replacement number', ['010101AB12'], citizen(undefined, '010101AB12'), undefined, 'L1'],
    [
      'has another of the replacement numbers',
      ['010101AB12'],
      citizen(undefined, '020202CD34', '010101AB12'),
      undefined,
      'L1',
    ],
    [
      'has the replacement number of one with a CPR',
      ['010101AB12'],
      citizen('0101010001', '010101AB12'),
      undefined,
      'L1',
    ],
    ['is the only one of several', ['0202020002', '0101010001'], citizen('0101010001'), undefined, 'L2'],
    ['is the one that is named', ['0101010001', '0101010001'], citizen('0101010001'), 'L2', 'L2'],
  ])('%s', async (_, numbers, about, named, chosen) => {
    expect(chooseLetter(await lettersFor(...numbers), about, named).identifier).toBe(chosen);
  });

  test.each<[string, string, string, readonly string[], Citizen, string | undefined]>([
    [
      'none has the number',
      'wrong-citizen',
      '/Emessage/ClinicalEmail[1]/Patient',
      ['0202020002', '0303030003'],
      citizen('0101010001'),
      undefined,
    ],
    [
      'the one that is named is another’s',
      'wrong-citizen',
      '/Emessage/ClinicalEmail[2]/Patient',
      ['0101010001', '0202020002'],
      citizen('0101010001'),
      'L2',
    ],
    [
      'a CPR number is given as a replacement number',
      'wrong-citizen',
      '/Emessage/ClinicalEmail/Patient',
      ['0101010001'],
      citizen('0202020002', '0101010001'),
      undefined,
    ],
    [
      'the response has a replacement number alone',
      'wrong-citizen',
      '/Emessage/ClinicalEmail/Patient',
      ['0101010001'],
      citizen(undefined, '010101AB12'),
      undefined,
    ],
    [
      'the letter has a replacement number alone',
      'wrong-citizen',
      '/Emessage/ClinicalEmail/Patient',
      ['010101AB12'],
      citizen('0101010001'),
      undefined,
    ],
    [
      'there are several',
      'several-letters',
      'option:letter',
      ['0101010001', '0202020002', '0101010001'],
      citizen('0101010001'),
      undefined,
    ],
    ['none is called so', 'letter-named-unknown', 'option:letter', ['0101010001'], citizen('0101010001'), 'L2'],
  ])('is not guessed where %s: %s', async (_, code, place, numbers, about, named) => {
    const letters = await lettersFor(...numbers);
    expect(await refusalOf(() => chooseLetter(letters, about, named))).toEqual([{ code, place }]);
  });

  test('is one of as many as are told', async () => {
    const letters = await lettersFor('0101010001', '0202020002', '0101010001', '0101010001');
    expect(await problemsOf(() => chooseLetter(letters, citizen('0101010001'), undefined))).toMatchObject([
      { values: { count: '3' } },
    ]);
  });
});

test('a CPR number that stands in a letter as a replacement number is none', async () => {
  const [known] = await lettersFor('010101AB12');
  if (known === undefined) throw new Error('no letter');
  const as = { ...known, citizen: { kind: 'replacement', value: '0101010001' } } as const;
  expect(await refusalOf(() => chooseLetter([as], citizen('0101010001'), undefined))).toMatchObject([
    { code: 'wrong-citizen' },
  ]);
});
