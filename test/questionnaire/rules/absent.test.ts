import { ask, ext, fhirpath, say, sdcExt, testRule, within } from './rule.ts';

const declined = { extension: [ext('data-absent-reason', { valueCode: 'asked-declined' })] };
const types = ['boolean', 'decimal', 'integer', 'date', 'dateTime', 'time', 'string', 'text'] as const;
const keys: Readonly<Record<(typeof types)[number], string>> = {
  boolean: '_valueBoolean',
  decimal: '_valueDecimal',
  integer: '_valueInteger',
  date: '_valueDate',
  dateTime: '_valueDateTime',
  time: '_valueTime',
  string: '_valueString',
  text: '_valueString',
};
const options = [{ valueCoding: { system: 'http://x', code: 'a', display: 'A' } }, { valueCoding: { code: 'b' } }];

testRule({
  rule: 'An answer may lack its value: only items, or a reason instead',
  source: 'https://hl7.org/fhir/R4/json.html#primitive; http://hl7.org/fhir/StructureDefinition/data-absent-reason',
  items: [
    ...types.map((type) => ask(type, type, { required: true })),
    ask('url', 'url', { maxLength: 3 }),
    ask('c', 'choice', { required: true, answerOption: options }),
    ask('q', 'quantity', { extension: [ext('questionnaire-unitOption', { valueCoding: { code: 'kg' } })] }),
    ask('r', 'reference', { extension: [ext('questionnaire-referenceResource', { valueCode: 'Patient' })] }),
    ask('f', 'attachment', { extension: [ext('mimeType', { valueCode: 'application/pdf' })] }),
    ask('g', 'group', {
      repeats: true,
      item: [ask('g.a', 'string', { required: true, item: [ask('g.a.b', 'string')] })],
    }),
    ask('if', 'string', { enableWhen: [{ question: 'integer', operator: '=', answerInteger: 1 }] }),
    ask('given', 'string', { enableWhen: [{ question: 'integer', operator: 'exists', answerBoolean: true }] }),
  ],
  cases: [
    {
      title: 'a code that is not told, whatever else is said of it',
      questionnaire: { item: [ask('c', 'choice', { required: true, answerOption: options })] },
      item: [say('c', { valueCoding: { system: 'http://x', _code: declined, display: 'C' } })],
      problems: [],
    },
    {
      title: 'a file that is not told may be of any kind',
      questionnaire: { item: [ask('f', 'attachment', { extension: [ext('mimeType', { valueCode: 'image/png' })] })] },
      item: [say('f', { valueAttachment: { _url: declined, title: 'x' } })],
      problems: [],
    },
    {
      title: 'what was calculated of an answer that is not told may be right',
      questionnaire: {
        item: [
          ask('a', 'integer'),
          ask('b', 'integer', {
            readOnly: true,
            extension: [
              sdcExt('calculatedExpression', fhirpath("%resource.item.where(linkId = 'a').answer.value + 1")),
            ],
          }),
        ],
      },
      item: [say('a', { _valueInteger: declined }), say('b', { valueInteger: 7 })],
      problems: [],
    },
    {
      title:
        'a reason instead of every value: answered, and not measured; what waits for the value is neither open nor closed',
      item: [
        ...types.map((type) => say(type, { [keys[type]]: declined })),
        say('url', { _valueUri: declined }),
        say('c', { valueCoding: declined }),
        say('q', { valueQuantity: declined }),
        say('r', { valueReference: declined }),
        say('f', { valueAttachment: declined }),
        within('g', say('g.a', { _valueString: declined, item: [say('g.a.b', { _valueString: declined })] })),
        say('if', { valueString: 'x' }),
        say('given', { valueString: 'x' }),
      ],
      problems: [],
    },
    {
      title: 'a coding that has no code but a reason, and an answer that has one as a whole',
      questionnaire: { item: [ask('c', 'choice', { repeats: true, required: true, answerOption: options })] },
      item: [say('c', { valueCoding: { system: 'http://x', _code: declined } as object }, { ...declined })],
      problems: [],
    },
    {
      title: 'a reason for a value of another type',
      questionnaire: { item: [ask('i', 'integer')] },
      item: [say('i', { _valueString: declined })],
      problems: ['answer-type item[0].answer[0]'],
    },
    {
      title:
        'items alone are an answer, also to a question that is required, but not where they are unanswered themselves',
      questionnaire: {
        item: [
          ask('h', 'string', { item: [ask('h.w', 'string')] }),
          ask('m', 'string', { required: true, item: [ask('m.w', 'string')] }),
          ask('n', 'choice', { required: true, answerOption: options, item: [ask('n.w', 'string')] }),
        ],
      },
      item: [
        say('h', { item: [say('h.w', { valueString: 'B2' })] }),
        say('m', { item: [say('m.w', { valueString: 'B2' })] }),
        say('n', { item: [{ linkId: 'n.w' }] }),
      ],
      problems: ['required-missing item[2]'],
    },
    {
      title: 'a closed question whose answer has only items',
      questionnaire: {
        item: [
          ask('q', 'boolean'),
          ask('h', 'string', {
            enableWhen: [{ question: 'q', operator: '=', answerBoolean: true }],
            item: [ask('h.w', 'string')],
          }),
        ],
      },
      item: [say('q', { valueBoolean: false }), say('h', { item: [say('h.w', { valueString: 'B2' })] })],
      problems: ['item-disabled item[1]'],
    },
  ],
});
