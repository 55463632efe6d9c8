import type { ValueSet } from 'fhir/r4.js';
import { ask, ext, kg, say, testRule, ucum } from './rule.ts';

const option = (code: string) => ext('questionnaire-unitOption', { valueCoding: { system: ucum, code } });
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
  ],
});
