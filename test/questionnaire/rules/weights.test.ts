import type { CodeSystem, Coding, Questionnaire, QuestionnaireItem, ValueSet } from 'fhir/r4.js';
import { expect, test } from 'vitest';
import { createChecker } from '../../../src/questionnaire/checker.ts';
import { readJson } from '../../../src/questionnaire/json/document.ts';
import { ask, type Case, canonical, ext, fhirpath, say, sdcExt, testRule } from './rule.ts';

const system = 'http://example.dk/kode';
const ordinal = (valueDecimal: number) => ({ extension: [ext('ordinalValue', { valueDecimal })] });
const weight = (valueDecimal: number) => ({ extension: [ext('itemWeight', { valueDecimal })] });
const coded = (code: string, more: Partial<Coding> = {}) => ({ valueCoding: { system, code, ...more } });

const codes = (concept: object, more: Partial<CodeSystem> = {}): CodeSystem => ({
  resourceType: 'CodeSystem',
  url: system,
  status: 'active',
  content: 'complete',
  concept: [{ code: 'a', display: 'A', ...concept }],
  ...more,
});
const set = (more: Partial<ValueSet>): ValueSet => ({
  resourceType: 'ValueSet',
  url: 'http://example.dk/ValueSet/v',
  status: 'active',
  ...more,
});
const whole = set({ compose: { include: [{ system }] } });

interface Place {
  readonly where: string;
  readonly item: Partial<QuestionnaireItem>;
  readonly resources?: readonly unknown[];
  readonly contained?: Questionnaire['contained'];
  readonly coding?: Coding;
}

/** Where a form may have that `a` weighs 3. */
const places: readonly Place[] = [
  { where: 'the option', item: { answerOption: [{ ...coded('a'), ...ordinal(3) }] } },
  { where: "the option's coding", item: { answerOption: [coded('a', ordinal(3))] } },
  {
    where: "the option's coding, without a system",
    item: { answerOption: [{ valueCoding: { code: 'a', ...weight(3) } }] },
    coding: { code: 'a' },
  },
  { where: 'the CodeSystem beside options', item: { answerOption: [coded('a')] }, resources: [codes(ordinal(3))] },
  {
    where: 'a contained CodeSystem',
    item: { answerOption: [coded('a')] },
    contained: [codes(ordinal(3)) as CodeSystem & { id: string }],
  },
  {
    where: 'the CodeSystem of a ValueSet',
    item: { answerValueSet: 'http://example.dk/ValueSet/v' },
    resources: [codes(weight(3)), whole],
  },
  {
    where: 'a property of the CodeSystem, by its address',
    item: { answerValueSet: 'http://example.dk/ValueSet/v' },
    resources: [
      codes(
        { property: [{ code: 'point', valueDecimal: 3 }] },
        { property: [{ code: 'point', uri: 'http://hl7.org/fhir/concept-properties#itemWeight', type: 'decimal' }] },
      ),
      whole,
    ],
  },
  {
    where: 'the ValueSet, which has another than the CodeSystem',
    item: { answerValueSet: 'http://example.dk/ValueSet/v' },
    resources: [set({ compose: { include: [{ system, concept: [{ code: 'a', ...ordinal(3) }] }] } })],
  },
  {
    where: 'the expansion of the ValueSet',
    item: { answerValueSet: 'http://example.dk/ValueSet/v' },
    resources: [set({ expansion: { timestamp: '2026-01-01', contains: [{ system, code: 'a', ...ordinal(3) }] } })],
  },
];

const sum = (name: string, from: string) =>
  ask('sum', 'integer', {
    readOnly: true,
    extension: [sdcExt('calculatedExpression', fhirpath(`%resource.item.where(linkId = 'c').${from}.${name}().sum()`))],
  });

