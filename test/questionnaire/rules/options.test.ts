import type { QuestionnaireResponseItemAnswer } from 'fhir/r4.js';
import { ask, ext, say, testRule } from './rule.ts';

const system = 'http://example.dk/farver';
const english = ext('translation', {
  extension: [
    { url: 'lang', valueCode: 'en' },
    { url: 'content', valueString: 'Red' },
  ],
});
const color = (code: string, more: object = {}) => ({ valueCoding: { system, code, ...more } });
const weight = (valueDecimal: number) => [ext('ordinalValue', { valueDecimal })];
const closed = {
  integer: { valueInteger: 3 },
  date: { valueDate: '2026-01-20' },
  time: { valueTime: '10:30:00' },
  string: { valueString: 'ja' },
  reference: { valueReference: { reference: 'Patient/1' } },
};
const other: Readonly<Record<string, QuestionnaireResponseItemAnswer>> = {
  integer: { valueInteger: 4 },
  date: { valueDate: '2026-01-21' },
  time: { valueTime: '10:30:01' },
  string: { valueString: 'Ja' },
  reference: { valueReference: { reference: 'Patient/2' } },
};

testRule({
  rule: 'answerOption of every type; display; weights; open-choice',
  source: 'https://hl7.org/fhir/R4/questionnaire-definitions.html#Questionnaire.item.answerOption',
  items: [
    ask('c', 'choice', {
      answerOption: [
        { ...color('r', { display: 'Rød', _display: { extension: [english] } }), extension: weight(2) },
        color('g', { display: 'Grøn' }),
        { valueCoding: { code: 'uden-system' } },
        { valueCoding: { display: 'Kun tekst' } },
      ],
    }),
    ask('o', 'open-choice', { answerOption: [color('r', { display: 'Rød' })] }),
    ...Object.entries(closed).map(([type, option]) => ask(type, 'choice', { answerOption: [option] })),
    ask('i', 'integer', { answerOption: [{ valueInteger: 1 }, { valueInteger: 2 }] }),
  ],
  cases: [
    { title: 'an option', item: [say('c', color('r'))], problems: [] },
    { title: 'with its display', item: [say('c', color('r', { display: 'Rød' }))], problems: [] },
    { title: 'with a translation of it', item: [say('c', color('r', { display: 'Red' }))], problems: [] },
    { title: 'with its weight', item: [say('c', color('r', { extension: weight(2) }))], problems: [] },
    {
      title: 'without system, as the option',
      item: [say('c', { valueCoding: { code: 'uden-system' } })],
      problems: [],
    },
    { title: 'without code, as the option', item: [say('c', { valueCoding: { display: 'Kun tekst' } })], problems: [] },
    { title: 'free text of an open-choice', item: [say('o', { valueString: 'Lilla' })], problems: [] },
    ...Object.entries(closed).map(([type, option]) => ({
      title: `an option that is a ${type}`,
      item: [say(type, option)],
      problems: [],
    })),
    { title: 'another code', item: [say('c', color('b'))], problems: ['answer-code item[0].answer[0].value'] },
    {
      title: 'the code of another system',
      item: [say('c', { valueCoding: { system: 'http://example.dk/x', code: 'r' } })],
      problems: ['answer-code item[0].answer[0].value'],
    },
    {
      title: 'the code without its system',
      item: [say('c', { valueCoding: { code: 'r' } })],
      problems: ['answer-code item[0].answer[0].value'],
    },
    {
      title: 'a system where the option has none',
      item: [say('c', color('uden-system'))],
      problems: ['answer-code item[0].answer[0].value'],
    },
    {
      title: 'a text that is no option',
      item: [say('c', { valueCoding: { display: 'Lilla' } })],
      problems: ['answer-code item[0].answer[0].value'],
    },
    {
      title: 'another code of an open-choice',
      item: [say('o', color('b'))],
      problems: ['answer-code item[0].answer[0].value'],
    },
    {
      title: 'the display of another option',
      item: [say('c', color('r', { display: 'Grøn' }))],
      problems: ['answer-display item[0].answer[0].value.display'],
    },
    {
      title: 'another weight',
      item: [say('c', color('r', { extension: weight(1) }))],
      problems: ['weight-differs item[0].answer[0].value'],
    },
    ...Object.keys(closed).map((type) => ({
      title: `no option that is a ${type}`,
      item: [say(type, other[type] ?? {})],
      problems: ['answer-code item[0].answer[0].value'],
    })),
    {
      title: 'a coding where the options are numbers',
      item: [say('integer', color('r'))],
      problems: ['answer-type item[0].answer[0]'],
    },
    {
      title: 'options of a question that is no choice',
      item: [say('i', { valueInteger: 3 })],
      problems: ['answer-code item[0].answer[0].value'],
    },
  ],
});
