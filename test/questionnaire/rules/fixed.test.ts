import { ask, ext, fhirpath, say, sdcExt, testRule } from './rule.ts';

const initial = [{ valueInteger: 3 }];
const hidden = ext('questionnaire-hidden', { valueBoolean: true });

testRule({
  rule: 'readOnly and hidden items keep their initial value',
  source:
    'https://hl7.org/fhir/R4/questionnaire-definitions.html#Questionnaire.item.readOnly, .initial; http://hl7.org/fhir/StructureDefinition/questionnaire-hidden',
  items: [
    ask('r', 'integer', { readOnly: true, initial }),
    ask('h', 'integer', { extension: [hidden], initial }),
    ask('open', 'integer', { initial }),
    ask('filled', 'integer', { readOnly: true, initial, extension: [sdcExt('initialExpression', fhirpath('4'))] }),
    ask('empty', 'integer', { readOnly: true }),
    ask('c', 'choice', {
      readOnly: true,
      initial: [{ valueCoding: { code: 'a' } }],
      answerOption: ['a', 'b'].map((code) => ({ valueCoding: { code } })),
    }),
  ],
  cases: [
    { title: 'kept, or left out', item: [say('r', { valueInteger: 3 })], problems: [] },
    { title: 'hidden and kept', item: [say('h', { valueInteger: 3 })], problems: [] },
    { title: 'an initial value that anyone may change', item: [say('open', { valueInteger: 4 })], problems: [] },
    {
      title: 'filled in by an expression, or by a program',
      item: [say('filled', { valueInteger: 4 }), say('empty', { valueInteger: 4 })],
      problems: [],
    },
    {
      title: 'another value: a warning',
      item: [say('r', { valueInteger: 4 }), say('h', { valueInteger: 4 }), say('c', { valueCoding: { code: 'b' } })],
      problems: [0, 1, 2].map((index) => `readonly-changed item[${index}].answer[0].value`),
    },
    {
      title: 'an initial value that says why it has none is kept by any',
      questionnaire: {
        item: [
          ask('r', 'integer', {
            readOnly: true,
            initial: [{ extension: [ext('data-absent-reason', { valueCode: 'unknown' })] } as never],
          }),
        ],
      },
      item: [say('r', { valueInteger: 4 })],
      problems: [],
    },
    {
      title: 'each of several initial values, but no other one',
      questionnaire: {
        item: [
          ask('r', 'integer', { readOnly: true, repeats: true, initial: [{ valueInteger: 3 }, { valueInteger: 4 }] }),
        ],
      },
      item: [say('r', { valueInteger: 3 }, { valueInteger: 4 }, { valueInteger: 5 })],
      problems: ['readonly-changed item[0].answer[2].value'],
    },
  ],
});
