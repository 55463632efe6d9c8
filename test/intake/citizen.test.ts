import type { HumanName, Identifier, Patient, QuestionnaireResponse, Reference } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { acceptResponse } from '../../src/intake/accept.ts';
import { documentOf } from '../../src/questionnaire/json/document.ts';
import { responseBytes } from '../fixtures.ts';
import { ports } from '../ports.ts';

const cpr = 'urn:oid:1.2.208.176.1.2';
const xEcpr = 'urn:oid:1.2.208.176.1.6.1.1';
const dEcpr = 'urn:oid:1.2.208.176.1.6.1.3';
const nancy: Identifier = { system: cpr, value: '2512489996' };

/**
 * A response about a citizen, named by a reference alone or by a contained Patient too; what was accepted, or the
 * problems.
 */
function accept(subject: Reference, patient?: Partial<Patient>) {
  const response: QuestionnaireResponse = JSON.parse(responseBytes('somatik-0-forslag').toString('utf8'));
  response.subject = subject;
  if (patient !== undefined) response.contained = [{ resourceType: 'Patient', id: 'p', ...patient }];
  const { checked, problems } = acceptResponse(ports.model, documentOf(response), 'scoring', ports.clock());
  return {
    citizen: checked?.citizen,
    problems: problems.map(({ code, place }) => `${code} ${place}`),
  };
}

const contained = (identifier: Identifier[], name?: HumanName[]) =>
  accept({ reference: '#p' }, { identifier, ...(name === undefined ? {} : { name }) });

const at = (code: string) => [`${code} QuestionnaireResponse.subject`];

describe('which number is the citizen’s', () => {
  test('a number that no longer counts is not', () => {
    const { citizen, problems } = contained([{ ...nancy, value: '0101010001', use: 'old' }, nancy]);
    expect([problems, citizen?.cpr]).toEqual([[], '2512489996']);
  });

  test('a number that no longer counts is none, also where there is no other', () => {
    expect(contained([{ ...nancy, use: 'old' }]).problems).toEqual(at('subject-unidentified'));
  });

  test.each(['usual', 'official', 'temp', 'secondary'] as const)('one in use (%s) is', (use) => {
    expect(contained([{ ...nancy, use }]).citizen?.cpr).toBe('2512489996');
  });

  test('two CPR numbers in use are two citizens', () => {
    expect(contained([nancy, { ...nancy, value: '0101010001' }]).problems).toEqual(at('subject-ambiguous'));
  });

  test('a citizen who answered in person is the citizen all the same', () => {
    const response: QuestionnaireResponse = JSON.parse(responseBytes('somatik-0-forslag').toString('utf8'));
    const patient: Patient = { resourceType: 'Patient', id: 'p', identifier: [nancy] };
    Object.assign(response, { subject: { reference: '#p' }, source: { reference: '#p' }, contained: [patient] });
    const accepted = () => acceptResponse(ports.model, documentOf(response), 'scoring', ports.clock());
    expect(accepted().checked?.citizen.cpr).toBe('2512489996');
    const identifier = { ...nancy, value: '0101010001' };
    Object.assign(response, { subject: { reference: '#p', identifier } });
    expect(accepted().problems.map(({ code, place }) => `${code} ${place}`)).toEqual(at('subject-ambiguous'));
  });

  test('a CPR number is the only number of a citizen without replacement numbers', () => {
    const { citizen } = contained([nancy]);
    expect([citizen?.replacement, citizen?.identifiers]).toEqual([undefined, [nancy]]);
  });

  test('the same number twice is one citizen', () => {
    expect(contained([nancy, { ...nancy, use: 'official' }])).toMatchObject({
      problems: [],
      citizen: { cpr: '2512489996' },
    });
  });

  test('the number beside a reference and that of the contained citizen are two citizens where they differ', () => {
    const identifier = { ...nancy, value: '0101010001' };
    const { citizen, problems } = accept({ reference: '#p', identifier }, { identifier: [nancy] });
    expect([citizen, problems.length]).toEqual([undefined, 1]);
    expect(problems[0]).toMatch(/ QuestionnaireResponse\.subject/);
  });

  test.each([
    ['of another system', { system: 'https://ehr.example.dk/patients', value: '0101010001' }],
    ['without a system', { value: '0101010001' }],
    ['without a value', { system: cpr }],
  ])('a number %s names nobody', (_, identifier) => {
    expect(contained([identifier]).problems).toEqual(at('subject-unidentified'));
    expect(contained([identifier, nancy]).citizen?.cpr).toBe('2512489996');
  });
});

