import fc from 'fast-check';
import type { Questionnaire, QuestionnaireItem, QuestionnaireResponse } from 'fhir/r4.js';
import { describe, expect, test, vi } from 'vitest';
import { catalog } from '../../src/outcome/catalog.ts';
import { isError, sentence, toOutcome } from '../../src/outcome/outcome.ts';
import { createChecker } from '../../src/questionnaire/checker.ts';
import { documentOf, readJson } from '../../src/questionnaire/json/document.ts';
import { ask, ext, fhirpath, sdcExt } from './rules/rule.ts';

const url = 'http://example.dk/q';
const sensitive = '0101010001';

function check(questionnaire: unknown, response: unknown) {
  return createChecker([questionnaire]).check(documentOf(response));
}

const response = (item: unknown, more: object = {}): unknown => ({
  resourceType: 'QuestionnaireResponse',
  status: 'completed',
  questionnaire: `${url}|1`,
  authored: '2026-01-20T10:30:00+01:00',
  ...(item === undefined ? {} : { item }),
  ...more,
});
const form = (item: unknown, more: object = {}): unknown => ({
  resourceType: 'Questionnaire',
  url,
  version: '1',
  status: 'active',
  item,
  ...more,
});

test.each(['modifierExtension', 'modif\\u0069erExtension'])('a %s is seen, however its name is written', (name) => {
  const given = JSON.stringify(response([{ linkId: 'a' }])).replace(
    '"linkId"',
    `"${name}":[{"url":"http://x","valueBoolean":true}],"linkId"`,
  );
  const document = readJson(Buffer.from(given));
  expect(createChecker([form([ask('a', 'string')])]).check(document)).toMatchObject([
    { code: 'modifier-unknown', place: 'QuestionnaireResponse.item[0].modifierExtension' },
  ]);
});

test.each(['1e0', '1E0', '1.0', '10e-1'])('an integer written as %s is none', (written) => {
  const given = JSON.stringify(response([{ linkId: 'a', answer: [{ valueInteger: 1 }] }])).replace(
    ':1}',
    `:${written}}`,
  );
  const problems = createChecker([form([ask('a', 'integer')])]).check(readJson(Buffer.from(given)));
  expect(problems.map(({ code }) => code)).toEqual(['format-wrong']);
});

describe('an outcome', () => {
  const items = Array.from({ length: 150 }, (_, index) => ask(`q${index}`, 'integer'));
  const wrong = items.map(({ linkId }) => ({ linkId, answer: [{ valueString: 'x' }] }));

  test('lists its issues by place, item[2] before item[10]', () => {
    const places = check(form(items), response(wrong)).map(({ place }) => place);
    expect(places).toEqual(wrong.map((_, index) => `QuestionnaireResponse.item[${index}].answer[0]`));
  });

  test('has 100 issues at most, and a last one that says how many were left out', () => {
    const { issue } = toOutcome(check(form(items), response(wrong)), 'en');
    expect(issue).toHaveLength(101);
    expect(issue[100]).toMatchObject({
      details: { coding: [{ code: 'too-many-issues' }], text: expect.stringContaining('50 further') },
    });
  });

  test('quotes little of what a form says, and no number that may be a CPR number', () => {
    const question = { linkId: '2512489996', text: `CPR 251248-9996? ${'x'.repeat(10_000)}`, type: 'integer' };
    const problems = check(form([question]), response([{ linkId: '2512489996', answer: [{ valueString: 'x' }] }]));
    const [issue] = toOutcome(problems, 'en').issue;
    expect(issue?.diagnostics).toMatch(/^“CPR \*{6}-\*{4}\? x+…” \(\*{6}-\*{4}\)$/);
    expect(issue?.diagnostics?.length).toBeLessThan(400);
  });

  test.each([
    ['/tmp/nancy_2512489996.json', '/tmp/nancy_******-****.json'],
    ['CPR-251248-9996', 'CPR-******-****'],
    ['CPR 251248 9996', 'CPR ******-****'],
    ['251248_9996', '******-****'],
    ['251248/9996', '******-****'],
    ['251248–9996', '******-****'],
    ['251248\u20119996', '******-****'],
    ['251248\u00a0\u00a09996', '******-****'],
    ['25 12 48 9996', '******-****'],
    ['25.12.48-9996', '******-****'],
    ['251248%2D9996', '******-****'],
    ['２５１２４８９９９６', '******-****'],
    ['251248\u200b9996', '******-****'],
    ['251248\u03459996', '******-****'],
    ['25-12-1948-9996', '******-****'],
    ['25121948-9996', '******-****'],
    ['25.12.1948 10:30', '25.12.1948 10:30'],
    ['urn:oid:1.2.208.176.1.2', 'urn:oid:1.2.208.176.1.2'],
    ['2026-01-20T10:30:00+01:00', '2026-01-20T10:30:00+01:00'],
    ['urn:uuid:12123456-7890-4abc-8def-251248999600', 'urn:uuid:12123456-7890-4abc-8def-251248999600'],
    ['5790001382445', '5790001382445'],
  ])('%s is quoted as %s', (file, quoted) => {
    const problem = { code: 'file-unreadable', values: { file, reason: 'ENOENT' } } as const;
    expect(sentence(problem, 'en')).toContain(` ${quoted} `);
  });

  test('stops at 10,000 faults, and says so', () => {
    const group = {
      linkId: 'g',
      type: 'group',
      repeats: true,
      item: items.map((item) => ({ ...item, required: true })),
    };
    const given = Array.from({ length: 100 }, () => ({
      linkId: 'g',
      item: [{ linkId: 'q0', answer: [{ valueInteger: 1 }] }],
    }));
    const problems = check(form([group]), response(given));
    expect(problems).toHaveLength(10_000);
    expect(toOutcome(problems, 'en').issue.at(-1)?.details?.text).toContain('9900+ further');
  });

  test('names the question by its text in either language', () => {
    const english = ext('translation', {
      extension: [
        { url: 'lang', valueCode: 'en' },
        { url: 'content', valueString: 'Height' },
      ],
    });
    const questionnaire = form([{ ...ask('h', 'integer'), text: 'Højde', _text: { extension: [english] } }]);
    const problems = check(questionnaire, response([{ linkId: 'h', answer: [{ valueString: 'x' }] }]));
    expect(toOutcome(problems, 'da').issue[0]?.diagnostics).toBe('»Højde« (h)');
    expect(toOutcome(problems, 'en').issue[0]?.diagnostics).toBe('“Height” (h)');
  });

  test('has the mistakes of the Questionnaire last', () => {
    const questionnaire = form([{ ...ask('a', 'integer'), text: 5 }]);
    const problems = check(questionnaire, response([{ linkId: 'a', answer: [{ valueString: 'x' }] }]));
    expect(problems.map(({ code }) => code)).toEqual(['answer-type', 'questionnaire-malformed']);
  });
});

