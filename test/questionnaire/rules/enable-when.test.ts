import type { QuestionnaireItem, QuestionnaireItemEnableWhen, QuestionnaireResponseItemAnswer } from 'fhir/r4.js';
import { ask, type Case, ext, kg, say, testRule, ucum, within } from './rule.ts';

type When = Omit<QuestionnaireItemEnableWhen, 'question'>;
const x = { valueString: 'x' };
const system = 'http://example.dk/s';

/** A question of a type, a condition on it, an answer that opens and one that does not. */
const table: readonly (readonly [
  QuestionnaireItem['type'],
  When,
  QuestionnaireResponseItemAnswer,
  QuestionnaireResponseItemAnswer,
])[] = [
  ['boolean', { operator: '=', answerBoolean: true }, { valueBoolean: true }, { valueBoolean: false }],
  ['boolean', { operator: '!=', answerBoolean: true }, { valueBoolean: false }, { valueBoolean: true }],
  ['integer', { operator: '=', answerInteger: 0 }, { valueInteger: 0 }, { valueInteger: 1 }],
  ['integer', { operator: '!=', answerInteger: 0 }, { valueInteger: 1 }, { valueInteger: 0 }],
  ['integer', { operator: '>', answerInteger: 2 }, { valueInteger: 3 }, { valueInteger: 2 }],
  ['integer', { operator: '>=', answerInteger: 2 }, { valueInteger: 2 }, { valueInteger: 1 }],
  ['integer', { operator: '<', answerInteger: 2 }, { valueInteger: 1 }, { valueInteger: 2 }],
  ['integer', { operator: '<=', answerInteger: 2 }, { valueInteger: 2 }, { valueInteger: 3 }],
  ['decimal', { operator: '=', answerDecimal: 1.5 }, { valueDecimal: 1.5 }, { valueDecimal: 1.50001 }],
  ['decimal', { operator: '>', answerDecimal: 1.5 }, { valueDecimal: 1.6 }, { valueDecimal: 1.5 }],
  ['date', { operator: '=', answerDate: '2026-01-20' }, { valueDate: '2026-01-20' }, { valueDate: '2026-01-21' }],
  ['date', { operator: '>', answerDate: '2026-01-20' }, { valueDate: '2026-02' }, { valueDate: '2026-01-20' }],
  ['date', { operator: '<=', answerDate: '2026' }, { valueDate: '2025' }, { valueDate: '2027-01-01' }],
  [
    'dateTime',
    { operator: '=', answerDateTime: '2026-01-20T10:00:00Z' },
    { valueDateTime: '2026-01-20T11:00:00+01:00' },
    { valueDateTime: '2026-01-20T10:00:00+01:00' },
  ],
  [
    'dateTime',
    { operator: '>=', answerDateTime: '2026-01-20T10:00:00Z' },
    { valueDateTime: '2026-01-22' },
    { valueDateTime: '2026-01-18' },
  ],
  ['time', { operator: '=', answerTime: '10:30:00' }, { valueTime: '10:30:00.000' }, { valueTime: '10:30:01' }],
  ['time', { operator: '<', answerTime: '10:30:00' }, { valueTime: '09:00:00' }, { valueTime: '10:30:00' }],
  ['string', { operator: '=', answerString: 'ja' }, { valueString: 'ja' }, { valueString: 'Ja' }],
  ['text', { operator: '!=', answerString: 'ja' }, { valueString: 'nej' }, { valueString: 'ja' }],
  ['url', { operator: '=', answerString: 'urn:a' }, { valueUri: 'urn:a' }, { valueUri: 'urn:b' }],
  [
    'choice',
    { operator: '=', answerCoding: { system, code: 'a' } },
    { valueCoding: { system, code: 'a', display: 'A' } },
    { valueCoding: { system: 'http://example.dk/t', code: 'a' } },
  ],
  [
    'choice',
    { operator: '!=', answerCoding: { system, code: 'a' } },
    { valueCoding: { system, code: 'b' } },
    { valueCoding: { system, code: 'a' } },
  ],
  ['open-choice', { operator: '=', answerString: 'andet' }, { valueString: 'andet' }, { valueString: 'intet' }],
  ['quantity', { operator: '=', answerQuantity: { value: 1, system: ucum, code: 'kg' } }, kg(1000, 'g'), kg(1, 'g')],
  ['quantity', { operator: '>', answerQuantity: { value: 1, system: ucum, code: 'kg' } }, kg(1001, 'g'), kg(1, 'kg')],
  [
    'reference',
    { operator: '=', answerReference: { reference: 'Patient/1' } },
    { valueReference: { reference: 'Patient/1' } },
    { valueReference: { reference: 'Patient/2' } },
  ],
  ['attachment', { operator: 'exists', answerBoolean: true }, { valueAttachment: { url: 'urn:a' } }, {}],
];

