import type { CodeSystem, CodeSystemConcept } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { conceptOf, designations, displayLanguage, displayOf } from '../../src/http/operations/languages.ts';

describe('the language of displays is the first wanted one that is ours, else that of the request', () => {
  test.each([
    [undefined, 'da', 'da'],
    [undefined, 'en', 'en'],
    ['', 'en', 'en'],
    ['en', 'da', 'en'],
    ['da', 'en', 'da'],
    ['en-GB', 'da', 'en'],
    ['da;q=0.5', 'en', 'da'],
    ['EN', 'da', 'en'],
    ['de, en', 'da', 'en'],
    ['da,en', 'en', 'da'],
    ['en,da', 'da', 'en'],
    ['de-DE', 'en', 'en'],
    ['eng', 'da', 'da'],
    ['dan', 'en', 'en'],
  ] as const)('displayLanguage %j, request %s: %s', (wanted, request, expected) => {
    expect(displayLanguage(wanted, request)).toBe(expected);
  });
});

const kind = { system: 'http://snomed.info/sct', code: '900000000000013009' };
const concept = (...designation: NonNullable<CodeSystemConcept['designation']>): CodeSystemConcept => ({
  code: 'hospital',
  display: 'Hospital',
  designation,
});

describe('the display of a concept', () => {
  const english = { language: 'en', value: 'The hospital' };
  const other = { language: 'en', use: kind, value: 'Infirmary' };

  test.each([
    ['in Danish: its own', concept(english), 'da', 'Hospital'],
    ['in English: the English one', concept(english), 'en', 'The hospital'],
    ['in English: the preferred one, not another wording', concept(other, english), 'en', 'The hospital'],
    ['in English, with other wordings alone: its own', concept(other), 'en', 'Hospital'],
    ['in English, without wordings: its own', { code: 'hospital', display: 'Hospital' }, 'en', 'Hospital'],
    ['in Danish, where a wording repeats it: its own', concept({ language: 'da', value: 'Sygehus' }), 'da', 'Hospital'],
    ['without display: its code', { code: 'hospital' }, 'da', 'hospital'],
    ['without display, in English: its code', { code: 'hospital' }, 'en', 'hospital'],
  ] as const)('%s', (_, one, language, expected) => {
    expect(displayOf(one as CodeSystemConcept, language)).toBe(expected);
  });
});

describe('a person reads each wording of a concept once, with its language', () => {
  const danish = { language: 'da', value: 'Hospital' };
  test.each<[string, CodeSystemConcept, unknown]>([
    ['none', { code: 'hospital' }, []],
    ['one without language is Danish', concept({ value: 'Hospital' }), [danish]],
    ['one that repeats the Danish is left out', concept(danish, { value: 'Hospital' }), [danish]],
    ['the first one counts', concept({ value: 'Hospital' }, { ...danish, id: 'x' }), [danish]],
    [
      'another text, language or use is another wording',
      concept(
        danish,
        { language: 'da', value: 'Sygehus' },
        { language: 'en', value: 'Hospital' },
        { ...danish, use: kind },
      ),
      [danish, { language: 'da', value: 'Sygehus' }, { language: 'en', value: 'Hospital' }, { ...danish, use: kind }],
    ],
  ])('%s', (_, one, expected) => {
    expect(designations(one)).toEqual(expected);
  });
});

test('a code that a CodeSystem does not have is no concept', () => {
  const codeSystem: CodeSystem = {
    resourceType: 'CodeSystem',
    status: 'active',
    content: 'complete',
    concept: [{ code: 'a' }, { code: 'b' }],
  };
  const codes = ['a', 'b', 'A', ''].map((code) => conceptOf(codeSystem, code)?.code);
  expect(codes).toEqual(['a', 'b', undefined, undefined]);
});
