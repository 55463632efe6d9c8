import type { Extension, QuestionnaireItem } from 'fhir/r4.js';
import { ask, type Case, ext, fhirpath, say, sdcExt, testRule, within } from './rule.ts';

const n = (linkId: string, valueInteger: number) => say(linkId, { valueInteger });
const variable = (name: string, expression: string) => ext('variable', fhirpath(expression, name));
const opens = (expression: string) => sdcExt('enableWhenExpression', fhirpath(expression));
const calculated = (expression: string) => sdcExt('calculatedExpression', fhirpath(expression));
const constraint = (expression: string) =>
  ext('targetConstraint', {
    extension: [
      { url: 'key', valueId: 'k' },
      { url: 'severity', valueCode: 'error' },
      { url: 'expression', ...fhirpath(expression) },
      { url: 'human', valueString: 'Kun for kvinder.' },
    ],
  });

/** What cannot be evaluated here, each in its own way; the warning is at the variable. */
const undecidable: readonly (readonly [string, Extension])[] = [
  ['launch context', variable('x', '%patient.birthDate')],
  ['a variable that there is not', variable('x', '%nobody + 1')],
  ['a variable that comes later', variable('x', '%later')],
  ['CQL', ext('variable', { valueExpression: { name: 'x', language: 'text/cql', expression: 'true' } })],
  [
    'a query',
    ext('variable', { valueExpression: { name: 'x', language: 'application/x-fhir-query', expression: 'Patient' } }),
  ],
  ['an expression in a library', ext('variable', { valueExpression: { name: 'x', language: 'text/fhirpath' } })],
  ['no FHIRPath', variable('x', '(')],
  ['a function that there is not', variable('x', '1.sdcOnly()')],
  ['a function that asks a server', variable('x', '%resource.subject.resolve()')],
  ['what fails', variable('x', "'a' + 1")],
  ['a call without its parameter', variable('x', "'abc'.substring()")],
  ['a call with a parameter too many', variable('x', "2.5.round(1, (2 + 3)) // 'a', 'b'")],
  ['a call with a parameter too few within another', variable('x', "iif('a,b'.length() = 3, 'x'.replace('a,b'), 1)")],
  ['a code in a set of a server', variable('x', "%resource.item.answer.value.memberOf('http://example.dk/vs')")],
];

const far = 'Questionnaire.extension[0].value';

/** Everything that can rest on a variable, two steps away. */
const resting: readonly QuestionnaireItem[] = [
  ask('open', 'integer', { extension: [opens('%y > 1')] }),
  ask('must', 'integer', { required: true, extension: [opens('%y > 1')] }),
  ask('sum', 'integer', { readOnly: true, extension: [calculated('%y + 1')] }),
  ask('kept', 'integer', { extension: [constraint('%y.exists()')] }),
  ask('g', 'group', {
    repeats: true,
    extension: [variable('inner', '%y + 1'), opens('%inner > 0')],
    item: [
      ask('g.sum', 'integer', { readOnly: true, extension: [calculated('%inner')] }),
      ask('g.must', 'boolean', { required: true }),
    ],
  }),
  ask('most', 'integer', {
    extension: [ext('maxValue', { _valueInteger: { extension: [ext('cqf-expression', fhirpath('%y'))] } })],
  }),
  ask('main', 'choice', { extension: [sdcExt('answerExpression', fhirpath('%y'))] }),
  ask('toggled', 'choice', {
    answerOption: [{ valueCoding: { code: 'a' } }],
    extension: [
      sdcExt('answerOptionsToggleExpression', {
        extension: [
          { url: 'option', valueCoding: { code: 'a' } },
          { url: 'expression', ...fhirpath('%y = 1') },
        ],
      }),
    ],
  }),
];
const answered = [
  n('open', 1),
  n('sum', 7),
  n('kept', 1),
  within('g', n('g.sum', 3)),
  n('most', 1000),
  say('main', { valueCoding: { code: 'z' } }),
  say('toggled', { valueCoding: { code: 'a' } }),
];

