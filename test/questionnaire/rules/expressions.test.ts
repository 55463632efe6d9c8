import type { Questionnaire } from 'fhir/r4.js';
import { ask, ext, fhirpath, kg, say, sdcExt, testRule, within } from './rule.ts';

const n = (linkId: string, valueInteger: number) => say(linkId, { valueInteger });
const opens = (expression: string) => ({ extension: [sdcExt('enableWhenExpression', fhirpath(expression))] });
const constraint = (expression: string, severity = 'error') =>
  ext('targetConstraint', {
    extension: [
      { url: 'key', valueId: 'k' },
      { url: 'severity', valueCode: severity },
      { url: 'expression', ...fhirpath(expression) },
      { url: 'human', valueString: 'Slut skal være efter start.' },
    ],
  });
const old = ext('questionnaire-constraint', {
  extension: [
    { url: 'key', valueId: 'k' },
    { url: 'severity', valueCode: 'error' },
    { url: 'expression', valueString: "answer.value.matches('(a+)+') and answer.value.length() < 5" },
    { url: 'human', valueString: 'Kun a.' },
  ],
});
const brought: Questionnaire & { id: string } = {
  resourceType: 'Questionnaire',
  id: 'q',
  status: 'active',
  extension: [constraint('false')],
  item: [ask('start', 'integer')],
};
const variable = (name: string, expression: string) => ext('variable', fhirpath(expression, name));
const calculated = (expression: string) => ({
  readOnly: true,
  extension: [sdcExt('calculatedExpression', fhirpath(expression))],
});

testRule({
  rule: 'enableWhenExpression',
  source: 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-enableWhenExpression',
  items: [
    ask('a', 'integer'),
    ask('x', 'integer', opens("%resource.item.where(linkId = 'a').answer.value > 2")),
    ask('must', 'integer', { required: true, ...opens("%resource.item.where(linkId = 'a').answer.value = 9") }),
  ],
  cases: [
    { title: 'open', item: [n('a', 3), n('x', 1)], problems: [] },
    { title: 'shut', item: [n('a', 2), n('x', 1)], problems: ['item-disabled item[1]'] },
    { title: 'without a result it is shut', item: [n('x', 1)], problems: ['item-disabled item[0]'] },
    { title: 'required once it is open', item: [n('a', 9)], problems: ['required-missing QuestionnaireResponse'] },
    ...['(', 'x.y()', '%unknown = 1', "'x'", "'a' + 1"].map((expression) => ({
      title: `an expression that gives no yes or no (${expression}) neither opens nor shuts`,
      questionnaire: {
        item: [ask('x', 'integer', opens(expression)), ask('y', 'integer', { required: true, ...opens(expression) })],
      },
      item: [n('x', 1)],
      problems: [
        'questionnaire-expression Questionnaire.item[0].extension[0].value',
        'questionnaire-expression Questionnaire.item[1].extension[0].value',
      ],
    })),
    {
      title: 'CQL is not evaluated',
      questionnaire: {
        item: [
          ask('x', 'integer', {
            extension: [
              sdcExt('enableWhenExpression', { valueExpression: { language: 'text/cql', expression: 'true' } }),
            ],
          }),
        ],
      },
      item: [n('x', 1)],
      problems: ['questionnaire-expression Questionnaire.item[0].extension[0].value'],
    },
  ],
});

