import type { Reference } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { verdict } from './damaged.ts';

/** The encounter that the results of a response repeat, and what is wrong. */
function encounter(reference: Reference) {
  const { checked, problems } = verdict((response) => {
    response.encounter = reference;
  });
  return { link: checked?.links.encounter, problems };
}

describe('the encounter of a response', () => {
  test('is repeated with its identifier and its display', () => {
    const identifier = { system: 'https://ehr.example.dk/kontakter', value: '77' };
    expect(encounter({ type: 'Encounter', identifier, display: ' Indlæggelse ' })).toMatchObject({
      problems: [],
      link: { type: 'Encounter', reference: undefined, identifier, display: 'Indlæggelse' },
    });
  });

  test.each<[string, Reference]>([
    ['has only a value', { identifier: { value: '77' } }],
    ['has only a system', { identifier: { system: 'https://ehr.example.dk/kontakter' } }],
    ['is longer than any identifier', { identifier: { system: 'urn:x', value: '7'.repeat(201) } }],
    ['has a system longer than any', { identifier: { system: `urn:${'x'.repeat(200)}`, value: '7' } }],
  ])('whose identifier %s is named by the rest alone', (_, reference) => {
    expect(encounter(reference)).toEqual({ link: undefined, problems: [] });
    expect(encounter({ ...reference, display: 'Indlæggelse' }).link).toMatchObject({
      identifier: undefined,
      display: 'Indlæggelse',
    });
  });

  test('keeps a text of 200 characters, and leaves out a longer one', () => {
    expect(encounter({ display: 'x'.repeat(200) }).link?.display).toHaveLength(200);
    expect(encounter({ display: 'x'.repeat(201) }).link).toBeUndefined();
    const [system, value] = [`urn:${'x'.repeat(196)}`, '7'.repeat(200)];
    expect(encounter({ identifier: { system, value } }).link?.identifier).toEqual({ system, value });
  });

  test('that names nothing, or something inside the response, is not repeated', () => {
    for (const reference of [{ type: 'Encounter' }, { reference: '#kontakt' }, { reference: '#2512489996' }]) {
      expect(encounter(reference)).toEqual({ link: undefined, problems: [] });
    }
  });

  test('that cannot be followed is left out with all that stands beside it', () => {
    const identifier = { system: 'https://ehr.example.dk/kontakter', value: '77' };
    expect(encounter({ reference: '#kontakt', identifier, display: 'Indlæggelse' })).toEqual({
      link: undefined,
      problems: [],
    });
  });

  test('is looked at where nobody knows the citizen, too', () => {
    const { problems } = verdict((response) => {
      response.subject = { display: 'Nancy Ann Berggren' };
      response.encounter = { reference: 'Patient/7' };
    });
    expect(problems.map(({ code, place }) => `${code} ${place}`)).toEqual([
      'link-type QuestionnaireResponse.encounter',
      'subject-unidentified QuestionnaireResponse.subject',
    ]);
  });

  test('has an address of 1,000 characters at most', () => {
    const address = (length: number) => `https://ehr.example.dk/${'x'.repeat(length - 35)}/Encounter/7`;
    const [most, more] = [address(1_000), address(1_001)];
    expect([most.length, more.length]).toEqual([1_000, 1_001]);
    expect(encounter({ reference: most }).link?.reference).toBe(most);
    expect(encounter({ reference: more })).toEqual({ link: undefined, problems: [] });
  });

  test('is no other kind of thing, and what it may be is told', () => {
    expect(encounter({ reference: 'Patient/7' }).problems).toEqual([
      { code: 'link-type', place: 'QuestionnaireResponse.encounter', values: { types: 'Encounter' } },
    ]);
    const { problems } = verdict((response) => {
      response.basedOn = [{ reference: 'Task/7' }];
    });
    expect(problems).toEqual([
      { code: 'link-type', place: 'QuestionnaireResponse.basedOn[0]', values: { types: 'CarePlan, ServiceRequest' } },
    ]);
  });
});
