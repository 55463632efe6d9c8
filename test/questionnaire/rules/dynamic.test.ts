import type { Extension, ValueSet } from 'fhir/r4.js';
import { ask, type Case, ext, fhirpath, kg, say, sdcExt, testRule, ucum, within } from './rule.ts';

const n = (linkId: string, valueInteger: number) => say(linkId, { valueInteger });
/** The companion of an element whose value an expression gives. */
const by = (expression: string, name = 'cqf-expression') => ({ extension: [ext(name, fhirpath(expression))] });
const old = (expression: string) => by(expression, 'cqf-calculatedValue');
const answerOf = (linkId: string) => `%resource.item.where(linkId = '${linkId}').answer.value`;
const nobody = '%patient.birthDate';
const undecided = (place: string) => `questionnaire-expression Questionnaire.${place}`;
const authored = (at: string) => ({ response: { authored: at } });
const date = (linkId: string, valueDate: string) => say(linkId, { valueDate });
const limit = (name: string, value: Omit<Extension, 'url'>) => ({ extension: [ext(name, value)] });
const today = (name: string, expression = 'today()') => limit(name, { _valueDate: old(expression) });

const valueSet = (id: string, code: string): ValueSet => ({
  resourceType: 'ValueSet',
  id,
  status: 'active',
  compose: { include: [{ system: 'http://x', concept: [{ code }] }] },
});

const notInFuture = (title: string, valueDate: string, at: string, problems: readonly string[]): Case => ({
  title: `no later than today: ${title}`,
  questionnaire: { item: [ask('d', 'date', today('maxValue'))] },
  item: [date('d', valueDate)],
  ...authored(at),
  problems,
});
const high = ['value-high item[0].answer[0].value'];

const asOftenAsCounted = ask('p', 'string', {
  repeats: true,
  required: true,
  extension: [ext('questionnaire-minOccurs', { _valueInteger: by(answerOf('count')) })],
});