describe('never throws', () => {
  /** Known codes, whole sentences, places in the response or the Questionnaire, and nothing of the content. */
  const expectSound = (questionnaire: unknown, value: unknown): void => {
    for (const problem of check(questionnaire, value)) {
      expect(Object.keys(catalog)).toContain(problem.code);
      expect(problem.place ?? 'QuestionnaireResponse').toMatch(/^Questionnaire(Response)?(\.[A-Za-z]+|\[\d+\])*$/);
      expect(sentence(problem, 'da') + sentence(problem, 'en')).not.toMatch(/[{}…]/);
      expect(JSON.stringify(problem)).not.toContain(sensitive);
    }
  };
  const junk = fc.oneof(
    fc.jsonValue({ stringUnit: 'binary', maxDepth: 3 }),
    fc.constantFrom<unknown>(sensitive, null, {}, [], 0, -1, 1e300, '', '__proto__', ['x'], [null], [{}]),
  );

  test('whatever the response', () => {
    fc.assert(fc.property(junk, (value) => expectSound(form([ask('a', 'integer')]), value)));
  });

  test('whatever the Questionnaire', () => {
    const answered = response([{ linkId: 'a', answer: [{ valueString: sensitive }] }]);
    fc.assert(fc.property(junk, (value) => expectSound(value, answered)));
    fc.assert(fc.property(junk, (item) => expectSound(form(item), answered)));
    fc.assert(
      fc.property(junk, (extension) =>
        expectSound(form([ask('a', 'string')], { extension, contained: extension }), answered),
      ),
    );
  });

  const types = [
    'group',
    'display',
    'boolean',
    'decimal',
    'integer',
    'date',
    'dateTime',
    'time',
    'string',
    'text',
    'url',
    'choice',
    'open-choice',
    'attachment',
    'reference',
    'quantity',
    'x',
  ];
  const values: readonly object[] = [
    { valueBoolean: true },
    { valueDecimal: 1.5 },
    { valueInteger: 3 },
    { valueDate: '2026' },
    { valueDateTime: '2026-01-20T10:30:00Z' },
    { valueTime: '10:30:00' },
    { valueString: sensitive },
    { valueUri: 'urn:x' },
    { valueCoding: { system: 'urn:s', code: 'a' } },
    { valueQuantity: { value: 3, system: 'http://unitsofmeasure.org', code: 'kg' } },
    { valueReference: { reference: '#x' } },
    { valueAttachment: { contentType: 'text/plain', data: 'QUI=' } },
    { valueExpression: { language: 'text/fhirpath', expression: '%resource.item.answer.value' } },
    { valueExpression: { language: 'text/fhirpath', expression: "'" } },
    { valueCodeableConcept: { coding: [{ code: 'x' }] } },
    { valueCode: 'Patient' },
    { valueCanonical: '#set' },
    {
      extension: [
        { url: 'expression', valueString: 'answer.value > 2' },
        { url: 'human', valueString: 'x' },
      ],
    },
  ];
  const core = 'http://hl7.org/fhir/StructureDefinition/';
  const urls = [
    'minLength',
    'regex',
    'minValue',
    'maxValue',
    'maxDecimalPlaces',
    'mimeType',
    'maxSize',
    'questionnaire-unit',
    'questionnaire-unitOption',
    'questionnaire-unitValueSet',
    'questionnaire-referenceResource',
    'questionnaire-referenceProfile',
    'questionnaire-minOccurs',
    'questionnaire-maxOccurs',
    'questionnaire-hidden',
    'questionnaire-signatureRequired',
    'variable',
    'questionnaire-constraint',
    'targetConstraint',
  ].map((name) => core + name);
  const extension = fc
    .record({ url: fc.constantFrom(...urls), value: fc.constantFrom(...values) })
    .map(({ url, value }) => ({ url, ...value }));
  const linkId = fc.constantFrom('a', 'b', 'c', 'd');
  const answer = fc.constantFrom(...values.slice(0, 12));
  const { item: questions } = fc.letrec((tie) => ({
    item: fc.record(
      {
        linkId,
        type: fc.constantFrom(...types),
        text: fc.constant('Tekst'),
        required: fc.boolean(),
        repeats: fc.boolean(),
        readOnly: fc.boolean(),
        maxLength: fc.constantFrom(-1, 0, 3),
        answerValueSet: fc.constantFrom('#set', '', 'http://example.dk/x|1'),
        answerOption: fc.array(answer, { maxLength: 2 }),
        initial: fc.array(answer, { maxLength: 2 }),
        extension: fc.array(extension, { maxLength: 3 }),
        enableBehavior: fc.constantFrom('any', 'all', 'x'),
        enableWhen: fc.array(
          fc
            .record({
              question: linkId,
              operator: fc.constantFrom('exists', '=', '!=', '<', '>', '<=', '>=', 'x'),
              answer,
            })
            .map(({ answer, ...rest }) => ({
              ...rest,
              ...Object.fromEntries(
                Object.entries(answer).map(([name, value]) => [name.replace('value', 'answer'), value]),
              ),
            })),
          { maxLength: 2 },
        ),
        item: fc.array(tie('item'), { maxLength: 2 }),
      },
      { requiredKeys: ['type'] },
    ),
  }));
  const { item: responses } = fc.letrec((tie) => ({
    item: fc.oneof(
      fc.record({
        linkId,
        text: fc.constantFrom('Tekst', sensitive),
        answer: fc.array(
          fc
            .tuple(
              answer,
              fc.option(fc.array(tie('item'), { minLength: 1, maxLength: 2 }), { depthSize: 'small', nil: undefined }),
            )
            .map(([value, item]) => ({ ...value, ...(item === undefined ? {} : { item }) })),
          { minLength: 1, maxLength: 3 },
        ),
      }),
      fc.record({ linkId, item: fc.array(tie('item'), { minLength: 1, maxLength: 3 }) }),
    ),
  }));
  const contained = [
    { resourceType: 'ValueSet', id: 'set', compose: { include: [{ system: 'urn:s', concept: [{ code: 'a' }] }] } },
  ];

  test('whatever is asked, and whatever is answered', () => {
    fc.assert(
      fc.property(
        fc.array(questions, { maxLength: 4 }),
        fc.array(extension, { maxLength: 2 }),
        fc.array(responses, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('completed', 'in-progress', 'amended', 'stopped', 'entered-in-error'),
        (item, extensions, items, status) =>
          expectSound(form(item, { extension: extensions, contained }), response(items, { status })),
      ),
      { numRuns: 1500 },
    );
  }, 120_000);

  test('nesting without end', () => {
    let item: unknown = ask('a', 'group', { extension: [sdcExt('calculatedExpression', fhirpath('1'))] });
    for (let level = 0; level < 50_000; level += 1) item = { ...ask(`a${level}`, 'group'), item: [item] };
    expectSound(form([item]), response(undefined));
  });

  test('a Questionnaire that holds itself', () => {
    const group: QuestionnaireItem = ask('a', 'group', { extension: [sdcExt('calculatedExpression', fhirpath('1'))] });
    group.item = [group];
    expectSound(form([group]), response(undefined));
  });

  const nested = (levels: number) => {
    let item: unknown = { linkId: 'a' };
    for (let level = 0; level < levels; level += 1) item = { linkId: 'a', item: [item] };
    return response([item]);
  };

  test('a response as deep as any may be', () => {
    const questionnaire = form([ask('a', 'group', { extension: [sdcExt('calculatedExpression', fhirpath('1'))] })]);
    expectSound(questionnaire, nested(48));
  });

  test.each([50, 2_000, 10_000])('a response of %d levels is refused before anything recurses over it', (levels) => {
    expect(() => documentOf(nested(levels))).toThrow('json-too-deep');
  });

  test('a response that holds itself, however often, is refused as too deep', () => {
    const items: unknown[] = [{ linkId: 'a' }, { linkId: 'b' }];
    for (const one of items) Object.assign(one as object, { item: items });
    expect(() => documentOf(response(items as never))).toThrow('json-too-deep');
  });

  test('frozen input', () => {
    const freeze = <T>(value: T): T => {
      if (typeof value === 'object' && value !== null) {
        for (const one of Object.values(value)) freeze(one);
        Object.freeze(value);
      }
      return value;
    };
    const item = ask('a', 'integer', {
      extension: [sdcExt('calculatedExpression', fhirpath('%questionnaire.item.first().linkId.length() + 1'))],
    });
    const problems = check(freeze(form([item])), freeze(response([{ linkId: 'a', answer: [{ valueInteger: 2 }] }])));
    expect(problems).toEqual([]);
  });
});

describe('a right response is never wrong', () => {
  /** Any Questionnaire that such a response answers, with mistakes all over. */
  const mistakes: readonly Partial<QuestionnaireItem>[] = [
    { enableWhen: [{ question: 'x', operator: '=', answerBoolean: true }] },
    { extension: [ext('regex', { valueString: '(' })] },
    { extension: [ext('minValue', { valueDate: '2026' })] },
    { extension: [sdcExt('calculatedExpression', fhirpath('(('))] },
    { extension: [sdcExt('enableWhenExpression', fhirpath('%x'))] },
    { extension: [ext('targetConstraint', { extension: [{ url: 'expression', ...fhirpath('foo(') }] })] },
    { extension: [ext('questionnaire-minOccurs', { valueInteger: 5 })] },
    { maxLength: 'x' as unknown as number },
    { answerOption: [{}] as unknown as [] },
    { initial: 3 as unknown as [] },
    { item: [ask('a', 'string')] },
  ];

  test('by any of the mistakes of its Questionnaire', () => {
    fc.assert(
      fc.property(fc.subarray([...mistakes], { minLength: 1 }), (chosen) => {
        const item = Object.assign({ ...ask('a', 'integer') }, ...chosen);
        const problems = check(form([item]), response([{ linkId: 'a', answer: [{ valueInteger: 3 }] }]));
        expect(problems.filter(isError)).toEqual([]);
        expect(problems.length).toBeGreaterThan(0);
      }),
    );
  });

  test('nor is it changed by being checked', () => {
    const questionnaire = form([
      ask('a', 'integer', { extension: [sdcExt('calculatedExpression', fhirpath('%resource.item.count()'))] }),
    ]);
    const given = response([{ linkId: 'a', answer: [{ valueInteger: 1 }] }]);
    const before = structuredClone({ questionnaire, given });
    expect(check(questionnaire, given)).toEqual([]);
    expect({ questionnaire, given }).toEqual(before);
    const names = Object.getOwnPropertyNames((given as QuestionnaireResponse).item?.[0] ?? {});
    expect([...names, ...Object.getOwnPropertyNames(questionnaire as Questionnaire)]).not.toContain('__path__');
  });
});

test('what an expression writes to its trace goes nowhere: it would hold what people answered', () => {
  const written = [vi.spyOn(console, 'log'), vi.spyOn(console, 'warn'), vi.spyOn(process.stdout, 'write')];
  for (const spy of written) spy.mockImplementation((() => true) as never);
  try {
    const expressions = [
      "%resource.trace('alt').exists().not()",
      "item.trace('svar', answer.value).exists()",
      "'x'.substring()",
    ];
    const extension = expressions.map((expression) => ext('variable', fhirpath(expression, 'v')));
    const calculated = sdcExt('calculatedExpression', fhirpath("answer.value.trace('svar') + '!'"));
    const questionnaire = form([ask('a', 'string', { extension: [calculated] })], { extension });
    const problems = check(questionnaire, response([{ linkId: 'a', answer: [{ valueString: sensitive }] }]));
    expect(problems.map(({ code }) => code)).toContain('calculation-overridden');
    for (const spy of written) expect(spy).not.toHaveBeenCalled();
  } finally {
    for (const spy of written) spy.mockRestore();
  }
});