const byTable = table.flatMap(([type, when, opens, shuts]): Case[] => {
  const questionnaire = { item: [ask('q', type), ask('x', 'string', { enableWhen: [{ question: 'q', ...when }] })] };
  const question = (answer: QuestionnaireResponseItemAnswer) =>
    Object.keys(answer).length === 0 ? [] : [say('q', answer)];
  const [open, shut] = [question(opens), question(shuts)];
  const name = `${type} ${when.operator}`;
  return [
    { title: `${name}: open`, questionnaire, item: [...open, say('x', x)], problems: [] },
    {
      title: `${name}: shut`,
      questionnaire,
      item: [...shut, say('x', x)],
      problems: [`item-disabled item[${shut.length}]`],
    },
    { title: `${name}: shut and unanswered`, questionnaire, item: [...shut, { linkId: 'x' }], problems: [] },
  ];
});

const yes = (question: string) => ({ question, operator: '=' as const, answerBoolean: true });
const b = (linkId: string, valueBoolean = true) => say(linkId, { valueBoolean });

testRule({
  rule: 'enableWhen, enableBehavior: nothing is answered that is not open',
  source: 'https://hl7.org/fhir/R4/questionnaire-definitions.html#Questionnaire.item.enableWhen',
  items: [
    ask('a', 'boolean'),
    ask('b', 'boolean'),
    ask('any', 'string', { enableWhen: [yes('a'), yes('b')], enableBehavior: 'any' }),
    ask('all', 'string', { enableWhen: [yes('a'), yes('b')], enableBehavior: 'all' }),
    ask('g', 'group', {
      enableWhen: [yes('a')],
      item: [ask('g.1', 'string', { required: true }), ask('g.g', 'group', { item: [ask('g.g.1', 'string')] })],
    }),
    ask('must', 'string', { required: true, enableWhen: [yes('b')] }),
    ask('r', 'group', {
      repeats: true,
      item: [ask('r.q', 'boolean'), ask('r.x', 'string', { enableWhen: [yes('r.q')] })],
    }),
    ask('c', 'choice', {
      repeats: true,
      item: [ask('c.x', 'string', { enableWhen: [{ question: 'c', operator: '=', answerCoding: { code: 'andet' } }] })],
    }),
  ],
  cases: [
    ...byTable,
    { title: 'any: one is enough', item: [b('a'), say('any', x)], problems: [] },
    {
      title: 'any, of no condition: open',
      questionnaire: { item: [ask('x', 'string', { enableBehavior: 'any' })] },
      item: [say('x', x)],
      problems: [],
    },
    { title: 'any: none', item: [b('a', false), say('any', x)], problems: ['item-disabled item[1]'] },
    {
      title: 'all: both',
      item: [b('a'), b('b'), say('all', x), within('g', say('g.1', x)), say('must', x)],
      problems: [],
    },
    { title: 'all: one', item: [b('a'), say('all', x)], problems: ['item-disabled item[1]'] },
    { title: 'required and open', item: [b('b')], problems: ['required-missing QuestionnaireResponse'] },
    { title: 'required and shut', item: [b('b', false)], problems: [] },
    {
      title: 'what stands below a disabled group is not reported again',
      item: [within('g', say('g.1', x), within('g.g', say('g.g.1', x), say('unknown', x)))],
      problems: ['item-disabled item[0]'],
    },
    ...(
      [
        ['a second answer, behind an empty one', [{ item: [{ linkId: 'q.x' }] }, x], true],
        ['a question below, behind one without an answer', [{ item: [{ linkId: 'q.x' }, say('q.y', x)] }], true],
        ['an answer that is none', [{ extension: [ext('rendering-xhtml', { valueString: 'x' })] }], false],
        ['questions below that are not answered', [{ item: [{ linkId: 'q.x' }] }], false],
      ] satisfies [string, QuestionnaireResponseItemAnswer[], boolean][]
    ).map(([title, answers, isAnswered]) => ({
      title: `what is closed is ${isAnswered ? 'answered' : 'not answered'} by ${title}`,
      questionnaire: {
        item: [
          ask('a', 'boolean'),
          ask('q', 'string', {
            repeats: true,
            enableWhen: [yes('a')],
            item: [ask('q.x', 'string'), ask('q.y', 'string')],
          }),
        ],
      },
      item: [b('a', false), say('q', ...answers)],
      problems: isAnswered ? ['item-disabled item[1]'] : [],
    })),
    {
      title: 'within the same repetition of a group',
      item: [within('r', b('r.q'), say('r.x', x)), within('r', b('r.q', false))],
      problems: [],
    },
    {
      title: 'another repetition does not open it',
      item: [within('r', b('r.q')), within('r', b('r.q', false), say('r.x', x))],
      problems: ['item-disabled item[1].item[1]'],
    },
    {
      title: 'below the answer that opens it',
      item: [say('c', { valueCoding: { code: 'a' } }, { valueCoding: { code: 'andet' }, item: [say('c.x', x)] })],
      problems: [],
    },
    {
      title: 'below another answer',
      item: [say('c', { valueCoding: { code: 'a' }, item: [say('c.x', x)] }, { valueCoding: { code: 'andet' } })],
      problems: ['item-disabled item[0].answer[0].item[0]'],
    },
    {
      title: 'in progress, what was answered before may stay',
      response: { status: 'in-progress' },
      item: [b('a', false), say('any', x)],
      problems: [],
    },
    { title: 'stopped too', response: { status: 'stopped' }, item: [b('a', false), say('any', x)], problems: [] },
    {
      title: 'not when amended',
      response: { status: 'amended' },
      item: [b('a', false), say('any', x)],
      problems: ['item-disabled item[1]'],
    },
    ...(
      [
        ['an unknown question', { question: 'nej', operator: '=', answerBoolean: true }],
        ['an answer of another type', { question: 'a', operator: '=', answerString: 'ja' }],
        ['an operator that does not fit', { question: 'a', operator: '>', answerBoolean: true }],
        ['exists without yes or no', { question: 'a', operator: 'exists', answerString: 'ja' }],
        ['no answer', { question: 'a', operator: '=' }],
      ] as const
    ).map(([title, when]) => ({
      title: `a condition on ${title} neither opens nor shuts`,
      questionnaire: {
        item: [
          ask('a', 'boolean'),
          ask('x', 'string', { required: true, enableWhen: [when] }),
          ask('y', 'string', { enableWhen: [when] }),
        ],
      },
      item: [b('a', false), say('y', x)],
      problems: [
        'questionnaire-enable-when Questionnaire.item[1].enableWhen[0]',
        'questionnaire-enable-when Questionnaire.item[2].enableWhen[0]',
      ],
    })),
    {
      title: 'a condition on the question itself',
      questionnaire: {
        item: [ask('x', 'string', { enableWhen: [{ question: 'x', operator: 'exists', answerBoolean: true }] })],
      },
      item: [say('x', x)],
      problems: ['questionnaire-enable-when Questionnaire.item[0].enableWhen[0]'],
    },
    {
      title: 'questions that open each other',
      questionnaire: {
        item: [ask('a', 'boolean', { enableWhen: [yes('b')] }), ask('b', 'boolean', { enableWhen: [yes('a')] })],
      },
      item: [b('a'), b('b')],
      problems: ['questionnaire-circle Questionnaire.item[0]'],
    },
    {
      title: 'a question below the one that it opens',
      questionnaire: { item: [ask('g', 'group', { enableWhen: [yes('q')], item: [ask('q', 'boolean')] })] },
      item: [within('g', b('q'))],
      problems: ['questionnaire-enable-when Questionnaire.item[0].enableWhen[0]'],
    },
  ],
});

