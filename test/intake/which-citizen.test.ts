import type { Identifier, Patient, Period, Practitioner, Reference } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { cpr, problems, verdict } from './damaged.ts';

const nancy = '2512489996';
const other = '0101010001';
const at = 'QuestionnaireResponse.subject';

/**
 * The citizen's number that a response with this subject, and perhaps this contained Patient, is scored for; or why it
 * is refused.
 */
function numberOf(subject: Reference, patient?: Partial<Patient>): string | undefined {
  const { problems, checked } = verdict((response) => {
    response.subject = patient === undefined ? subject : { reference: '#p', ...subject };
    if (patient !== undefined) response.contained = [{ resourceType: 'Patient', id: 'p', ...patient }];
  });
  const [problem] = problems;
  if (problem !== undefined) return `${problem.code} ${problem.place}`;
  return checked?.citizen.cpr ?? checked?.citizen.replacement?.value;
}

// FHIR pads a list with null where a value has only an extension.
const padding = null as unknown as string;
const absent = {
  extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }],
};

const numbered = (value: string, rest: Partial<Identifier> = {}): Identifier => ({ system: cpr, value, ...rest });

describe('a number outside its period is not the citizen’s', () => {
  test.each<[string, Period]>([
    ['that ended in an earlier year', { end: '2020' }],
    ['that ended in an earlier month', { end: '2026-11' }],
    ['that ended yesterday', { end: '2026-11-30' }],
    ['that ended yesterday at an hour', { end: '2026-11-30T22:00:00Z' }],
    ['that begins tomorrow', { start: '2026-12-02' }],
    ['that begins later', { start: '2027' }],
  ])('%s: alone it names nobody, beside another the other one counts', (_, period) => {
    expect(numberOf({ identifier: numbered(nancy, { period }) })).toBe(`subject-unidentified ${at}`);
    expect(numberOf({}, { identifier: [numbered(other, { period }), numbered(nancy)] })).toBe(nancy);
    expect(numberOf({ identifier: numbered(other, { period }) }, { identifier: [numbered(nancy)] })).toBe(nancy);
  });

  test.each<Period>([
    { end: '2026' },
    { end: '2026-12' },
    { end: '2026-12-01' },
    { start: '2026-12-01', end: '2026-12-01' },
    { end: '2026-11-30T23:30:00Z' },
    { start: '1948-12-25' },
  ])('within %j it is', (period) => {
    expect(numberOf({ identifier: numbered(nancy, { period }) })).toBe(nancy);
    expect(numberOf({}, { identifier: [numbered(other, { period }), numbered(nancy)] })).toBe(
      `subject-ambiguous ${at}`,
    );
  });

  test('an old one neither', () => {
    expect(numberOf({ identifier: numbered(nancy, { use: 'old' }) })).toBe(`subject-unidentified ${at}`);
    expect(numberOf({ identifier: numbered(other, { use: 'old' }) }, { identifier: [numbered(nancy)] })).toBe(nancy);
  });
});

