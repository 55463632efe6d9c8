import { describe, expect, test } from 'vitest';
import { optionName } from '../../src/cli/option-name.ts';
import { catalog } from '../../src/outcome/catalog.ts';
import { sentence, toOutcome } from '../../src/outcome/outcome.ts';
import type { Place } from '../../src/outcome/place.ts';

const issueAt = (place: Place) => {
  const [issue] = toOutcome(
    [{ code: 'letter-gln-missing', place, values: { side: 'sender' } }],
    'da',
    optionName,
  ).issue;
  const { expression, location, diagnostics } = issue ?? {};
  return { expression, location, diagnostics };
};

describe('the place of a problem in an outcome', () => {
  test.each<[string, Place, ReturnType<typeof issueAt>]>([
    ['a FHIRPath stands in expression', 'Patient.name[0]', at({ expression: ['Patient.name[0]'] })],
    ['an XPath stands in location', { xpath: '/Emessage/Envelope' }, at({ location: ['/Emessage/Envelope'] })],
    [
      'with the line in diagnostics',
      { xpath: '/Emessage', line: 12 },
      at({ location: ['/Emessage'], diagnostics: 'linje 12' }),
    ],
    ['an option goes by its name of the face', { option: 'patientName' }, at({ diagnostics: '--patient-name' })],
    [
      'with the place in the resource that it gave',
      { option: 'sender', path: 'Organization.identifier' },
      at({ expression: ['Organization.identifier'], diagnostics: '--sender' }),
    ],
  ])('%s', (_, place, expected) => {
    expect(issueAt(place)).toEqual(expected);
  });
});

function at(given: Partial<ReturnType<typeof issueAt>>): ReturnType<typeof issueAt> {
  return { expression: undefined, location: undefined, diagnostics: undefined, ...given };
}

test('an option in a sentence goes by its name of the face, in both languages', () => {
  const problem = { code: 'letter-department' } as const;
  expect(sentence(problem, 'da', optionName)).toContain('med --department.');
  expect(sentence(problem, 'en')).toContain('by department.');
  const [issue] = toOutcome([problem], 'da', optionName).issue;
  expect(JSON.stringify(issue)).toMatch(/med --department.*by --department/);
});

test('no sentence of the catalog names an option as one face does', () => {
  const named = Object.entries(catalog).filter(([, { da, en, mend }]) =>
    [da, en, mend.da, mend.en].some((text) => /(?<!niveau \w+ )--[a-z]/.test(text)),
  );
  expect(named).toEqual([]);
});