const absent = { extension: [ext('data-absent-reason', { valueCode: 'unknown' })] };
const exists = (question: string, answerBoolean: boolean) => ({ question, operator: 'exists' as const, answerBoolean });

testRule({
  rule: 'enableWhen: the nearest occurrence of the question, through groups and answers',
  source: 'https://hl7.org/fhir/R4/questionnaire-definitions.html#Questionnaire.item.enableWhen.question',
  items: [
    ask('r', 'group', {
      repeats: true,
      item: [
        ask('r.g', 'group', { item: [ask('r.other', 'boolean'), ask('r.q', 'boolean')] }),
        ask('r.p', 'boolean', { item: [ask('r.p.other', 'boolean'), ask('r.p.q', 'boolean')] }),
        ask('r.h', 'group', { item: [ask('r.x', 'string', { enableWhen: [yes('r.q')] })] }),
        ask('r.y', 'string', { enableWhen: [yes('r.p.q')] }),
        ask('r.z', 'string', { enableWhen: [exists('r.q', false)] }),
        ask('r.p-given', 'string', { enableWhen: [exists('r.p', true)] }),
      ],
    }),
    ask('o', 'string', { required: true, enableWhen: [yes('r.q')] }),
  ],
  cases: [
    {
      title: 'a question of a group that is not there has no answer',
      questionnaire: {
        item: [
          ask('r', 'group', { repeats: true, item: [ask('r.q', 'boolean')] }),
          ask('x', 'string', { enableWhen: [exists('r.q', true)] }),
          ask('y', 'string', { required: true, enableWhen: [exists('r.q', false)] }),
        ],
      },
      item: [say('x', x)],
      problems: ['required-missing QuestionnaireResponse', 'item-disabled item[0]'],
    },
    {
      title: 'in a group beside it',
      item: [within('r', within('r.g', b('r.q')), within('r.h', say('r.x', x))), say('o', x)],
      problems: [],
    },
    {
      title: 'what stands beside the question in its group does not open it',
      item: [within('r', within('r.g', b('r.other'), b('r.q', false)), within('r.h', say('r.x', x)))],
      problems: ['item-disabled item[0].item[1].item[0]'],
    },
    {
      title: 'below an answer of a question beside it',
      item: [within('r', say('r.p', { valueBoolean: false, item: [b('r.p.q')] }), say('r.y', x))],
      problems: [],
    },
    {
      title: 'what stands beside the question below that answer does not open it',
      item: [within('r', say('r.p', { valueBoolean: true, item: [b('r.p.other'), b('r.p.q', false)] }), say('r.y', x))],
      problems: ['item-disabled item[0].item[1]'],
    },
    {
      title: 'a question that is there without an answer is not answered',
      item: [within('r', within('r.g', { linkId: 'r.q' }), say('r.z', x))],
      problems: [],
    },
    {
      title: 'of an answer that has no value, only further questions, engines differ',
      item: [within('r', say('r.p', { item: [b('r.p.q')] }), say('r.p-given', x))],
      problems: [],
    },
    {
      title: 'answered, where it has to be unanswered',
      item: [within('r', within('r.g', b('r.q', false)), say('r.z', x))],
      problems: ['item-disabled item[0].item[1]'],
    },
    {
      title: 'from outside, where every repetition says yes, the question is open and required',
      item: [within('r', within('r.g', b('r.q'))), within('r', within('r.g', b('r.q')))],
      problems: ['required-missing QuestionnaireResponse'],
    },
    {
      title: 'from outside, where every repetition says no, it is closed',
      item: [within('r', within('r.g', b('r.q', false))), within('r', within('r.g', b('r.q', false))), say('o', x)],
      problems: ['item-disabled item[2]'],
    },
    ...[true, false].flatMap((first) => [
      {
        title: `from outside, where the repetitions differ (${first} first), it may be answered`,
        item: [within('r', within('r.g', b('r.q', first))), within('r', within('r.g', b('r.q', !first))), say('o', x)],
        problems: [],
      },
      {
        title: `from outside, where the repetitions differ (${first} first), it need not be answered`,
        item: [within('r', within('r.g', b('r.q', first))), within('r', within('r.g', b('r.q', !first)))],
        problems: [],
      },
    ]),
  ],
});