describe('a system spelled otherwise is the same system', () => {
  test.each([
    'URN:OID:1.2.208.176.1.2',
    'Urn:Oid:1.2.208.176.1.2',
    'urn:oid:1.2.208.176.01.2',
    'urn:oid:1.2.208.176.001.2',
    'urn:oid:01.2.208.176.1.2',
    'oid:1.2.208.176.1.2',
    '1.2.208.176.1.2',
    'urn:oid:1.2.208.176.1.2/',
    'urn:oid:1.2.208.176.1.2.',
    'urn:oid:1.2.208.176.1.2\u200b',
    'urn:\u00adoid:1.2.208.176.1.2',
    'urn:oid:1.2.208.176.1.\u{e0020}2',
    'urn%3Aoid%3A1.2.208.176.1.2',
    'urn：oid：1.2.208.176.1.2',
    'urn:oid:1.2.208.176.1.٢',
    'urn:oid:१.२.208.176.1.2',
  ])('%j: a second citizen is seen, and the same one is the same', (system) => {
    expect(numberOf({ identifier: numbered(nancy) }, { identifier: [{ system, value: other }] })).toBe(
      `subject-ambiguous ${at}`,
    );
    expect(numberOf({ identifier: numbered(nancy) }, { identifier: [{ system, value: nancy }] })).toBe(nancy);
  });

  test.each([
    'urn:\u043eid:1.2.208.176.1.2',
    'http://urn.oid/1.2.208.176.1.2',
    'https://ehr.example.dk/cpr/1.2.208.176.1.2',
    'oid-1.2.208.176.01.2.',
    'urn:oid:1.2.208.176.1.2|1.0',
    'urn:oid:1.2.208.176.1.2#cpr',
    'urn:oid:1,2,208,176,1,2',
    'urn:oid:1۔2۔208۔176۔1۔2',
    'urn:oid:1.2.208.176.1.2%7C1.0',
    'urn:oid:1，2，208，176，1，2',
    'https://ehr.example.dk/cpr?oid=1.2.208.176.1.2',
    'https://ehr.example.dk/cpr?oid=1,2,208,176,1,2#a',
    'https://ehr.example.dk/#1.2.208.176.1.2',
    'cpr|1.2.208.176.1.2',
    'cpr-2:1.2.208.176.1.2',
  ])('%j is too little to know a citizen by, but shows a second one', (system) => {
    expect(numberOf({ identifier: { system, value: nancy } })).toBe(`subject-unidentified ${at}`);
    expect(numberOf({ identifier: numbered(nancy) }, { identifier: [{ system, value: other }] })).toBe(
      `subject-ambiguous ${at}`,
    );
    expect(numberOf({ identifier: numbered(nancy) }, { identifier: [{ system, value: nancy }] })).toBe(nancy);
  });

  test.each(['urn:oid:1.2.208.176.1.2.7', 'https://ehr.example.dk/1.2.208.176.1.2/mrn', 'urn:oid:11.2.208.176.1.2'])(
    '%j is another system',
    (system) => {
      expect(numberOf({ identifier: numbered(nancy) }, { identifier: [{ system, value: other }] })).toBe(nancy);
    },
  );

  test('of replacement numbers too', () => {
    const [system, value] = ['urn:oid:1.2.208.176.1.6.1.1', '2512481AA1'];
    const identifier = [{ system, value: '2512481AA2' }];
    expect(numberOf({ identifier: { system: system.toUpperCase(), value } }, { identifier })).toBe(
      `subject-ambiguous ${at}`,
    );
    expect(numberOf({ identifier: { system: system.toUpperCase(), value } })).toBe(value);
  });
});