testRule({
  rule: 'calculatedExpression, variable',
  source: 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression',
  questionnaire: {
    extension: [variable('a', "%resource.item.where(linkId = 'a').answer.value"), variable('double', '%a * 2')],
  },
  items: [
    ask('a', 'integer'),
    ask('sum', 'integer', calculated('%double + 1')),
    ask('third', 'decimal', calculated('%a / 3')),
    ask('big', 'boolean', calculated('%a > 100')),
    ask('code', 'choice', {
      ...calculated(
        "%questionnaire.item.where(linkId = 'code').answerOption.value.where(code = iif(%a > 2, 'b', 'a'))",
      ),
      answerOption: ['a', 'b'].map((code) => ({ valueCoding: { code, display: code.toUpperCase() } })),
    }),
    ask('weight', 'quantity', calculated("%a * 1 'kg'")),
    ask('born', 'date'),
    ask(
      'age',
      'integer',
      calculated("iif(today() >= %resource.item.where(linkId = 'born').answer.value + 40 years, 40, 39)"),
    ),
    ask('g', 'group', {
      repeats: true,
      extension: [variable('own', "%context.item.where(linkId = 'g.a').answer.value")],
      item: [ask('g.a', 'integer'), ask('g.twice', 'integer', calculated('%own * 2'))],
    }),
  ],
  cases: [
    {
      title: 'what the expressions give',
      item: [
        n('a', 3),
        n('sum', 7),
        say('third', { valueDecimal: 1 }),
        say('big', { valueBoolean: false }),
        say('code', { valueCoding: { code: 'b' } }),
        say('weight', kg(3)),
      ],
      problems: [],
    },
    { title: 'left out', item: [n('a', 3)], problems: [] },
    {
      title: 'rounded to the places that were sent',
      item: [n('a', 2), say('third', { valueDecimal: 0.67 })],
      problems: [],
    },
    { title: 'in another unit', item: [n('a', 3), say('weight', kg(3000, 'g'))], problems: [] },
    {
      title: 'by the day on which the response was given',
      item: [say('born', { valueDate: '1986-01-20' }), n('age', 40)],
      problems: [],
    },
    {
      title: 'each repetition by itself',
      item: [within('g', n('g.a', 1), n('g.twice', 2)), within('g', n('g.a', 5), n('g.twice', 10))],
      problems: [],
    },
    {
      title: 'other values',
      item: [
        n('a', 3),
        n('sum', 8),
        say('third', { valueDecimal: 1.1 }),
        say('big', { valueBoolean: true }),
        say('code', { valueCoding: { code: 'a' } }),
        say('weight', kg(4)),
      ],
      problems: [1, 2, 3, 4, 5].map((index) => `calculation-differs item[${index}].answer[0].value`),
    },
    {
      title: 'rounded wrongly',
      item: [n('a', 2), say('third', { valueDecimal: 0.66 })],
      problems: ['calculation-differs item[1].answer[0].value'],
    },
    {
      title: 'what a person may change, and did: a warning',
      questionnaire: { item: [ask('x', 'integer', { ...calculated('1 + 1'), readOnly: false })] },
      item: [n('x', 3)],
      problems: ['calculation-overridden item[0].answer[0].value'],
    },
    {
      title: 'quantities rounded to the places that were sent, in their own unit',
      questionnaire: {
        item: [
          ask('bmi', 'quantity', calculated('23.8884')),
          ask('g', 'quantity', calculated("1.23456 'kg'")),
          ask('whole', 'decimal', calculated('23.8884')),
        ],
      },
      item: [say('bmi', kg(23.9, 'kg/m2')), say('g', kg(1234.6, 'g')), say('whole', { valueDecimal: 24 })],
      problems: [],
    },
    {
      title: 'quantities rounded wrongly',
      questionnaire: {
        item: [ask('bmi', 'quantity', calculated('23.8884')), ask('g', 'quantity', calculated("1.23456 'kg'"))],
      },
      item: [say('bmi', kg(23.8, 'kg/m2')), say('g', kg(1234, 'g'))],
      problems: [0, 1].map((index) => `calculation-differs item[${index}].answer[0].value`),
    },
    {
      title: 'an integer, whether it was rounded or cut off',
      questionnaire: { item: [ask('a', 'integer', calculated('23.9')), ask('b', 'integer', calculated('23.9'))] },
      item: [n('a', 23), n('b', 24)],
      problems: [],
    },
    {
      title: 'several results in another order',
      questionnaire: { item: [ask('x', 'integer', { ...calculated('1 | 2'), repeats: true })] },
      item: [say('x', { valueInteger: 2 }, { valueInteger: 1 })],
      problems: [],
    },
    {
      title: 'what the form begins with, while there is nothing to calculate from',
      questionnaire: { item: [ask('x', 'integer', { ...calculated('%a'), initial: [{ valueInteger: 0 }] })] },
      item: [n('x', 0)],
      problems: [],
    },
    {
      title: 'the moment of filling in is not told: now, by another second of that day',
      questionnaire: { item: [ask('t', 'dateTime', calculated('now()'))] },
      item: [say('t', { valueDateTime: '2026-01-20T10:29:41+01:00' })],
      problems: [],
    },
    ...(
      [
        ['2026-01-20T23:30:00Z', []],
        ['2026-01-20T23:30:00+01:00', ['calculation-differs item[1].answer[0].value']],
      ] as const
    ).map(([authored, problems]) => ({
      title: `an age that changes on the next day, given at ${authored}`,
      response: { authored },
      item: [say('born', { valueDate: '1986-01-21' }), n('age', 40)],
      problems: [...problems],
    })),
    {
      title: 'the item itself and its options as nodes of FHIR',
      questionnaire: {
        item: [
          ask('c', 'choice', {
            ...calculated("%qitem.answerOption.value.where(code = '2')"),
            answerOption: ['1', '2'].map((code) => ({ valueCoding: { system: 'http://x', code } })),
          }),
          ask('t', 'string', calculated("%qitem.code.where(system = 'http://x').display")),
        ],
      },
      item: [say('c', { valueCoding: { system: 'http://x', code: '1' } })],
      problems: ['calculation-differs item[0].answer[0].value'],
    },
    {
      title: 'a value where there is nothing to calculate from',
      item: [n('sum', 1)],
      problems: ['calculation-differs item[0].answer[0].value'],
    },
    {
      title: 'an age by another day',
      item: [say('born', { valueDate: '1986-01-21' }), n('age', 40)],
      problems: ['calculation-differs item[1].answer[0].value'],
    },
    {
      title: 'one repetition',
      item: [within('g', n('g.a', 1), n('g.twice', 2)), within('g', n('g.a', 5), n('g.twice', 2))],
      problems: ['calculation-differs item[1].item[1].answer[0].value'],
    },
    {
      title: 'wrong answers are reported, not what was calculated from them',
      item: [say('a', { valueString: 'tre' }), n('sum', 7)],
      problems: ['answer-type item[0].answer[0]'],
    },
    {
      title: 'withdrawn: what is left over does not count',
      response: { status: 'entered-in-error' },
      item: [n('a', 3), n('sum', 8)],
      problems: [],
    },
  ],
});