const casesOf = ({ where, item, resources = [], contained, coding = { system, code: 'a' } }: Place): Case[] => {
  const form = (...above: QuestionnaireItem[]) => ({
    resources,
    questionnaire: {
      item: [...above, ask('c', 'choice', item)],
      ...(contained === undefined ? {} : { contained }),
    },
  });
  const given = (more: object = {}) => say('c', { valueCoding: { ...coding, ...more } });
  return [
    { title: `${where}: sent along`, ...form(), item: [given(ordinal(3))], problems: [] },
    {
      title: `${where}: another`,
      ...form(),
      item: [given(weight(4))],
      problems: ['weight-differs item[0].answer[0].value'],
    },
    ...['answer.value', 'answer'].flatMap((from) =>
      ['weight', 'ordinal'].flatMap((name) => [
        {
          title: `${where}: ${name}() of ${from}`,
          ...form(sum(name, from)),
          item: [say('sum', { valueInteger: 3 }), given()],
          problems: [],
        },
        {
          title: `${where}: another than ${name}() of ${from}`,
          ...form(sum(name, from)),
          item: [say('sum', { valueInteger: 4 }), given()],
          problems: ['calculation-differs item[0].answer[0].value'],
        },
      ]),
    ),
  ];
};

testRule({
  rule: 'itemWeight, ordinalValue: on the option, its coding, in the ValueSet or the CodeSystem; weight() and ordinal()',
  source: 'https://hl7.org/fhir/R4/extension-ordinalvalue.html; https://hl7.org/fhir/uv/sdc/STU3/expressions.html',
  items: [],
  cases: [
    ...places.flatMap(casesOf),
    {
      title: 'weight() where nothing at hand tells the weight',
      questionnaire: { item: [sum('weight', 'answer'), ask('c', 'choice', { answerOption: [coded('a')] })] },
      item: [say('sum', { valueInteger: 9 }), say('c', coded('a'))],
      problems: ['questionnaire-expression Questionnaire.item[0].extension[0].value'],
    },
    {
      title: 'weight() of an option that has none, and of the weight that an answer was sent with',
      questionnaire: {
        item: [
          sum('weight', 'answer.value'),
          ask('c', 'choice', { repeats: true, answerOption: [{ valueCoding: { code: 'b' } }, coded('a')] }),
        ],
      },
      item: [say('sum', { valueInteger: 5 }), say('c', { valueCoding: { code: 'b' } }, coded('a', ordinal(5)))],
      problems: [],
    },
    {
      title: 'weight() of the options of the form',
      questionnaire: {
        item: [
          ask('sum', 'integer', {
            readOnly: true,
            extension: [
              sdcExt('calculatedExpression', fhirpath('%questionnaire.item.answerOption.value.weight().sum()')),
            ],
          }),
          ask('c', 'choice', { answerOption: [{ ...coded('a'), ...weight(1) }, coded('b', weight(2))] }),
        ],
      },
      item: [say('sum', { valueInteger: 4 })],
      problems: ['calculation-differs item[0].answer[0].value'],
    },
  ],
});

test('a newer version of a form is summed up by its own weights', () => {
  const form = (version: string, valueDecimal: number): Questionnaire => ({
    resourceType: 'Questionnaire',
    url: canonical,
    version,
    status: 'active',
    contained: [codes(ordinal(valueDecimal)) as CodeSystem & { id: string }],
    item: [sum('weight', 'answer.value'), ask('c', 'choice', { answerOption: [coded('a')] })],
  });
  const checker = createChecker([form('1.0', 3), form('2.0', 5)]);
  const codesOf = (version: string, valueInteger: number) =>
    checker
      .check(
        readJson(
          Buffer.from(
            JSON.stringify({
              resourceType: 'QuestionnaireResponse',
              questionnaire: `${canonical}|${version}`,
              status: 'completed',
              authored: '2026-01-20T10:30:00+01:00',
              item: [say('sum', { valueInteger }), say('c', coded('a'))],
            }),
          ),
        ),
      )
      .map(({ code }) => code);
  expect([codesOf('1.0', 3), codesOf('2.0', 5)]).toEqual([[], []]);
  expect(codesOf('2.0', 3)).toEqual(['calculation-differs']);
});