describe('subject and contained citizen must be one', () => {
  const named = (display: string, patient: Patient['name']) =>
    numberOf({ display, identifier: numbered(nancy) }, { identifier: [numbered(nancy)], name: patient ?? [] });

  test.each<[string, NonNullable<Patient['name']>]>([
    ['Ole Hansen', [{ given: ['Nancy', 'Ann'], family: 'Berggren' }]],
    ['Nancy Ann Hansen', [{ given: ['Nancy', 'Ann'], family: 'Berggren' }]],
    ['Ole Berggren', [{ given: ['Nancy', 'Ann'], family: 'Berggren' }]],
    ['Nancy Nancy Berggren', [{ given: ['Nancy', 'Ann'], family: 'Berggren' }]],
    ['Nancy Ann Berggren', [{ text: 'Anton Berggren' }]],
    ['Nan Berggren', [{ text: 'Nancy Berggren' }]],
    ['Nancy Berggren', [{ text: 'Nan Berggren' }]],
  ])('%s is not %j', (display, names) => {
    expect(named(display, names)).toBe(`subject-names-differ ${at}`);
  });

  test.each<[string, NonNullable<Patient['name']>]>([
    ['Nancy Ann Berggren', [{ given: ['Nancy', 'Ann'], family: 'Berggren' }]],
    ['Berggren, Nancy A.', [{ given: ['Nancy', 'Ann'], family: 'Berggren' }]],
    ['NANCY BERGGREN', [{ text: 'Nancy Ann Berggren' }]],
    ['Nancy Ann Berggren', [{ text: 'Nancy Berggren' }]],
    ['Nancy B.', [{ text: 'Nancy Ann Berggren' }]],
    ['Berggren, -- Nancy', [{ text: '«Nancy Berggren»' }]],
    [
      'Frk. Nancy Berggren',
      [{ prefix: ['Frk', padding], _prefix: [null as never, absent], text: 'Nancy Ann Berggren' }],
    ],
    ['Nancy Berggren, cand.mag.', [{ suffix: ['cand.mag.'], text: 'Nancy Ann Berggren' }]],
    ['Nancy Bérggren', [{ text: 'Nancy Ann Berggren' }]],
    ['Fru Nancy Berggren', [{ prefix: ['Fru'], given: ['Nancy', 'Ann'], family: 'Berggren' }]],
    [
      'Nancy Ann Hansen',
      [
        { use: 'official', text: 'Nancy Ann Berggren' },
        { use: 'maiden', text: 'Nancy Ann Hansen' },
      ],
    ],
    ['Nancy Ann Berggren', [{ use: 'official' }]],
  ])('%s may be %j', (display, names) => {
    expect(named(display, names)).toBe(nancy);
  });

  /** What comes of a Patient that nothing points to, or that answered for the citizen. */
  const beside = (patient: Partial<Patient>, source?: Reference) =>
    verdict((response) => {
      response.subject = { identifier: numbered(nancy), display: 'Nancy Ann Berggren' };
      response.contained = [{ resourceType: 'Patient', id: 'p', ...patient }];
      if (source !== undefined) response.source = source;
    }).problems.map(({ code, place }) => `${code} ${place}`);

  test('a Patient that is brought along, and that subject does not point to, is the citizen too', () => {
    expect(beside({ identifier: [numbered(other)] })).toEqual([`subject-ambiguous ${at}`]);
    expect(beside({ name: [{ text: 'Ole Hansen' }] })).toEqual([`subject-names-differ ${at}`]);
    expect(beside({ identifier: [numbered(nancy)], name: [{ text: 'Nancy Berggren' }] })).toEqual([]);
  });

  test('unless it is the one who answered', () => {
    const patient = { identifier: [numbered(other)], name: [{ text: 'Ole Hansen' }] };
    expect(beside(patient, { reference: '#p' })).toEqual([]);
    expect(beside(patient, { reference: '#q' })).toEqual([`subject-ambiguous ${at}`]);
  });

  test('a Patient that was replaced by another is refused; one that replaced another is not', () => {
    const linked = (type: 'replaced-by' | 'replaces') => ({
      identifier: [numbered(nancy)],
      link: [{ type, other: { reference: 'Patient/2' } }],
    });
    expect(beside(linked('replaced-by'))).toEqual([`subject-replaced ${at}`]);
    expect(beside(linked('replaces'))).toEqual([]);
    expect(numberOf({}, linked('replaced-by'))).toBe(`subject-replaced ${at}`);
  });

  test('two numbers are two citizens', () => {
    expect(numberOf({ identifier: numbered(nancy) }, { identifier: [numbered(other)] })).toBe(
      `subject-ambiguous ${at}`,
    );
  });
});

describe('the professional', () => {
  const author = (display: string, text: string) =>
    problems((response) => {
      response.author = { reference: '#a', display };
      response.contained = [{ resourceType: 'Practitioner', id: 'a', name: [{ text }] } as Practitioner];
    });

  test('must not be named as somebody else than the contained one', () => {
    expect(author('Ole Læge', 'Michael Burns')).toEqual(['author-names-differ QuestionnaireResponse.author']);
    expect(author('Overlæge M. Burns, Geriatrisk', 'Michael Burns')).toEqual([]);
    expect(author('Michael Burns', '***')).toEqual([]);
  });
});

