import type { CodeSystem, QuestionnaireResponseItemAnswer } from 'fhir/r4.js';
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

const weighted = ask('w', 'choice', { answerOption: [color('r', { extension: weight(7) }), color('g')] });
/** Beside the options: a wording that none of them has, and weights. */
const codeSystem = (content: 'complete' | 'fragment'): CodeSystem => ({
  resourceType: 'CodeSystem',
  url: system,
  version: '1',
  status: 'active',
  content,
  concept: [
    {
      code: 'r',
      display: 'Purpur',
      designation: [{ language: 'en', value: 'Crimson' }],
      extension: weight(5),
    },
    { code: 'g', display: 'Grøn', property: [{ code: 'itemWeight', valueDecimal: 6 }] },
  ],
});

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
    weighted,
    ask('o', 'open-choice', { answerOption: [color('r', { display: 'Rød' })] }),
    ...Object.entries(closed).map(([type, option]) => ask(type, 'choice', { answerOption: [option] })),
    ask('i', 'integer', { answerOption: [{ valueInteger: 1 }, { valueInteger: 2 }] }),
  ],
  cases: [
    {
      title: 'options of another type than the question: by their number, day or wording',
      questionnaire: {
        item: [
          ask('d', 'decimal', { answerOption: [{ valueInteger: 1 }, { valueInteger: 2 }] }),
          ask('t', 'dateTime', { answerOption: [{ valueDate: '2026-01-01' }] }),
          ask('s', 'string', { answerOption: [color('r', { display: 'Rød' })], repeats: true }),
          ask('e', 'decimal', { answerOption: [{ valueInteger: 1 }] }),
          ask('u', 'text', { answerOption: [color('r', { display: 'Rød' })], repeats: true }),
        ],
      },
      item: [
        say('d', { valueDecimal: 2 }),
        say('t', { valueDateTime: '2026-01-01' }),
        say('s', { valueString: 'Rød' }, color('r')),
        say('e', { valueDecimal: 1.5 }),
        say('u', { valueString: 'Grøn' }, color('g')),
      ],
      problems: [
        'answer-code item[3].answer[0].value',
        'answer-code item[4].answer[0].value',
        'answer-code item[4].answer[1].value',
      ],
    },
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
    {
      title: 'another wording of the same code, of which a code may have many',
      item: [say('c', color('r', { display: 'Rødt (farve)' }))],
      problems: ['answer-display-unknown item[0].answer[0].value.display'],
    },
    {
      title: 'another wording, where the whole CodeSystem is at hand and has it',
      resources: [codeSystem('complete')],
      item: [say('c', color('r', { display: 'Purpur' })), say('o', color('r', { display: 'Crimson' }))],
      problems: [],
    },
    {
      title: 'another wording, where the whole CodeSystem is at hand and does not have it',
      resources: [codeSystem('complete')],
      item: [say('c', color('r', { display: 'Violet' }))],
      problems: ['answer-display item[0].answer[0].value.display'],
    },
    ...(
      [
        ['a part of the CodeSystem', 'fragment', {}],
        ['another version of it', 'complete', { version: '2' }],
      ] as const
    ).map(([title, content, more]) => ({
      title: `another wording, where only ${title} is at hand`,
      resources: [codeSystem(content)],
      item: [say('c', color('r', { display: 'Violet', ...more }))],
      problems: ['answer-display-unknown item[0].answer[0].value.display'],
    })),
    {
      title: 'an exact copy of an option whose weight stands on its coding',
      item: [say('w', color('r', { extension: weight(7) }))],
      problems: [],
    },
    {
      title: 'that weight on the answer, or as itemWeight',
      item: [
        say('w', { ...color('r'), extension: weight(7) }),
        say('c', color('r', { extension: [ext('itemWeight', { valueDecimal: 2 })] })),
      ],
      questionnaire: {
        item: [weighted, ask('c', 'choice', { answerOption: [{ ...color('r'), extension: weight(2) }] })],
      },
      problems: [],
    },
    {
      title: 'another weight than that of the coding, or on the answer',
      item: [say('w', { ...color('r', { extension: weight(8) }), extension: weight(9) })],
      problems: ['weight-differs item[0].answer[0]', 'weight-differs item[0].answer[0].value'],
    },
    {
      title: 'a weight where the form has none: nothing to compare it with',
      item: [say('o', color('r', { extension: weight(8) }))],
      problems: [],
    },
    {
      title: 'the weight of the CodeSystem, and another',
      resources: [codeSystem('complete')],
      questionnaire: { item: [ask('o', 'choice', { repeats: true, answerOption: [color('r'), color('g')] })] },
      item: [say('o', color('r', { extension: weight(5) }), color('g', { extension: weight(5) }))],
      problems: ['weight-differs item[0].answer[1].value'],
    },
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
    {
      title: 'another wording of a code of an open-choice, in other capitals and white space',
      item: [say('c', color('g', { display: 'grøn' })), say('o', color('r', { display: ' RØD ' }))],
      problems: [],
    },
    {
      title: 'a wording in which white space is folded',
      questionnaire: {
        item: [ask('c', 'choice', { answerOption: [color('r', { display: 'Mørk  rød' }), color('g')] })],
      },
      item: [say('c', color('r', { display: 'mørk rød' }))],
      problems: [],
    },
    {
      title: 'a wording without its blank is another',
      questionnaire: {
        item: [ask('c', 'choice', { answerOption: [color('r', { display: 'Mørk rød' }), color('g')] })],
      },
      item: [say('c', color('r', { display: 'Mørkrød' }))],
      problems: ['answer-display-unknown item[0].answer[0].value.display'],
    },
    {
      title: 'a text option, answered by a coding of that text alone',
      questionnaire: { item: [ask('c', 'choice', { answerOption: [{ valueString: 'Blå' }] })] },
      item: [say('c', { valueCoding: { display: 'Blå' } })],
      problems: [],
    },
    {
      title: 'a text option, answered by a coding that has a code too, or another text',
      questionnaire: {
        item: [ask('c', 'choice', { repeats: true, answerOption: [{ valueString: 'Blå' }] })],
      },
      item: [say('c', { valueCoding: { system, code: 'b', display: 'Blå' } }, { valueCoding: { display: 'Grå' } })],
      problems: ['answer-code item[0].answer[0].value', 'answer-code item[0].answer[1].value'],
    },
    {
      title: 'one right weight does not excuse a wrong one beside it',
      item: [say('c', color('r', { extension: [...weight(2), ...weight(3)] }))],
      problems: ['weight-differs item[0].answer[0].value'],
    },
    {
      title: 'a weight without a number, and what is no weight',
      item: [
        say('c', color('r', { extension: [ext('ordinalValue', { valueInteger: 2 })] })),
        say('w', color('r', { extension: [{ url: 'http://example.dk/x', valueDecimal: 99 }] })),
      ],
      problems: ['weight-differs item[0].answer[0].value'],
    },
    {
      title: 'the weight of a number',
      questionnaire: {
        item: [
          ask('i', 'integer', {
            repeats: true,
            answerOption: [1, 2].map((valueInteger) => ({ valueInteger, extension: weight(valueInteger) })),
          }),
        ],
      },
      item: [say('i', { valueInteger: 1, extension: weight(1) }, { valueInteger: 2, extension: weight(1) })],
      problems: ['weight-differs item[0].answer[1]'],
    },
    {
      title: 'a weight of a code that no option and no CodeSystem weighs',
      questionnaire: {
        item: [
          ask('v', 'choice', { answerValueSet: 'http://example.dk/vs' }),
          ask('n', 'integer', { answerOption: [{ valueInteger: 1 }] }),
        ],
      },
      resources: [
        {
          resourceType: 'ValueSet',
          url: 'http://example.dk/vs',
          status: 'active',
          compose: { include: [{ system, concept: [{ code: 'r' }] }] },
        },
      ],
      item: [say('v', color('r', { extension: weight(3) })), say('n', { valueInteger: 1, extension: weight(3) })],
      problems: [],
    },
    {
      title: 'another weight, as itemWeight',
      item: [say('c', color('r', { extension: [ext('itemWeight', { valueDecimal: 3 })] }))],
      problems: ['weight-differs item[0].answer[0].value'],
    },
    {
      title: 'an option given twice that is no code',
      questionnaire: {
        item: [ask('i', 'integer', { repeats: true, answerOption: [{ valueInteger: 1 }, { valueInteger: 2 }] })],
      },
      item: [say('i', { valueInteger: 1 }, { valueInteger: 2 }, { valueInteger: 1 })],
      problems: ['answer-duplicate item[0].answer[2]'],
    },
    {
      title: 'a time that is written otherwise, and another one',
      questionnaire: { item: [ask('t', 'time', { repeats: true, answerOption: [{ valueTime: '10:30:00' }] })] },
      item: [say('t', { valueTime: '10:30:00.000' }, { valueTime: '10:30:00.001' })],
      problems: ['answer-code item[0].answer[1].value'],
    },
    {
      title: 'the weight of a number stands beside it, and another one is another form',
      questionnaire: {
        item: [
          ask('n', 'integer', {
            repeats: true,
            answerOption: [
              { valueInteger: 1, extension: weight(3) },
              { valueInteger: 2, extension: weight(3) },
            ],
          }),
        ],
      },
      item: [
        say(
          'n',
          { valueInteger: 1, _valueInteger: { extension: weight(3) } } as never,
          { valueInteger: 2, _valueInteger: { extension: weight(4) } } as never,
        ),
      ],
      problems: ['weight-differs item[0].answer[1].value'],
    },
  ],
});
