import { ask, ext, kg, say, sdcExt, testRule, ucum } from './rule.ts';

const min = (value: object) => ext('minValue', value);
const max = (value: object) => ext('maxValue', value);
const date = (valueDate: string) => ({ valueDate });
const at = (valueDateTime: string) => ({ valueDateTime });

testRule({
  rule: 'minValue, maxValue, minQuantity, maxQuantity',
  source: 'http://hl7.org/fhir/StructureDefinition/minValue, maxValue; SDC sdc-questionnaire-minQuantity, -maxQuantity',
  items: [
    ask('i', 'integer', { extension: [min({ valueInteger: 0 }), max({ valueInteger: 10 })] }),
    ask('d', 'decimal', { extension: [min({ valueDecimal: -1.5 }), max({ valueInteger: 0 })] }),
    ask('date', 'date', { extension: [min(date('2026-03-01')), max(date('2026-12'))] }),
    ask('dt', 'dateTime', { extension: [min(at('2026-01-20T10:00:00+01:00')), max(at('2026-01-21'))] }),
    ask('t', 'time', { extension: [min({ valueTime: '08:00:00' }), max({ valueTime: '16:00:00' })] }),
    ask('q', 'quantity', {
      extension: [
        sdcExt('minQuantity', { valueQuantity: { value: 1, unit: 'kg', system: ucum, code: 'kg' } }),
        sdcExt('maxQuantity', { valueQuantity: { value: 300, unit: 'kg', system: ucum, code: 'kg' } }),
      ],
    }),
    ask('temp', 'quantity', { extension: [max({ valueQuantity: { value: 42, system: ucum, code: 'Cel' } })] }),
    ask('n', 'quantity', { extension: [min({ valueDecimal: 5 })] }),
  ],
  cases: [
    {
      title: 'at the lower bounds; zero is a value',
      item: [
        say('i', { valueInteger: 0 }),
        say('d', { valueDecimal: -1.5 }),
        say('date', date('2026-03-01')),
        say('dt', at('2026-01-20T09:00:00Z')),
        say('t', { valueTime: '08:00:00' }),
        say('q', kg(1000, 'g')),
        say('temp', kg(107.6, '[degF]')),
        say('n', kg(5, 'cm')),
      ],
      problems: [],
    },
    {
      title: 'at the upper bounds',
      item: [
        say('i', { valueInteger: 10 }),
        say('d', { valueDecimal: 0 }),
        say('date', date('2026-12-31')),
        say('dt', at('2026-01-21')),
        say('t', { valueTime: '16:00:00' }),
        say('q', kg(0.3, 't')),
      ],
      problems: [],
    },
    {
      title: 'a partial date that may be within',
      item: [say('date', date('2026')), say('dt', at('2026-01'))],
      problems: [],
    },
    {
      title: 'a day, where the zone of the bound could make it either',
      item: [say('dt', at('2026-01-20'))],
      problems: [],
    },
    {
      title: 'below',
      item: [
        say('i', { valueInteger: -1 }),
        say('d', { valueDecimal: -1.51 }),
        say('date', date('2026-02')),
        say('dt', at('2026-01-20T08:59:59Z')),
        say('t', { valueTime: '07:59:59.999' }),
        say('q', kg(999, 'g')),
        say('n', kg(4.9, 'cm')),
      ],
      problems: [0, 1, 2, 3, 4, 5, 6].map((index) => `value-low item[${index}].answer[0].value`),
    },
    {
      title: 'above',
      item: [
        say('i', { valueInteger: 11 }),
        say('d', { valueDecimal: 0.0001 }),
        say('date', date('2027')),
        say('dt', at('2026-01-23')),
        say('t', { valueTime: '16:00:01' }),
        say('q', kg(300_001, 'g')),
        say('temp', kg(107.7, '[degF]')),
      ],
      problems: [0, 1, 2, 3, 4, 5, 6].map((index) => `value-high item[${index}].answer[0].value`),
    },
    {
      title: 'a whole stretch outside, by its comparator',
      item: [say('q', { valueQuantity: { value: 1, comparator: '<', system: ucum, code: 'kg' } })],
      problems: ['value-low item[0].answer[0].value'],
    },
    {
      title: 'a stretch that may be within',
      item: [say('q', { valueQuantity: { value: 1, comparator: '>', system: ucum, code: 'kg' } })],
      problems: [],
    },
    {
      title: 'a unit of another kind',
      item: [say('q', kg(180, 'cm'))],
      problems: ['answer-unit item[0].answer[0].value'],
    },
    {
      title: 'a unit that UCUM does not have cannot be measured',
      item: [say('q', { valueQuantity: { value: 2, unit: 'spandfulde' } })],
      problems: [],
    },
    {
      title: 'bounds of another type are not used, crossed ones each',
      questionnaire: {
        item: [
          ask('i', 'integer', { extension: [min(date('2026'))] }),
          ask('d', 'decimal', { extension: [min({ valueDecimal: 2 }), max({ valueDecimal: 1 })] }),
        ],
      },
      item: [say('i', { valueInteger: 1 }), say('d', { valueDecimal: 5 })],
      problems: [
        'value-high item[1].answer[0].value',
        'questionnaire-bounds Questionnaire.item[0]',
        'questionnaire-bounds Questionnaire.item[1]',
      ],
    },
    {
      title: 'the bound is told as it is written, with its unit',
      questionnaire: {
        item: [
          ask('i', 'integer', { extension: [min({ valueInteger: 0 }), max({ valueInteger: 10 })] }),
          ask('q', 'quantity', {
            extension: [min({ valueQuantity: { value: 1, unit: 'kilo', system: ucum, code: 'kg' } })],
          }),
          ask('r', 'quantity', { extension: [max({ valueQuantity: { value: 1, system: ucum, code: 'kg' } })] }),
          ask('n', 'quantity', { extension: [min({ valueDecimal: 5 })] }),
        ],
      },
      item: [say('i', { valueInteger: 11 }), say('q', kg(999, 'g')), say('r', kg(1001, 'g')), say('n', kg(4, 'cm'))],
      problems: [
        'value-high item[0].answer[0].value',
        'value-low item[1].answer[0].value',
        'value-high item[2].answer[0].value',
        'value-low item[3].answer[0].value',
      ],
      values: [{ maximum: '10' }, { minimum: '1 kilo' }, { maximum: '1 kg' }, { minimum: '5' }],
    },
    {
      title: 'a unit of another kind than the upper bound alone; the unit that is meant is told',
      questionnaire: {
        item: [
          ask('q', 'quantity', {
            extension: [max({ valueQuantity: { value: 1, unit: 'kilo', system: ucum, code: 'kg' } })],
          }),
          ask('r', 'quantity', { extension: [min({ valueQuantity: { value: 1, system: ucum, code: 'kg' } })] }),
        ],
      },
      item: [
        say('q', kg(1, 'cm')),
        say('r', { valueQuantity: { value: 1, comparator: '>', system: ucum, code: 'cm' } }),
      ],
      problems: ['answer-unit item[0].answer[0].value', 'answer-unit item[1].answer[0].value'],
      values: [{ allowed: 'kilo' }, { allowed: 'kg' }],
    },
    {
      title: 'units that cannot be compared say nothing: of no system, of another, none, or unknown to UCUM',
      questionnaire: {
        item: [
          ...['a', 'b', 'c', 'd'].map((linkId) =>
            ask(linkId, 'quantity', { extension: [max({ valueQuantity: { value: 1, system: ucum, code: 'kg' } })] }),
          ),
          ask('e', 'quantity', {
            extension: [max({ valueQuantity: { value: 1, system: 'http://example.dk', code: 'sæk' } })],
          }),
          ask('f', 'quantity', { extension: [max({ valueQuantity: { value: 1, system: ucum, code: 'sæk' } })] }),
          ask('g', 'quantity', { extension: [max({ valueQuantity: { value: 1 } })] }),
        ],
      },
      item: [
        say('a', { valueQuantity: { value: 2, unit: 'cm' } }),
        say('b', { valueQuantity: { value: 2, system: 'http://example.dk', code: 'cm' } }),
        say('c', kg(2, 'spand')),
        say('d', { valueQuantity: { value: 0.5, system: ucum, code: 'kg' } }),
        say('e', kg(2, 'cm')),
        say('f', kg(2, 'cm')),
        say('g', { valueQuantity: { value: 0.5, system: ucum, code: 'cm' } }),
      ],
      problems: [],
    },
    {
      title: 'bounds that are equal leave one answer, and are no mistake',
      questionnaire: {
        item: [ask('i', 'integer', { extension: [min({ valueInteger: 2 }), max({ valueInteger: 2 })] })],
      },
      item: [say('i', { valueInteger: 2 })],
      problems: [],
    },
    {
      title: 'a bound of a question that has no order, or an upper bound of another type, is a mistake',
      questionnaire: {
        item: [
          ask('b', 'boolean', { extension: [max({ valueInteger: 2 })] }),
          ask('i', 'integer', { extension: [max(date('2026'))] }),
          ask('g', 'group', { extension: [min({ valueInteger: 2 })], item: [ask('t', 'string')] }),
        ],
      },
      item: [say('b', { valueBoolean: true }), say('i', { valueInteger: 1 })],
      problems: [0, 1, 2].map((index) => `questionnaire-bounds Questionnaire.item[${index}]`),
    },
    {
      title: 'a day is a bound of a time, a whole number of a decimal',
      questionnaire: {
        item: [
          ask('dt', 'dateTime', { extension: [max(date('2026-01-20'))] }),
          ask('d', 'decimal', { extension: [max({ valueInteger: 2 })] }),
        ],
      },
      item: [say('dt', at('2026-01-22T00:00:00Z')), say('d', { valueDecimal: 2.1 })],
      problems: ['value-high item[0].answer[0].value', 'value-high item[1].answer[0].value'],
    },
    {
      title: 'a day is no bound of a quantity',
      questionnaire: { item: [ask('q', 'quantity', { extension: [min(date('2026-01-20'))] })] },
      item: [say('q', kg(1))],
      problems: ['questionnaire-bounds Questionnaire.item[0]'],
    },
    {
      title: 'a unit of a bound that is of another system cannot be compared',
      questionnaire: {
        item: [
          ask('q', 'quantity', {
            extension: [max({ valueQuantity: { value: 1, system: 'http://example.dk', code: 'kg' } })],
          }),
        ],
      },
      item: [say('q', kg(2, 'cm'))],
      problems: [],
    },
    {
      title: 'a quantity without a number has the unit of the bound all the same',
      questionnaire: {
        item: [ask('q', 'quantity', { extension: [max({ valueQuantity: { value: 1, system: ucum, code: 'kg' } })] })],
      },
      item: [say('q', { valueQuantity: { system: ucum, code: 'kg' } })],
      problems: [],
    },
  ],
});