testRule({
  rule: 'cqf-expression, cqf-calculatedValue: the expression wins over the value',
  source:
    'http://hl7.org/fhir/StructureDefinition/cqf-expression; SDC 3.0.0, minValue and maxValue with cqf-calculatedValue',
  items: [],
  cases: [
    {
      title: 'an option whose text is computed, from what is not at hand',
      questionnaire: {
        item: ['a', 'b'].map((linkId) =>
          ask(linkId, 'choice', {
            answerOption: [...(linkId === 'a' ? [{ valueString: 'Ingen' }] : []), { _valueString: by(nobody) }],
          }),
        ),
      },
      item: [say('a', { valueString: 'Far' }), say('b', { valueString: 'Mor' })],
      problems: [undecided('item[0].answerOption[1].value'), undecided('item[1].answerOption[0].value')],
    },
    notInFuture('the day itself', '2026-01-20', '2026-01-20T23:50:00+01:00', []),
    notInFuture('the day after', '2026-01-21', '2026-01-20T23:50:00+01:00', high),
    notInFuture('by a date alone', '2026-01-21', '2026-01-20', high),
    notInFuture('with Z it may be the day after', '2026-01-21', '2026-01-20T23:50:00Z', []),
    notInFuture('with Z, two days after', '2026-01-22', '2026-01-20T23:50:00Z', high),
    notInFuture('with +00:00, which libraries write for Z', '2026-01-21', '2026-01-20T23:50:00+00:00', []),
    notInFuture('years after, whatever the zone', '2031-01-01', '2026-01-20T23:50:00Z', high),
    notInFuture('with Z, it may be any of three days', '2026-01-21', '2026-01-20T11:00:00Z', []),
    notInFuture('with Z, the day after all three', '2026-01-22', '2026-01-20T11:00:00Z', high),
    {
      title: 'too low on one day that it may be, too high on the other: which of them is wrong cannot be said',
      questionnaire: {
        item: [
          ask('a', 'integer', {
            extension: [
              ext('minValue', { _valueInteger: old('iif(today() = @2026-01-19, 10, 0)') }),
              ext('maxValue', { _valueInteger: old('iif(today() = @2026-01-19, 20, 3)') }),
            ],
          }),
        ],
      },
      item: [n('a', 5)],
      ...authored('2026-01-20T01:00:00Z'),
      problems: [],
    },
    {
      title: 'an age at least, in a group that repeats',
      questionnaire: {
        item: [
          ask('g', 'group', { repeats: true, item: [ask('born', 'date', today('maxValue', 'today() - 18 years'))] }),
        ],
      },
      item: [within('g', date('born', '2008-01-20')), within('g', date('born', '2008-01-21'))],
      problems: ['value-high item[1].item[0].answer[0].value'],
    },
    {
      title: 'now is a moment of that day: what lies in it is neither before nor after',
      questionnaire: { item: [ask('t', 'dateTime', limit('maxValue', { _valueDateTime: by('now()') }))] },
      item: [say('t', { valueDateTime: '2026-01-20T11:00:00+01:00' })],
      problems: [],
    },
    {
      title: 'now, and a moment of the day after',
      questionnaire: { item: [ask('t', 'dateTime', limit('maxValue', { _valueDateTime: by('now()') }))] },
      item: [say('t', { valueDateTime: '2026-01-21T00:00:00+01:00' })],
      problems: high,
    },
    {
      title: 'by another answer, over the value that is written',
      questionnaire: {
        item: [
          ask('low', 'integer'),
          ask('a', 'integer', limit('minValue', { valueInteger: 100, _valueInteger: by(answerOf('low')) })),
        ],
      },
      item: [n('low', 3), n('a', 2)],
      problems: ['value-low item[1].answer[0].value'],
    },
    {
      title: 'by another answer that is missing: undecided, like what cannot be evaluated',
      questionnaire: {
        item: [
          ask('a', 'integer', limit('minValue', { valueInteger: 100, _valueInteger: by(answerOf('low')) })),
          ask('b', 'integer', limit('minValue', { valueInteger: 100, _valueInteger: by(nobody) })),
        ],
      },
      item: [n('a', 2), n('b', 2)],
      problems: [undecided('item[1].extension[0].value')],
    },
    {
      title: 'a quantity, computed as a whole or in its value',
      questionnaire: {
        item: [
          ask('w', 'quantity', limit('maxValue', { valueQuantity: { extension: by("2 'kg'").extension } })),
          ask(
            'v',
            'quantity',
            limit('maxValue', { valueQuantity: { _value: by('1 + 1'), system: ucum, code: 'kg' } as object }),
          ),
        ],
      },
      item: [say('w', kg(3)), say('v', kg(3000, 'g'))],
      problems: ['value-high item[0].answer[0].value', 'value-high item[1].answer[0].value'],
    },
    {
      title: 'on the extension that has no value of its own',
      questionnaire: { item: [ask('a', 'integer', limit('maxValue', by('1 + 1')))] },
      item: [n('a', 3)],
      problems: high,
    },
    {
      title: 'text: the computed one, the written one, or another',
      questionnaire: {
        item: [
          ask('drug', 'string'),
          ...['a', 'b', 'c', 'd'].map((linkId) =>
            ask(linkId, 'integer', {
              text: 'Hvor tit?',
              _text: by(linkId === 'd' ? nobody : `'Hvor tit tager du ' + ${answerOf('drug')} + '?'`),
            }),
          ),
        ],
      },
      item: [
        say('drug', { valueString: 'Panodil' }),
        { ...n('a', 1), text: 'Hvor tit tager du Panodil?' },
        { ...n('b', 1), text: 'Hvor tit?' },
        { ...n('c', 1), text: 'Hvor længe?' },
        { ...n('d', 1), text: 'Hvad som helst' },
      ],
      problems: ['text-differs item[3].text', undecided('item[4].text')],
    },
    {
      title: 'required: by another answer, and undecided',
      questionnaire: {
        item: [
          ask('preg', 'boolean'),
          ask('week', 'integer', { _required: by(`${answerOf('preg')} = true`) } as object),
          ask('free', 'integer', { required: true, _required: by(`${answerOf('preg')} = false`) } as object),
          ask('open', 'integer', { required: true, _required: by(nobody) } as object),
        ],
      },
      item: [say('preg', { valueBoolean: true })],
      problems: ['required-missing QuestionnaireResponse', undecided('item[3].required')],
    },
    {
      title: 'repeats, and how often',
      questionnaire: {
        item: [
          ask('count', 'integer'),
          asOftenAsCounted,
          ask('r', 'string', { _repeats: by('false'), repeats: true } as object),
          ask('u', 'string', { _repeats: by(nobody) } as object),
        ],
      },
      item: [
        n('count', 3),
        say('p', { valueString: 'a' }, { valueString: 'b' }),
        say('r', { valueString: 'a' }, { valueString: 'b' }),
        say('u', { valueString: 'a' }, { valueString: 'b' }),
      ],
      problems: ['occurs-few item[1]', 'answer-repeated item[2].answer[1]', undecided('item[3].repeats')],
    },
    {
      title: 'as often as an expression says is enough',
      questionnaire: {
        item: [ask('count', 'integer'), asOftenAsCounted],
      },
      item: [n('count', 2), say('p', { valueString: 'a' }, { valueString: 'b' })],
      problems: [],
    },
    {
      title: 'what stands below an answer is measured as below any other',
      questionnaire: {
        item: [
          ask('n', 'integer', {
            ...limit('maxValue', { _valueInteger: by('5') }),
            item: [ask('why', 'integer', limit('maxValue', { valueInteger: 1 }))],
          }),
        ],
      },
      item: [say('n', { valueInteger: 3, item: [n('why', 2)] })],
      problems: ['value-high item[0].answer[0].item[0].answer[0].value'],
    },
    {
      title: 'maxLength, regex, maxDecimalPlaces',
      questionnaire: {
        item: [
          ask('l', 'string', { maxLength: 100, _maxLength: by('2') } as object),
          ask('r', 'string', limit('regex', { _valueString: by("'[a-z]+'") })),
          ask('d', 'decimal', limit('maxDecimalPlaces', { _valueInteger: by('1') })),
          ask('u', 'string', { maxLength: 1, _maxLength: by(nobody) } as object),
        ],
      },
      item: [
        say('l', { valueString: 'abc' }),
        say('r', { valueString: 'A' }),
        say('d', { valueDecimal: 1.23 }),
        say('u', { valueString: 'abc' }),
      ],
      problems: [
        'answer-length item[0].answer[0]',
        'answer-pattern item[1].answer[0]',
        'answer-decimals item[2].answer[0].value',
        undecided('item[3].maxLength'),
      ],
    },
    {
      title: 'an option that is computed: where it is undecided, any answer may be it',
      questionnaire: {
        item: [
          ask('c', 'choice', {
            answerOption: [{ valueCoding: { code: 'a' } }, { valueCoding: { _code: by("'b'") } as object }],
          }),
          ask('u', 'choice', {
            answerOption: [{ valueCoding: { code: 'a' } }, { valueCoding: { _code: by(nobody) } as object }],
          }),
        ],
      },
      item: [say('c', { valueCoding: { code: 'z' } }), say('u', { valueCoding: { code: 'z' } })],
      problems: ['answer-code item[0].answer[0].value', undecided('item[1].answerOption[1].value.code')],
    },
    {
      title: 'the answer that a condition waits for',
      questionnaire: {
        item: [
          ask('q', 'integer'),
          ask('a', 'integer', {
            enableWhen: [{ question: 'q', operator: '>', answerInteger: 9, _answerInteger: by('1') } as never],
          }),
          ask('u', 'integer', {
            enableWhen: [{ question: 'q', operator: '>', answerInteger: 9, _answerInteger: by(nobody) } as never],
          }),
        ],
      },
      item: [n('q', 1), n('a', 1), n('u', 1)],
      problems: ['item-disabled item[1]', undecided('item[2].enableWhen[0].answer')],
    },
    {
      title: 'readOnly: computed, it makes a calculation binding; undecided, it does not',
      questionnaire: {
        item: [
          ask('a', 'integer', {
            _readOnly: by('true'),
            extension: [sdcExt('calculatedExpression', fhirpath('1'))],
          } as object),
          ask('b', 'integer', {
            readOnly: true,
            _readOnly: by(nobody),
            extension: [sdcExt('calculatedExpression', fhirpath('1'))],
          } as object),
        ],
      },
      item: [n('a', 2), n('b', 2)],
      problems: [
        'calculation-differs item[0].answer[0].value',
        'calculation-overridden item[1].answer[0].value',
        undecided('item[1].readOnly'),
      ],
    },
    {
      title: 'the ValueSet that an expression names',
      questionnaire: {
        contained: [valueSet('none', 'x'), valueSet('blood', 'edta')],
        item: [
          ask('kind', 'string'),
          ask('c', 'choice', { answerValueSet: '#none', _answerValueSet: by(`'#' + ${answerOf('kind')}`) } as object),
          ask('u', 'choice', { answerValueSet: '#none', _answerValueSet: by(nobody) } as object),
        ],
      },
      item: [
        say('kind', { valueString: 'blood' }),
        say('c', { valueCoding: { system: 'http://x', code: 'x' } }),
        say('u', { valueCoding: { system: 'http://x', code: 'y' } }),
      ],
      problems: ['answer-code item[1].answer[0].value', undecided('item[2].answerValueSet')],
    },
  ],
});