describe('references beside an identifier', () => {
  const reference = (text: string, identifier: Identifier | undefined = numbered(nancy)) => {
    const { problems, checked } = verdict((response) => {
      response.subject = { reference: text, ...(identifier === undefined ? {} : { identifier }) };
    });
    return problems.map(({ code, place }) => `${code} ${place}`)[0] ?? [checked?.citizen.reference];
  };

  test.each([
    ['Patient/123', 'Patient/123'],
    ['https://ehr.example.dk/fhir/Patient/123', 'https://ehr.example.dk/fhir/Patient/123'],
    ['Patient/123/_history/2', 'Patient/123/_history/2'],
    ['https://s1010121000.example.dk/fhir/Patient/123', 'https://s1010121000.example.dk/fhir/Patient/123'],
    ['Patient/0101701234', undefined],
    ['https://ehr.example.dk/fhir/Patient/0101701234', undefined],
    ['urn:uuid:3f6d4d4e-6f0e-4b4b-9c57-0c7a3f6d1a10', undefined],
    ['Patient/010170-1234', undefined],
    ['Patient/p0101701234', undefined],
    ['https://ehr.example.dk/010170-1234/Patient/7', undefined],
    ['Patient/0001701234', 'Patient/0001701234'],
    ['http://10.10.12.10:80/fhir/Patient/7', 'http://10.10.12.10:80/fhir/Patient/7'],
    ['Patient/8c010101-0001-4f5e-9a52-010101000112', 'Patient/8c010101-0001-4f5e-9a52-010101000112'],
  ])('%s is in order; results repeat %s', (text, kept) => {
    expect(reference(text)).toEqual([kept]);
  });

  test.each([
    ['Patient/2512489996', 'reference-personal'],
    ['https://ehr.example.dk/fhir/Patient/2512489996', 'reference-personal'],
    ['Patient/251248-9996', 'reference-personal'],
    ['Patient/25-12-48-9996', 'reference-personal'],
    ['Patient/25121948-9996', 'reference-personal'],
    ['Patient/cpr-2512489996', 'reference-personal'],
    ['Patient/7/_history/2512489996', 'reference-personal'],
    ['https://ehr.example.dk/251248-9996/Patient/7', 'reference-personal'],
    ['https://2512489996.example.dk/fhir/Patient/7', 'reference-personal'],
    ['Patient?identifier=x', 'reference-form'],
    [`https://ehr.example.dk/${'x'.repeat(1_000)}/Patient/1`, 'reference-form'],
  ])('%s is refused: %s', (text, code) => {
    expect(reference(text)).toBe(`${code} ${at}`);
  });

  test.each([
    ['Patient/0101701234', 'reference-personal'],
    ['Patient/010170-1234', 'reference-personal'],
    ['https://ehr.example.dk/010170-1234/Patient/7', 'reference-personal'],
    ['urn:uuid:3f6d4d4e-6f0e-4b4b-9c57-0c7a3f6d1a10', 'reference-form'],
    ['Patient/123', 'subject-unidentified'],
  ])('%s without an identifier is refused: %s', (text, code) => {
    const found = problems((response) => {
      response.subject = { reference: text };
    });
    expect(found).toEqual([`${code} ${at}`]);
  });

  test('a replacement number is no id either', () => {
    const replacement = { system: 'urn:oid:1.2.208.176.1.6.1.1', value: '2512481AB6' };
    expect(reference('Patient/2512481ab6', replacement)).toBe(`reference-personal ${at}`);
  });

  test('a professional’s number may be the id of a database', () => {
    const author = (text: string, value: string) =>
      verdict((response) => {
        const identifier = { system: 'urn:oid:1.2.208.176.1.4', value };
        response.author = { reference: text, identifier, display: 'Michael Burns' };
      });
    expect(author('Practitioner/2AB4X', '2AB4X').checked?.professional?.reference).toBe('Practitioner/2AB4X');
    expect(author('Practitioner/010170-1234', '2AB4X').checked?.professional?.reference).toBeUndefined();
    const [problem] = author('Practitioner/010170-1234', '0101701234').problems;
    expect([problem?.code, problem?.place]).toEqual(['reference-personal', 'QuestionnaireResponse.author']);
  });

  test('an encounter and what the response is based on are read, and checked as references', () => {
    const { checked } = verdict((response) => {
      response.encounter = { reference: 'Encounter/7' };
      response.basedOn = [
        { reference: 'ServiceRequest/8' },
        { reference: '#gone' },
        { type: 'CarePlan', display: 'Plan' },
      ];
    });
    expect(checked?.links.encounter).toMatchObject({ reference: 'Encounter/7', type: 'Encounter' });
    expect(checked?.links.basedOn.map(({ reference, display }) => reference ?? display)).toEqual([
      'ServiceRequest/8',
      'Plan',
    ]);
    const wrong = problems((response) => {
      response.encounter = { reference: 'Patient/7' };
      response.basedOn = [{ reference: 'https://x.dk/251248-9996/CarePlan/1' }];
    });
    expect(wrong).toEqual([
      'reference-personal QuestionnaireResponse.basedOn[0]',
      'link-type QuestionnaireResponse.encounter',
    ]);
  });
});