describe('replacement numbers', () => {
  test('stand in for a CPR number', () => {
    const { citizen, problems } = contained([{ system: xEcpr, value: '2512481AB6' }]);
    expect([problems, citizen?.cpr, citizen?.replacement]).toEqual([
      [],
      undefined,
      { system: xEcpr, value: '2512481AB6' },
    ]);
  });

  test('stand behind a CPR number', () => {
    const { citizen } = contained([{ system: xEcpr, value: '2512481AB6' }, nancy]);
    expect([citizen?.cpr, citizen?.replacement?.value]).toEqual(['2512489996', '2512481AB6']);
    expect(citizen?.identifiers.map(({ system }) => system)).toEqual([cpr, xEcpr]);
  });

  test('are the citizen’s all of them, behind the CPR number, the one that counts first', () => {
    const { citizen } = contained([
      { system: `${dEcpr}.84`, value: '2512480AB6' },
      nancy,
      { system: xEcpr, value: '2512481AB6' },
    ]);
    expect(citizen?.identifiers.map(({ value }) => value)).toEqual(['2512489996', '2512481AB6', '2512480AB6']);
  });

  test('the national one goes before a region’s', () => {
    const { citizen } = contained([
      { system: `${dEcpr}.84`, value: '2512480AB6' },
      { system: xEcpr, value: '2512481AB6' },
    ]);
    expect(citizen?.replacement?.system).toBe(xEcpr);
  });

  test('of several regions may be one citizen’s; the first counts', () => {
    const { citizen, problems } = contained([
      { system: `${dEcpr}.84`, value: '2512480AB6' },
      { system: `${dEcpr}.81`, value: '2512480CD6' },
    ]);
    expect([problems, citizen?.replacement?.system]).toEqual([[], `${dEcpr}.84`]);
    expect(citizen?.identifiers.map(({ value }) => value)).toEqual(['2512480AB6', '2512480CD6']);
  });

  test.each([dEcpr, `${dEcpr}.84`, `${dEcpr}.84.1`])('%s is a region’s system', (system) => {
    expect(contained([{ system, value: '2512480AB6' }]).citizen?.replacement?.system).toBe(system);
  });

  test.each([`${dEcpr}1`, `${dEcpr}.x`, `x${dEcpr}`, 'urn:oid:1.2.208.176.1.6.1.2', `${xEcpr}.1`])(
    '%s numbers no citizen',
    (system) => {
      expect(contained([{ system, value: '2512480AB6' }]).problems).toEqual(at('subject-unidentified'));
    },
  );

  test.each(['251248AB', '2512480AB67', '251248-AB6', ' 2512480AB6', 'abcdefghij', '3512480AB6', '2513480AB6'])(
    '“%s” is none: a date and four letters or digits are',
    (value) => {
      expect(contained([{ system: xEcpr, value }]).problems).toEqual(at('replacement-number-impossible'));
    },
  );
});

describe('what the citizen is called', () => {
  test.each<[string, HumanName[], string, string | undefined, string | undefined]>([
    [
      'composed of given and family names',
      [{ given: ['Nancy', 'Ann'], family: 'Berggren' }],
      'Nancy Ann Berggren',
      'Nancy Ann',
      'Berggren',
    ],
    [
      'the text of the name, where there is one',
      [{ text: 'N. A. Berggren', family: 'Berggren' }],
      'N. A. Berggren',
      undefined,
      'Berggren',
    ],
    [
      'the official name before the others',
      [{ family: 'Hansen' }, { use: 'official', family: 'Berggren' }],
      'Berggren',
      undefined,
      'Berggren',
    ],
    [
      'a name with a family name before one without',
      [{ given: ['Nanna'] }, { given: ['Nancy'], family: 'Berggren' }],
      'Nancy Berggren',
      'Nancy',
      'Berggren',
    ],
    ['a given name alone, where there is no other', [{ given: ['Nancy'] }], 'Nancy', 'Nancy', undefined],
  ])('%s', (_, names, display, given, family) => {
    const { citizen } = contained([nancy], names);
    expect([citizen?.display, citizen?.given, citizen?.family]).toEqual([display, given, family]);
  });

  test.each<[string, HumanName[] | undefined]>([
    ['no name', undefined],
    ['a name of blanks and invisible characters', [{ text: ' \u200b', family: '\u00a0' }]],
  ])('%s: nothing', (_, names) => {
    const { citizen, problems } = contained([nancy], names);
    expect([problems, citizen?.display, citizen?.given, citizen?.family]).toEqual([
      [],
      undefined,
      undefined,
      undefined,
    ]);
  });

  test.each<[string, HumanName]>([
    ['display', { text: 'B'.repeat(201) }],
    ['given name', { text: 'Nancy', given: ['B'.repeat(201)] }],
    ['family name', { text: 'Nancy', family: 'B'.repeat(201) }],
  ])('a %s of 201 characters is refused, one of 200 is not', (_, name) => {
    expect(contained([nancy], [name]).problems).toEqual(at('name-too-long'));
    const shorter = JSON.parse(JSON.stringify(name).replace('BB', 'B'));
    expect(contained([nancy], [shorter]).problems).toEqual([]);
  });
});
