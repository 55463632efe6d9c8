import type { ValueSet } from 'fhir/r4.js';
import { ask, ext, kg, say, sdcExt, testRule, ucum } from './rule.ts';

const option = (code: string) => ext('questionnaire-unitOption', { valueCoding: { system: ucum, code } });
const open = (valueCode: string) => sdcExt('unitOpen', { valueCode });
const wrong = (index = 0) => [`answer-unit item[${index}].answer[0].value`];

const units: ValueSet = {
  resourceType: 'ValueSet',
  id: 'enheder',
  status: 'active',
  compose: { include: [{ system: ucum, concept: [{ code: 'mg' }] }] },
};

testRule({
  rule: 'unit, unitOption, unitValueSet',
  source:
    'http://hl7.org/fhir/StructureDefinition/questionnaire-unitOption, questionnaire-unitValueSet, questionnaire-unit',
  items: [
    ask('o', 'quantity', {
      extension: [
        option('kg'),
        option('g'),
        ext('questionnaire-unitOption', { valueCoding: { display: 'håndfulde' } }),
      ],
    }),
    ask('v', 'quantity', { extension: [ext('questionnaire-unitValueSet', { valueCanonical: '#enheder' })] }),
    ask('u', 'quantity', { extension: [ext('questionnaire-unit', { valueCoding: { system: ucum, code: 'cm' } })] }),
    ask('any', 'quantity'),
  ],
  questionnaire: { contained: [units] },
  cases: [
    {
      title: 'each option',
      item: [say('o', kg(1, 'g')), say('v', kg(1, 'mg')), say('u', kg(1, 'cm')), say('any', kg(1, 'x'))],
      problems: [],
    },
    {
      title: 'an option without code, by its text',
      item: [say('o', { valueQuantity: { value: 2, unit: 'håndfulde' } })],
      problems: [],
    },
    { title: 'another unit of the same kind as `unit`', item: [say('u', kg(1, 'm'))], problems: [] },
    { title: 'a unit that is no option', item: [say('o', kg(1, 'mg'))], problems: wrong() },
    {
      title: 'a code of another system',
      item: [say('o', { valueQuantity: { value: 1, system: 'http://example.dk', code: 'kg' } })],
      problems: wrong(),
    },
    {
      title: 'a text where a code is asked for',
      item: [say('o', { valueQuantity: { value: 1, unit: 'kg' } })],
      problems: wrong(),
    },
    {
      title: 'no unit',
      item: [say('o', { valueQuantity: { value: 1 } }), say('v', { valueQuantity: { value: 1 } })],
      problems: [...wrong(), ...wrong(1)],
    },
    { title: 'a unit that the ValueSet does not hold', item: [say('v', kg(1, 'g'))], problems: wrong() },
    {
      title: 'a unit of another kind than `unit`',
      item: [say('u', kg(1, 'kg'))],
      problems: ['answer-unit-other item[0].answer[0].value'],
    },
    {
      title: 'the units that are allowed are named by their wording, else by their code',
      questionnaire: {
        item: [
          ask('o', 'quantity', {
            extension: [
              ext('questionnaire-unitOption', { valueCoding: { system: ucum, code: 'kg', display: 'kilo' } }),
              option('g'),
            ],
          }),
          ask('v', 'quantity', { extension: [ext('questionnaire-unitValueSet', { valueCanonical: '#enheder' })] }),
        ],
      },
      item: [say('o', kg(1, 'mg')), say('v', kg(1, 'g'))],
      problems: [...wrong(), ...wrong(1)],
      values: [{ allowed: 'kilo, g' }, { allowed: '#enheder' }],
    },
    {
      title: 'an option of any system takes the code of every system',
      questionnaire: {
        item: [ask('o', 'quantity', { extension: [ext('questionnaire-unitOption', { valueCoding: { code: 'kg' } })] })],
      },
      item: [say('o', { valueQuantity: { value: 1, system: 'http://example.dk', code: 'kg' } })],
      problems: [],
    },
    {
      title: 'unit options of a question that is no quantity say nothing',
      questionnaire: { item: [ask('i', 'integer', { extension: [option('kg')] })] },
      item: [say('i', { valueInteger: 1 })],
      problems: [],
    },
    {
      title: 'options that are open to texts take any unit, those that are open to codes any code but no text',
      questionnaire: {
        item: [
          ask('s', 'quantity', { extension: [option('kg'), open('optionsOrString')] }),
          ask('t', 'quantity', { extension: [option('kg'), open('optionsOrType')] }),
          ask('u', 'quantity', { extension: [option('kg'), open('optionsOrType')] }),
          ask('n', 'quantity', { extension: [option('kg'), open('optionsOnly')] }),
        ],
      },
      item: [
        say('s', { valueQuantity: { value: 1, unit: 'spande' } }),
        say('t', kg(1, 'g')),
        say('u', { valueQuantity: { value: 1, unit: 'spande' } }),
        say('n', kg(1, 'g')),
      ],
      problems: [...wrong(2), ...wrong(3)],
    },
    {
      title: 'further codes are of the system that is named for them',
      questionnaire: {
        item: ['a', 'b'].map((linkId) =>
          ask(linkId, 'quantity', {
            extension: [
              option('kg'),
              open('optionsOrType'),
              sdcExt('unitSupplementalSystem', { valueCanonical: 'http://example.dk/enheder|1' }),
            ],
          }),
        ),
      },
      item: [
        say('a', { valueQuantity: { value: 1, system: 'http://example.dk/enheder', code: 'spand' } }),
        say('b', { valueQuantity: { value: 1, system: 'http://example.dk/andre', code: 'spand' } }),
      ],
      problems: wrong(1),
    },
    {
      title: 'by `unit`, another kind of unit or none is warned of, with the unit that was meant',
      questionnaire: {
        item: [
          ask('a', 'quantity', {
            extension: [
              ext('questionnaire-unit', { valueCoding: { system: ucum, code: 'cm', display: 'centimeter' } }),
            ],
          }),
          ask('b', 'quantity', {
            extension: [ext('questionnaire-unit', { valueCoding: { system: ucum, code: 'cm' } })],
          }),
        ],
      },
      item: [say('a', kg(1, 'kg')), say('b', { valueQuantity: { value: 1 } })],
      problems: ['answer-unit-other item[0].answer[0].value', 'answer-unit-other item[1].answer[0].value'],
      values: [{ expected: 'centimeter' }, { expected: 'cm' }],
    },
    {
      title: 'by `unit`, what cannot be compared is not held against the answer',
      questionnaire: {
        item: [
          ...['a', 'b', 'c'].map((linkId) =>
            ask(linkId, 'quantity', {
              extension: [ext('questionnaire-unit', { valueCoding: { system: ucum, code: 'cm' } })],
            }),
          ),
          ask('d', 'quantity', {
            extension: [ext('questionnaire-unit', { valueCoding: { system: 'http://example.dk', code: 'spand' } })],
          }),
          ask('e', 'quantity', { extension: [ext('questionnaire-unit', { valueCoding: { display: 'spande' } })] }),
          ask('f', 'quantity', {
            extension: [ext('questionnaire-unit', { valueCoding: { system: ucum, code: 'spand' } })],
          }),
          ask('g', 'quantity', {
            extension: [ext('questionnaire-unit', { valueCoding: { system: ucum, code: 'cm' } }), option('kg')],
          }),
        ],
      },
      item: [
        say('a', { valueQuantity: { value: 1, unit: 'alen' } }),
        say('b', { valueQuantity: { value: 1, system: 'http://example.dk', code: 'alen' } }),
        say('c', kg(1, 'm')),
        say('d', kg(1, 'kg')),
        say('e', kg(1, 'kg')),
        say('f', kg(1, 'kg')),
        say('g', kg(1, 'kg')),
      ],
      problems: [],
    },
    {
      title: 'an option that is no coding is none',
      questionnaire: {
        item: [ask('o', 'quantity', { extension: [ext('questionnaire-unitOption', { valueString: 'kg' })] })],
      },
      item: [say('o', kg(1, 'mg'))],
      problems: [],
    },
    {
      title: 'an option that names nothing is met by nothing, and is not told',
      questionnaire: {
        item: [
          ask('o', 'quantity', {
            extension: [ext('questionnaire-unitOption', { valueCoding: { system: ucum } }), option('g')],
          }),
          ask('p', 'quantity', { extension: [ext('questionnaire-unitOption', { valueCoding: { system: ucum } })] }),
          ask('u', 'quantity', { extension: [ext('questionnaire-unit', { valueCoding: { system: ucum } })] }),
        ],
      },
      item: ['o', 'p', 'u'].map((linkId) => say(linkId, { valueQuantity: { value: 1 } })),
      problems: [...wrong(), ...wrong(1), 'answer-unit-other item[2].answer[0].value'],
      values: [{ allowed: 'g' }, { allowed: '–' }, { expected: '–' }],
    },
    {
      title: 'units of a ValueSet that is not at hand: a code may be one, no code is none',
      questionnaire: {
        item: ['v', 'w'].map((linkId) =>
          ask(linkId, 'quantity', {
            extension: [ext('questionnaire-unitValueSet', { valueCanonical: 'http://example.dk/ukendt' })],
          }),
        ),
      },
      item: [say('v', kg(1, 'g')), say('w', { valueQuantity: { value: 1 } })],
      problems: wrong(1),
    },
    {
      title: '`unit` of another system than UCUM says nothing of other kinds',
      questionnaire: {
        item: [
          ask('u', 'quantity', {
            extension: [ext('questionnaire-unit', { valueCoding: { system: 'http://example.dk', code: 'cm' } })],
          }),
        ],
      },
      item: [say('u', kg(1, 'kg'))],
      problems: [],
    },
  ],
});