const isNot = { question: 'c', operator: '!=' as const, answerCoding: { system, code: 'a' } };
const codes = (...given: string[]) => say('c', ...given.map((code) => ({ valueCoding: { system, code } })));

testRule({
  rule: 'enableWhen: where engines differ, nothing is held against the response',
  source: 'https://hl7.org/fhir/R4/valueset-questionnaire-enable-operator.html',
  items: [
    ask('c', 'choice', { repeats: true }),
    ask('x', 'string', { required: true, enableWhen: [isNot] }),
    ask('y', 'string', { enableWhen: [isNot] }),
  ],
  cases: [
    { title: '!=: without any answer neither open nor closed', item: [say('y', x)], problems: [] },
    {
      title: 'an order that cannot be said, of a month and a day in it, neither opens nor shuts',
      questionnaire: {
        item: [
          ask('d', 'date'),
          ...[true, false].map((required) =>
            ask(`x.${required}`, 'string', {
              required,
              enableWhen: [{ question: 'd', operator: '>', answerDate: '2026-01-20' }],
            }),
          ),
        ],
      },
      item: [say('d', { valueDate: '2026-01' }), say('x.false', x)],
      problems: [],
    },
    { title: '!=: one answer equal and another not: the same', item: [codes('a', 'b'), say('y', x)], problems: [] },
    { title: '!=: the equal one last: the same', item: [codes('b', 'a'), say('y', x)], problems: [] },
    { title: '!=: an answer that is not known: the same', item: [say('c', absent), say('y', x)], problems: [] },
    {
      title: '!=: no answer equal: open and required',
      item: [codes('b', 'd'), say('y', x)],
      problems: ['required-missing QuestionnaireResponse'],
    },
    { title: '!=: every answer equal: closed', item: [codes('a'), say('y', x)], problems: ['item-disabled item[1]'] },
  ],
});