const coding = (code: string) => ({ valueCoding: { system: 'http://x', code } });
const toggle = (expression: string, ...codes: string[]) =>
  sdcExt('answerOptionsToggleExpression', {
    extension: [
      ...codes.map((code) => ({ url: 'option', ...coding(code) })),
      { url: 'expression', ...fhirpath(expression) },
    ],
  });
const female = `${answerOf('sex')}.code = 'f'`;

testRule({
  rule: 'answerExpression, answerOptionsToggleExpression: which options there are',
  source:
    'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-answerOptionsToggleExpression, -answerExpression',
  items: [
    ask('sex', 'choice', { answerOption: [coding('f'), coding('m')] }),
    ask('c', 'choice', {
      repeats: true,
      answerOption: [coding('preg'), coding('dm')],
      extension: [toggle(female, 'preg')],
    }),
    ask('two', 'choice', { answerOption: [coding('a')], extension: [toggle('true', 'a'), toggle('false', 'a')] }),
    ask('drugs', 'open-choice', { repeats: true, answerOption: [coding('d1'), coding('d2')] }),
    ask('main', 'choice', { extension: [sdcExt('answerExpression', fhirpath(answerOf('drugs')))] }),
    ask('free', 'open-choice', { extension: [sdcExt('answerExpression', fhirpath(answerOf('drugs')))] }),
    ask('born', 'integer'),
    ask('year', 'integer', { extension: [sdcExt('answerExpression', fhirpath(`${answerOf('born')} | 2020`))] }),
  ],
  cases: [
    {
      title: 'texts that are listed: by the text, or by a coding that has nothing but the text',
      questionnaire: {
        item: [
          ask('names', 'string', { repeats: true }),
          ask('a', 'choice', { extension: [sdcExt('answerExpression', fhirpath(answerOf('names')))] }),
          ask('b', 'choice', { extension: [sdcExt('answerExpression', fhirpath(answerOf('names')))] }),
          ask('c', 'choice', { extension: [sdcExt('answerExpression', fhirpath(answerOf('names')))] }),
        ],
      },
      item: [
        say('names', { valueString: 'Far' }, { valueString: 'Mor' }),
        say('a', { valueString: 'Mor' }),
        say('b', { valueCoding: { display: 'Far' } }),
        say('c', { valueString: 'Søster' }),
      ],
      problems: ['answer-code item[3].answer[0].value'],
    },
    {
      title: 'beside a query, the options and the ValueSet that are written decide nothing',
      questionnaire: {
        contained: [valueSet('v', 'a')],
        item: [{ answerOption: [{ valueCoding: { system: 'http://x', code: 'a' } }] }, { answerValueSet: '#v' }].map(
          (more, index) =>
            ask(`q${index}`, 'choice', {
              ...more,
              extension: [
                sdcExt('answerExpression', {
                  valueExpression: { language: 'application/x-fhir-query', expression: 'Condition' },
                }),
              ],
            }),
        ),
      },
      item: ['q0', 'q1'].map((linkId) => say(linkId, { valueCoding: { system: 'http://x', code: 'z' } })),
      problems: [undecided('item[0].extension[0].value'), undecided('item[1].extension[0].value')],
    },
    { title: 'enabled', item: [say('sex', coding('f')), say('c', coding('preg'), coding('dm'))], problems: [] },
    {
      title: 'disabled',
      item: [say('sex', coding('m')), say('c', coding('dm'), coding('preg'))],
      problems: ['option-disabled item[1].answer[1].value'],
    },
    {
      title: 'disabled while nothing is known',
      item: [say('c', coding('preg'))],
      problems: ['option-disabled item[0].answer[0].value'],
    },
    {
      title: 'in progress it may still change',
      response: { status: 'in-progress' },
      item: [say('c', coding('preg'))],
      problems: [],
    },
    { title: 'toggled by two that contradict each other', item: [say('two', coding('a'))], problems: [] },
    {
      title: 'one of the answers that the expression lists',
      item: [say('drugs', coding('d1')), say('main', coding('d1')), say('free', { valueString: 'andet' })],
      problems: [],
    },
    {
      title: 'none of them',
      item: [say('drugs', coding('d1')), say('main', coding('d2')), say('free', coding('d2'))],
      problems: ['answer-code item[1].answer[0].value', 'answer-code item[2].answer[0].value'],
    },
    {
      title: 'numbers',
      item: [n('born', 1980), n('year', 1981)],
      problems: ['answer-code item[1].answer[0].value'],
    },
  ],
});
