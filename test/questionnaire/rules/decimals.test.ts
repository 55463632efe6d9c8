import { ask, ext, kg, say, testRule } from './rule.ts';

const extension = [ext('maxDecimalPlaces', { valueInteger: 1 })];
const d = (valueDecimal: number) => [say('d', { valueDecimal })];
const written = (literal: string) => (text: string) => text.replace('77', literal);

testRule({
  rule: 'maxDecimalPlaces, by the number as it was sent',
  source: 'http://hl7.org/fhir/StructureDefinition/maxDecimalPlaces',
  items: [ask('d', 'decimal', { extension }), ask('q', 'quantity', { extension }), ask('i', 'integer')],
  cases: [
    {
      title: 'an integer written as 7.0 is none',
      item: [say('i', { valueInteger: 77 })],
      text: written('7.0'),
      problems: ['format-wrong item[0].answer[0].value'],
    },
    ...['77', '1.1', '-1.1', '0.0', '1e3', '1.25e1', '110e-2'.replace('110e-2', '11e-1')].map((literal) => ({
      title: literal,
      item: d(77),
      text: written(literal),
      problems: [],
    })),
    ...['1.10', '1.12', '1e-2', '1.5e-1', '0.00'].map((literal) => ({
      title: literal,
      item: d(77),
      text: written(literal),
      problems: ['answer-decimals item[0].answer[0].value'],
    })),
    { title: 'a quantity', item: [say('q', kg(77))], text: written('1.1'), problems: [] },
    {
      title: 'a quantity with two',
      item: [say('q', kg(77))],
      text: written('70.20'),
      problems: ['answer-decimals item[0].answer[0].value'],
    },
  ],
});