const itemsOnly = [
  ask('q', 'string', { repeats: true, item: [ask('q.1', 'string')] }),
  ask('y', 'string', { enableWhen: [{ question: 'q', operator: 'exists', answerBoolean: false }] }),
];

testRule({
  rule: 'enableWhen: a wrong answer is reported for itself, not what it would have opened or shut',
  source: 'https://hl7.org/fhir/R4/questionnaire-definitions.html#Questionnaire.item.enableWhen',
  items: [
    ask('a', 'boolean'),
    ask('x', 'string', { enableWhen: [yes('a')] }),
    ask('none', 'string', { required: true, enableWhen: [exists('a', false)] }),
  ],
  cases: [
    ...(
      [
        ['shuts nothing', '=', 5, [say('x', x)], []],
        ['opens what it opens', '>', 5, [], ['required-missing QuestionnaireResponse']],
      ] as const
    ).map(([title, operator, answerInteger, more, problems]) => ({
      title: `an answer beyond its bound ${title}`,
      questionnaire: {
        item: [
          ask('a', 'integer', { extension: [ext('maxValue', { valueInteger: 10 })] }),
          ask('x', 'string', { required: true, enableWhen: [{ question: 'a', operator, answerInteger }] }),
        ],
      },
      item: [say('a', { valueInteger: 11 }), ...more],
      problems: [...problems, 'value-high item[0].answer[0].value'],
    })),
    {
      title: 'a right answer shuts what it shuts',
      questionnaire: {
        item: [
          ask('a', 'integer', { extension: [ext('maxValue', { valueInteger: 10 })] }),
          ask('x', 'string', { enableWhen: [{ question: 'a', operator: '=', answerInteger: 5 }] }),
        ],
      },
      item: [say('a', { valueInteger: 4 }), say('x', x)],
      problems: ['item-disabled item[1]'],
    },
    {
      title: 'an answer of another type shuts nothing',
      item: [say('a', { valueInteger: 1 }), say('x', x)],
      problems: ['answer-type item[0].answer[0]'],
    },
    {
      title: 'a question that is answered opens nothing that asks for its silence',
      item: [b('a'), say('x', x), say('none', x)],
      problems: ['item-disabled item[2]'],
    },
    {
      title: 'a question that is not answered opens what asks for its silence',
      problems: ['required-missing QuestionnaireResponse'],
    },
    {
      title: 'an answer that has only items decides no question of whether there is one',
      questionnaire: { item: itemsOnly },
      item: [say('q', { item: [say('q.1', x)] }), say('y', x)],
      problems: [],
    },
    {
      title: 'beside one that has a value there is an answer',
      questionnaire: { item: itemsOnly },
      item: [say('q', { item: [say('q.1', x)] }, x), say('y', x)],
      problems: ['item-disabled item[1]'],
    },
    {
      title: 'an answer with items of which none is answered is none, in a group that repeats too',
      questionnaire: {
        item: [
          ask('g', 'group', {
            repeats: true,
            item: [
              ask('q', 'string', { item: [ask('q.1', 'string')] }),
              ask('y', 'string', { enableWhen: [{ question: 'q', operator: 'exists', answerBoolean: true }] }),
            ],
          }),
        ],
      },
      item: [{ linkId: 'g', item: [say('q', { item: [{ linkId: 'q.1' }] }), say('y', x)] }],
      problems: ['item-disabled item[0].item[1]'],
    },
  ],
});
