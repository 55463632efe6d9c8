import type { FhirResource, HumanName, Identifier, Practitioner, PractitionerRole, Reference } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { verdict } from './damaged.ts';

const authorisation = 'https://autregweb.sst.dk';

/** The professional of a response with this author, and what is wrong or warned of. */
function professional(author: Reference, ...contained: FhirResource[]) {
  const { checked, problems } = verdict((response) => {
    response.author = author;
    if (contained.length > 0) response.contained = contained;
  });
  return { told: checked?.professional, problems: problems.map(({ code, place }) => `${code} ${place}`), checked };
}

const burns = (more: Partial<Practitioner> = {}): Practitioner => ({ resourceType: 'Practitioner', id: 'p', ...more });
const role = (more: Partial<PractitionerRole> = {}): PractitionerRole => ({
  resourceType: 'PractitionerRole',
  id: 'r',
  ...more,
});
const name: HumanName[] = [{ given: ['Michael'], family: 'Burns' }];

describe('who the professional is', () => {
  test.each<[string, Reference, FhirResource[], string | undefined]>([
    ['the display of the reference', { display: ' Michael Burns ' }, [], 'Michael Burns'],
    ['the name of a contained Practitioner', { reference: '#p' }, [burns({ name })], 'Michael Burns'],
    [
      'the display that a contained PractitionerRole has of its Practitioner',
      { reference: '#r' },
      [role({ practitioner: { display: 'Michael Burns' } })],
      'Michael Burns',
    ],
    [
      'the name of the Practitioner that a contained PractitionerRole names',
      { reference: '#r' },
      [role({ practitioner: { reference: '#p' } }), burns({ name })],
      'Michael Burns',
    ],
  ])('%s', (_, author, contained, display) => {
    const { told, problems } = professional(author, ...contained);
    expect([problems, told?.display]).toEqual([[], display]);
  });

  test.each<[string, PractitionerRole, FhirResource[]]>([
    ['names nobody', role(), []],
    ['names a Practitioner elsewhere', role({ practitioner: { reference: 'Practitioner/7' } }), []],
    [
      'names somebody else than a Practitioner',
      role({ practitioner: { reference: '#q' } }),
      [{ resourceType: 'RelatedPerson', id: 'q', name } as FhirResource],
    ],
  ])('a contained PractitionerRole that %s tells no name', (_, one, more) => {
    const { told, problems } = professional({ reference: '#r' }, one, ...more);
    expect([told, problems]).toEqual([undefined, ['author-missing QuestionnaireResponse.author']]);
  });

  test('the type is the one that the reference or the resource has', () => {
    expect(professional({ reference: '#p' }, burns({ name })).told?.type).toBe('Practitioner');
    expect(professional({ reference: 'PractitionerRole/7' }).told?.type).toBe('PractitionerRole');
    expect(professional({ display: 'Michael Burns' }).told?.type).toBeUndefined();
  });

  test('two types of one author contradict each other', () => {
    const { problems } = professional({
      type: 'Practitioner',
      reference: 'PractitionerRole/7',
      display: 'Michael Burns',
    });
    expect(problems).toEqual(['author-type QuestionnaireResponse.author']);
  });

  test('an id that looks like a CPR number is left out, the type stays', () => {
    const identifier = { system: authorisation, value: 'CBNH1' };
    const { told } = professional({ reference: 'Practitioner/0101701234', identifier });
    expect([told?.reference, told?.type]).toEqual([undefined, 'Practitioner']);
  });

  test('an id that is the professional’s own number of ten letters is no citizen’s', () => {
    const identifier = { system: authorisation, value: 'ABCDEFGHIJ' };
    const { problems, told } = professional({ reference: 'Practitioner/ABCDEFGHIJ', identifier });
    expect([problems, told?.reference]).toEqual([[], 'Practitioner/ABCDEFGHIJ']);
  });

  test('a literal reference is enough; a contained one says nothing elsewhere', () => {
    expect(professional({ reference: 'Practitioner/7' })).toMatchObject({
      problems: [],
      told: { reference: 'Practitioner/7' },
    });
    expect(professional({ reference: '#p' }, burns({ name })).told?.reference).toBeUndefined();
  });
});

describe('the numbers of the professional', () => {
  const of = (...identifier: Identifier[]) =>
    professional({ reference: '#p' }, burns({ name, identifier })).told?.identifiers.map(({ value }) => value);

  test('the author’s own first, then those of the contained resource', () => {
    const { told } = professional(
      { reference: '#p', identifier: { system: authorisation, value: 'CBNH1' } },
      burns({ name, identifier: [{ system: authorisation, value: 'CBNH2' }] }),
    );
    expect(told?.identifiers).toEqual([
      { system: authorisation, value: 'CBNH1' },
      { system: authorisation, value: 'CBNH2' },
    ]);
  });

  test('of a contained PractitionerRole too', () => {
    const one = role({
      identifier: [{ system: authorisation, value: 'CBNH1' }],
      practitioner: { display: 'Michael Burns' },
    });
    expect(professional({ reference: '#r' }, one).told?.identifiers).toEqual([
      { system: authorisation, value: 'CBNH1' },
    ]);
  });

  test('one that no longer counts, or lacks its system or value, is none', () => {
    expect(of({ system: authorisation, value: 'CBNH1', use: 'old' })).toEqual([]);
    expect(of({ value: 'CBNH1' })).toEqual([]);
    expect(of({ system: authorisation, value: 'C'.repeat(201) })).toEqual([]);
    expect(of({ system: authorisation, value: 'C'.repeat(200) })).toHaveLength(1);
    expect(of({ system: authorisation })).toEqual([]);
    expect(of({ system: authorisation, value: 'CBNH1', use: 'official' })).toEqual(['CBNH1']);
  });

  test('a number alone names the professional', () => {
    const { problems, told } = professional({ identifier: { system: authorisation, value: 'CBNH1' } });
    expect([problems, told?.identifiers.length, told?.display]).toEqual([[], 1, undefined]);
  });
});

test('a name of 200 characters is passed on, a longer one refused', () => {
  expect(professional({ display: 'B'.repeat(200) }).problems).toEqual([]);
  const { problems, checked } = professional({ display: 'B'.repeat(201) });
  expect([problems, checked]).toEqual([['name-too-long QuestionnaireResponse.author'], undefined]);
});

test('without an author the response is accepted, with a warning', () => {
  const { problems, checked } = verdict((response) => {
    delete response.author;
  });
  expect(problems.map(({ code, place }) => `${code} ${place}`)).toEqual([
    'author-missing QuestionnaireResponse.author',
  ]);
  expect(checked?.professional).toBeUndefined();
});