testRule({
  rule: 'targetConstraint, questionnaire-constraint',
  source: 'http://hl7.org/fhir/StructureDefinition/targetConstraint, questionnaire-constraint',
  questionnaire: {
    extension: [constraint("item.where(linkId = 'end').answer.value >= item.where(linkId = 'start').answer.value")],
  },
  items: [
    ask('start', 'integer'),
    ask('end', 'integer'),
    ask('even', 'integer', { extension: [constraint('answer.value mod 2 = 0', 'warning')] }),
    ask('a', 'string', { extension: [old] }),
    ask('g', 'group', {
      repeats: true,
      extension: [
        constraint(
          "%context.item.where(linkId = 'g.b').answer.value > %context.item.where(linkId = 'g.a').answer.value",
        ),
      ],
      item: [ask('g.a', 'integer'), ask('g.b', 'integer')],
    }),
  ],
  cases: [
    {
      title: 'kept',
      item: [
        n('start', 1),
        n('end', 2),
        n('even', 4),
        say('a', { valueString: 'aaa' }),
        within('g', n('g.a', 1), n('g.b', 2)),
      ],
      problems: [],
    },
    { title: 'one of two answers missing: nothing to compare', item: [n('end', 0)], problems: [] },
    {
      title: 'broken, on the Questionnaire',
      item: [n('start', 2), n('end', 1)],
      problems: ['constraint-failed QuestionnaireResponse'],
    },
    { title: 'broken, a warning', item: [n('even', 3)], problems: ['constraint-warned item[0]'] },
    {
      title: 'broken, the older extension',
      item: [say('a', { valueString: 'b' })],
      problems: ['constraint-failed item[0]'],
    },
    {
      title: 'broken in one repetition',
      item: [within('g', n('g.a', 1), n('g.b', 2)), within('g', n('g.a', 2), n('g.b', 1))],
      problems: ['constraint-failed item[1]'],
    },
    {
      title: 'not around an answer that is wrong already',
      item: [n('start', 2), say('end', { valueString: 'x' })],
      problems: ['answer-type item[1].answer[0]'],
    },
    {
      title: 'in progress, not yet',
      response: { status: 'in-progress' },
      item: [n('start', 2), n('end', 1)],
      problems: [],
    },
    {
      title: 'an expression that cannot be evaluated',
      questionnaire: { extension: [constraint('%patient.birthDate < today()')] },
      item: [n('start', 2)],
      problems: ['questionnaire-expression Questionnaire.extension[0]'],
    },
    {
      title: 'a Questionnaire that came with the response: its expressions are not evaluated',
      response: {
        questionnaire: '#q',
        contained: [brought],
      },
      item: [n('start', 2)],
      problems: ['expressions-unchecked Questionnaire'],
    },
    {
      title: 'unless the caller trusts it',
      options: { trustContained: true },
      response: {
        questionnaire: '#q',
        contained: [brought],
      },
      item: [n('start', 2)],
      problems: ['constraint-failed QuestionnaireResponse'],
    },
  ],
});