testRule({
  rule: 'What cannot be evaluated decides nothing',
  source:
    'https://hl7.org/fhir/uv/sdc/STU3/expressions.html: launch context, queries and libraries are what a form filler has',
  items: [],
  cases: [
    ...undecidable.map(
      ([title, x]): Case => ({
        title: `${title}: what rests on it, through any number of steps, is neither right nor wrong`,
        questionnaire: {
          extension: [x, variable('y', '%x + 0'), variable('later', '1'), constraint('%y = 5')],
          item: [...resting],
        },
        item: answered,
        problems: [`questionnaire-expression ${far}`],
      }),
    ),
    {
      title: 'it is named where nothing rests on it, too',
      questionnaire: { extension: [variable('x', '%patient.name')], item: [ask('a', 'integer')] },
      item: [n('a', 1)],
      problems: [`questionnaire-expression ${far}`],
    },
    ...['(', "'a' + 1", '%resource.item.single()'].map(
      (expression): Case => ({
        title: `${expression}: what fails is named where nothing rests on it, too`,
        questionnaire: {
          extension: [variable('x', expression)],
          item: [
            ask('g', 'group', { extension: [variable('x', expression)], item: [ask('a', 'integer')] }),
            ask('b', 'integer'),
          ],
        },
        item: [within('g', n('a', 1)), n('b', 1)],
        problems: [
          `questionnaire-expression ${far}`,
          'questionnaire-expression Questionnaire.item[0].extension[0].value',
        ],
      }),
    ),
    {
      title: 'calls with as many parameters as they take',
      questionnaire: {
        extension: [
          variable('x', "iif(('a, (b' | `c`).exists($this = 'x'), 1, 'abc'.substring(0, 2).length()) /* ) , */"),
          variable(
            'y',
            "%resource.repeat(item).select(linkId).join(',').indexOf('a') + (1 | 2).aggregate($this + $total, 0)",
          ),
        ],
        item: [ask('sum', 'integer', { readOnly: true, extension: [calculated('%x + %y')] })],
      },
      item: [n('sum', 4)],
      problems: [],
    },
    {
      title: 'a constraint whose severity is computed is no more than a warning',
      questionnaire: {
        item: [
          ask('a', 'integer', {
            extension: [
              ext('targetConstraint', {
                extension: [
                  { url: 'key', valueId: 'k' },
                  {
                    url: 'severity',
                    valueCode: 'error',
                    _valueCode: { extension: [ext('cqf-expression', fhirpath('%patient.severity'))] },
                  },
                  { url: 'expression', ...fhirpath('false') },
                  { url: 'human', valueString: 'Aldrig.' },
                ],
              }),
            ],
          }),
        ],
      },
      item: [n('a', 1)],
      problems: ['constraint-warned item[0]'],
    },
    {
      title: 'a branch that is not taken decides, whatever it asks for',
      questionnaire: {
        extension: [variable('x', 'iif(%resource.item.exists(), 2, %patient.age)')],
        item: [ask('sum', 'integer', { readOnly: true, extension: [calculated('%x')] })],
      },
      item: [n('sum', 3)],
      problems: ['calculation-differs item[0].answer[0].value', `questionnaire-expression ${far}`],
    },
    {
      title: 'a variable of the group hides one of the same name above it, also where it is undecided',
      questionnaire: {
        extension: [variable('x', '1')],
        item: [
          ask('g', 'group', {
            extension: [variable('x', '%patient.age')],
            item: [ask('g.sum', 'integer', { readOnly: true, extension: [calculated('%x')] })],
          }),
        ],
      },
      item: [within('g', n('g.sum', 5))],
      problems: ['questionnaire-expression Questionnaire.item[0].extension[0].value'],
    },
    {
      title: 'one that builds on the one of the same name above it',
      questionnaire: {
        extension: [variable('x', '1')],
        item: [
          ask('g', 'group', {
            extension: [variable('x', '%x + 1')],
            item: [ask('g.sum', 'integer', { readOnly: true, extension: [calculated('%x')] })],
          }),
        ],
      },
      item: [within('g', n('g.sum', 2))],
      problems: [],
    },
    {
      title: 'enableWhen beside an undecided expression still closes',
      questionnaire: {
        item: [
          ask('q', 'boolean'),
          ask('a', 'integer', {
            enableWhen: [{ question: 'q', operator: '=', answerBoolean: true }],
            extension: [opens('%patient.active')],
          }),
        ],
      },
      item: [say('q', { valueBoolean: false }), n('a', 1)],
      problems: ['item-disabled item[1]', 'questionnaire-expression Questionnaire.item[1].extension[0].value'],
    },
    {
      title:
        'below what is neither open nor closed, what is not answered is not demanded, and what is answered is measured',
      questionnaire: {
        item: [
          ask('g', 'group', {
            extension: [opens('%patient.active')],
            item: [ask('g.a', 'integer', { maxLength: 1 }), ask('g.b', 'integer', { required: true })],
          }),
        ],
      },
      item: [within('g', n('g.a', 12))],
      problems: [
        'answer-length item[0].item[0].answer[0]',
        'questionnaire-expression Questionnaire.item[0].extension[0].value',
      ],
    },
  ],
});
