import type { QuestionnaireItem, QuestionnaireResponseItemAnswer } from 'fhir/r4.js';
import { ask, type Case, kg, say, testRule } from './rule.ts';

const values: Readonly<Record<string, QuestionnaireResponseItemAnswer>> = {
  boolean: { valueBoolean: false },
  decimal: { valueDecimal: 0 },
  integer: { valueInteger: 0 },
  date: { valueDate: '2026' },
  dateTime: { valueDateTime: '2026-01-20' },
  time: { valueTime: '10:30:00' },
  string: { valueString: 'x' },
  text: { valueString: 'x\ny' },
  url: { valueUri: 'http://example.dk' },
  choice: { valueCoding: { code: 'a' } },
  'open-choice': { valueCoding: { code: 'a' } },
  attachment: { valueAttachment: { url: 'http://example.dk/x' } },
  reference: { valueReference: { reference: 'Patient/1' } },
  quantity: kg(1),
};
const types = Object.keys(values);
const right = types.map(
  (type): Case => ({ title: `${type} as ${type}`, item: [say(type, values[type] ?? {})], problems: [] }),
);
/** Those that share a type of answer. */
const alike = new Set([
  'string text',
  'text string',
  'string open-choice',
  'text open-choice',
  'choice open-choice',
  'open-choice choice',
]);
const wrong = types.flatMap((type) =>
  types
    .filter((other) => other !== type && !alike.has(`${other} ${type}`))
    .map(
      (other): Case => ({
        title: `${other} as ${type}`,
        item: [say(type, values[other] ?? {})],
        problems: ['answer-type item[0].answer[0]'],
      }),
    ),
);

testRule({
  rule: 'Every answer has its question’s type',
  source: 'https://hl7.org/fhir/R4/valueset-item-type.html',
  items: types.map((type) => ask(type, type as QuestionnaireItem['type'])),
  cases: [
    ...right,
    { title: 'text as open-choice', item: [say('open-choice', { valueString: 'x' })], problems: [] },
    ...wrong,
    {
      title: 'every type that would do is told',
      item: [say('open-choice', { valueInteger: 1 }), say('integer', { valueString: 'x' })],
      problems: ['answer-type item[0].answer[0]', 'item-order item[1]', 'answer-type item[1].answer[0]'],
      values: [{ expected: 'valueCoding / valueString' }, undefined, { expected: 'valueInteger' }],
    },
    {
      title: 'a type that R4 does not have may have questions below it',
      questionnaire: { item: [{ linkId: 'a', type: 'coding' as 'choice', item: [ask('b', 'string')] }] },
      item: [{ linkId: 'a', item: [say('b', { valueString: 'x' })] }],
      problems: ['questionnaire-type Questionnaire.item[0]'],
    },
    {
      title: 'a type that R4 does not have takes any answer',
      questionnaire: {
        item: [{ linkId: 'a', type: 'coding' as 'choice' }],
      },
      item: [say('a', { valueInteger: 1 })],
      problems: ['questionnaire-type Questionnaire.item[0]'],
    },
    {
      title: 'an item of the abstract type question takes no answer',
      questionnaire: { item: [{ linkId: 'b', type: 'question', item: [ask('b.1', 'string')] }] },
      item: [say('b', { valueString: 'x', item: [say('b.1', { valueString: 'y' })] })],
      problems: ['question-abstract item[0].answer[0]', 'questionnaire-type Questionnaire.item[0]'],
    },
    {
      title: 'what stands below it may be answered, and it owes no answer itself',
      questionnaire: { item: [{ linkId: 'b', type: 'question', required: true, item: [ask('b.1', 'string')] }] },
      item: [say('b', { item: [say('b.1', { valueString: 'y' })] })],
      problems: ['questionnaire-type Questionnaire.item[0]'],
    },
    {
      title: 'a group of which nothing may be answered owes nothing',
      questionnaire: {
        item: [{ linkId: 'g', type: 'group', required: true, item: [{ linkId: 'b', type: 'question' }] }],
      },
      problems: ['questionnaire-type Questionnaire.item[0].item[0]'],
    },
  ],
});
