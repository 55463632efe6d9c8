import { expect, test } from 'vitest';
import { createChecker } from '../../src/questionnaire/checker.ts';
import { documentOf } from '../../src/questionnaire/json/document.ts';
import { ask, ext, fhirpath, sdcExt } from './rules/rule.ts';

const questionnaire = {
  resourceType: 'Questionnaire',
  url: 'http://example.dk/q',
  version: '1',
  status: 'active',
  item: [
    ask('a', 'integer', { extension: [ext('maxValue', { valueInteger: 9 })] }),
    ask('must', 'string', { required: true }),
    ask('g', 'group', { repeats: true, item: [ask('g.a', 'string', { maxLength: 1 }), ask('g.b', 'boolean')] }),
    ask('if', 'string', { enableWhen: [{ question: 'a', operator: '>', answerInteger: 3 }] }),
    ask('r', 'reference'),
    ask('sum', 'integer', { readOnly: true, extension: [sdcExt('calculatedExpression', fhirpath('1 + 1'))] }),
  ],
};
const checker = createChecker([questionnaire]);
const n = (linkId: string, valueInteger: unknown) => ({ linkId, answer: [{ valueInteger }] });
const s = (linkId: string, valueString: unknown) => ({ linkId, answer: [{ valueString }] });

function problems(item: unknown, more: object = {}): readonly string[] {
  const response = {
    resourceType: 'QuestionnaireResponse',
    status: 'completed',
    authored: '2026-01-20T10:30:00+01:00',
    questionnaire: 'http://example.dk/q|1',
    item,
    ...more,
  };
  return checker
    .check(documentOf(response))
    .map(({ code, place }) => `${code} ${String(place).replace('QuestionnaireResponse.', '')}`);
}

test.each([
  ['an identifier in a list', { identifier: [{ value: '1' }] }, 'list-unexpected identifier'],
  ['a misspelt element', { autored: '2026' }, 'property-unknown QuestionnaireResponse'],
  ['a wrong subject', { subject: 'Patient/1' }, 'type-wrong subject'],
  ['a time without zone', { authored: '2026-01-20T10:30:00' }, 'format-wrong authored'],
  ['an unsafe narrative', { text: { status: 'generated', div: '<p/>' } }, 'format-wrong text.div'],
])('%s outside the items does not hide what is wrong in them', (_, more, expected) => {
  expect(problems([n('a', 10), within(s('g.a', 'xx')), n('sum', 3)], more)).toEqual([
    ...(expected.endsWith('QuestionnaireResponse') ? [expected] : []),
    'required-missing QuestionnaireResponse',
    ...(expected.endsWith('QuestionnaireResponse') ? [] : [expected]),
    'value-high item[0].answer[0].value',
    'answer-length item[1].item[0].answer[0]',
  ]);
});

test('calculations are compared all the same', () => {
  expect(problems([s('must', 'x'), n('sum', 3)], { identifier: [{ value: '1' }] })).toEqual([
    'list-unexpected identifier',
    'calculation-differs item[1].answer[0].value',
  ]);
});

test('a status that there is not: nothing is demanded', () => {
  expect(problems([n('a', 10)], { status: 'done' })).toEqual([
    'code-unknown status',
    'value-high item[0].answer[0].value',
  ]);
});

test.each([
  ['a number as text', n('a', '10'), 'type-wrong item[0].answer[0].value'],
  ['two values', { linkId: 'a', answer: [{ valueInteger: 10, valueString: 'x' }] }, 'value-choice item[0].answer[0]'],
  ['a value of its own', { linkId: 'a', answer: [{ value: 10 }] }, 'property-unknown item[0].answer[0]'],
  ['an answer that is none', { linkId: 'a', answer: [7] }, 'type-wrong item[0].answer[0]'],
  ['answers that are no list', { linkId: 'a', answer: { valueInteger: 10 } }, 'list-expected item[0].answer'],
  ['an item without linkId', { answer: [{ valueInteger: 10 }] }, 'property-missing item[0]'],
  ['an item that is none', 'a', 'type-wrong item[0]'],
])('%s: the other answers are measured, and nothing that depends on it', (_, item, expected) => {
  expect(problems([item, within(s('g.a', 'xx')), s('if', 'x'), n('sum', 3), s('there-is-not', 'x')])).toEqual([
    expected,
    'answer-length item[1].item[0].answer[0]',
    'linkid-unknown item[4]',
  ]);
});

test.each([
  [
    'a misspelt element beside it',
    { linkId: 'a', tekst: 'x', answer: [{ valueInteger: 10 }] },
    'property-unknown item[0]',
  ],
  [
    'an extension of it that is none',
    { linkId: 'a', answer: [{ extension: [{ url: 'http://x' }], valueInteger: 10 }] },
    'extension-content item[0].answer[0].extension[0]',
  ],
])('an answer is measured in spite of %s', (_, item, expected) => {
  expect(problems([item]).toSorted()).toEqual([expected, 'value-high item[0].answer[0].value'].toSorted());
});

test('what is referred to is there, although it cannot be read', () => {
  const reference = { linkId: 'r', answer: [{ valueReference: { reference: '#p' } }] };
  const contained = [{ resourceType: 'Patient', id: 'p', name: 'Nancy' }];
  expect(problems([s('must', 'x'), reference], { contained })).toEqual(['list-expected contained[0].name']);
});

test('items that are no list leave nothing to measure', () => {
  expect(problems({ linkId: 'a' })).toEqual(['list-expected item']);
});

function within(...item: unknown[]) {
  return { linkId: 'g', item };
}
