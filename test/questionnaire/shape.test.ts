import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catalog } from '../../src/outcome/catalog.ts';
import { sentence } from '../../src/outcome/outcome.ts';
import { fhirPathIn } from '../../src/outcome/place.ts';
import { checkShape as checkDocument } from '../../src/questionnaire/shape/check-shape.ts';
import { responseSchema } from '../../src/questionnaire/shape/schema.ts';

type Json = Record<string, unknown>;

const response = (more: Json = {}): Json => ({ resourceType: 'QuestionnaireResponse', status: 'completed', ...more });
const item = (more: Json): Json => response({ item: [{ linkId: 'a' }, { linkId: 'b', ...more }] });
const answer = (more: Json): Json => item({ answer: [more] });
const extension = (more: Json): Json => response({ extension: [{ url: 'http://example.org/x', ...more }] });

const checkShape = (value: unknown) => checkDocument({ value, kept: value });

/** Every problem as "code place name", without the resource's name in the place. */
function problems(value: unknown): string[] {
  return checkShape(value).map(({ code, place, values }) => {
    const path = fhirPathIn(place).replace(/^QuestionnaireResponse\.?/, '') || '.';
    return [code, path, ...(values?.name === undefined ? [] : [values.name])].join(' ');
  });
}

const reference = { reference: 'Patient/1', type: 'Patient', identifier: { value: '1' }, display: 'x' };
const quantity = { value: 1.5, comparator: '<', unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' };

/** A value of every type of an answer, and of every type of an extension that has elements of its own here. */
const answers: Json = {
  valueBoolean: false,
  valueDecimal: -1.5,
  valueInteger: -2_147_483_648,
  valueDate: '2026-02',
  valueDateTime: '2026-01-20T23:59:60.123-12:30',
  valueTime: '23:59:59.5',
  valueString: ' Ærø\n',
  valueUri: 'urn:oid:1.2.208',
  valueAttachment: { contentType: 'text/plain', data: 'QUJD QQ==', size: 4, creation: '2024-02-29' },
  valueCoding: { system: 'http://example.org', version: '1', code: 'a b', display: 'x', userSelected: true },
  valueQuantity: quantity,
  valueReference: reference,
};
const values: Json = {
  ...answers,
  valueBase64Binary: 'QUI=',
  valueCanonical: 'http://example.org/q|1.0',
  valueCode: 'a',
  valueId: 'A-1.b',
  valueInstant: '2026-01-20T10:30:00Z',
  valueMarkdown: '# x',
  valueOid: 'urn:oid:2.16.840',
  valuePositiveInt: 1,
  valueUnsignedInt: 0,
  valueUrl: 'https://example.org',
  valueUuid: 'urn:uuid:c757873d-ec9a-4326-a141-556f43239520',
  valueAddress: {
    use: 'home',
    type: 'physical',
    line: ['x', null],
    _line: [null, { extension: [{ url: 'x', valueCode: 'y' }] }],
  },
  valueAge: quantity,
  valueAnnotation: { authorString: 'x', time: '2026', text: 'x' },
  valueCodeableConcept: { coding: [{ code: 'a' }], text: 'x' },
  valueContactPoint: { system: 'phone', value: '1', use: 'work', rank: 1, period: { start: '2026' } },
  valueDuration: quantity,
  valueHumanName: { use: 'official', family: 'x', given: [null, 'x'], _given: [{ id: 'a' }] },
  valueIdentifier: { use: 'usual', type: { text: 'x' }, system: 'urn:oid:1.2', value: 'x', assigner: reference },
  valueMeta: {
    versionId: '1',
    lastUpdated: '2026-01-20T10:30:00Z',
    profile: ['http://example.org'],
    tag: [{ code: 'a' }],
  },
  valueMoney: { value: 1, currency: 'DKK' },
  valuePeriod: { start: '2026-01-01', end: '2026-02' },
  valueRange: { low: { value: 1 }, high: { value: 2 } },
  valueRatio: { numerator: { value: 1 }, denominator: { value: 2 } },
  valueSignature: { type: [{ code: 'a' }], when: '2026-01-20T10:30:00Z', who: reference, sigFormat: 'image/png' },
  valueTiming: { repeat: { boundsPeriod: { start: '2026' } } },
  valueDosage: { text: 'x' },
};

/** A response that uses what the schema knows. */
const full = response({
  id: 'a-1',
  meta: { profile: ['http://example.org/p'], tag: [{ system: 'x', code: 'y' }] },
  implicitRules: 'http://example.org',
  language: 'da',
  text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml"><p>x</p></div>' },
  contained: [{ resourceType: 'Patient', id: 'p', name: [{ given: [null, 'x'], _given: [{ id: 'a' }, null] }] }],
  extension: [{ url: 'a', extension: [{ url: 'b', valueString: 'x' }] }],
  modifierExtension: [{ url: 'a', _valueString: { extension: [{ url: 'b', valueCode: 'x' }] } }],
  identifier: { system: 'https://example.org', value: '1' },
  basedOn: [reference],
  partOf: [reference],
  questionnaire: 'http://example.org/q|1.0.0',
  _questionnaire: { extension: [{ url: 'http://example.org/display', valueString: 'x' }] },
  subject: reference,
  encounter: reference,
  authored: '2026-01-20T10:30:00+01:00',
  author: reference,
  source: reference,
  item: [
    {
      linkId: 'g',
      text: 'x',
      definition: 'http://example.org#a',
      item: [{ linkId: 'g.1', answer: [{ valueBoolean: true }] }],
    },
    { id: 'i', linkId: 'b', _text: { id: 't' }, answer: [{ valueInteger: 1, item: [{ linkId: 'b.1' }] }] },
    ...Object.entries(answers).map(([key, value]) => ({ linkId: key, answer: [{ id: 'x', [key]: value }] })),
  ],
});

describe('a right response', () => {
  test('may hold everything that R4 knows', () => {
    expect(problems(full)).toEqual([]);
  });

  test.each(Object.entries(values))('may have an extension with %s', (key, value) => {
    expect(problems(extension({ [key]: value }))).toEqual([]);
  });

  test.each(['in-progress', 'completed', 'amended', 'entered-in-error', 'stopped'])('may be %s', (status) => {
    expect(problems({ ...full, status })).toEqual([]);
  });

  test('has a schema that the meta-schema accepts', () => {
    const ajv = new Ajv();
    expect([ajv.validateSchema(responseSchema), ajv.errors ?? []]).toEqual([true, []]);
  });
});

describe('no QuestionnaireResponse', () => {
  test.each<[string, unknown, string, Json | undefined]>([
    ['another resource', { resourceType: 'Patient' }, 'resource-type-wrong', undefined],
    ['no resource', {}, 'resource-type-missing', undefined],
    ['a resourceType that is content', { resourceType: '0101010001' }, 'resource-type-missing', undefined],
    ['null', null, 'resource-type-missing', undefined],
    ['a text', 'QuestionnaireResponse', 'resource-type-missing', undefined],
    ['a list', [response()], 'resource-type-missing', undefined],
  ])('%s', (_, value, code, values) => {
    expect(checkShape(value)).toEqual([values === undefined ? { code } : { code, values }]);
  });
});

describe('one problem per fault', () => {
  test.each<[string, unknown, string[]]>([
    ['status missing', { resourceType: 'QuestionnaireResponse' }, ['property-missing . status']],
    ['status unknown', response({ status: 'done' }), ['code-unknown status']],
    ['status not a text', response({ status: 1 }), ['type-wrong status']],
    ['unknown property', response({ items: [] }), ['property-unknown . items']],
    [
      'unknown property deep down',
      answer({ valueCoding: { codes: 'x' } }),
      ['property-unknown item[1].answer[0].value codes'],
    ],
    ['a name that is content', item({ '0101010001': 1 }), ['property-name item[1]']],
    ['an R5 element', item({ answer: [{ valueBoolean: true }], prefix: 'x' }), ['property-unknown item[1] prefix']],
    ['two unknown properties', item({ x: 1, y: 2 }), ['property-unknown item[1] x', 'property-unknown item[1] y']],
    ['companion of an object', response({ _subject: { id: 'x' } }), ['property-unknown . _subject']],
    ['companion of an id', response({ _id: { id: 'x' } }), ['property-unknown . _id']],

    ['null', response({ authored: null }), ['empty-element authored']],
    ['null companion', response({ authored: '2026', _authored: null }), ['empty-element authored']],
    ['empty text', item({ text: '' }), ['empty-element item[1].text']],
    ['empty code', response({ status: '' }), ['empty-element status']],
    ['empty object', response({ subject: {} }), ['empty-element subject']],
    ['empty list', response({ item: [] }), ['empty-element item']],
    ['empty item', response({ item: [{}] }), ['empty-element item[0]']],
    ['null item', response({ item: [null] }), ['empty-element item[0]']],
    ['empty extension', response({ extension: [{}] }), ['empty-element extension[0]']],
    ['null without companion', response({ meta: { profile: [null, 'x'] } }), ['empty-element meta.profile[0]']],
    [
      'null in both lists',
      extension({ valueHumanName: { given: ['x', null], _given: [null, null] } }),
      ['empty-element extension[0].value.given[1]'],
    ],

    ['no linkId', response({ item: [{ text: 'x' }] }), ['property-missing item[0] linkId']],
    ['no url', response({ extension: [{ valueString: 'x' }] }), ['property-missing extension[0] url']],
    [
      'code without system',
      answer({ valueQuantity: { code: 'kg' } }),
      ['property-missing item[1].answer[0].value system'],
    ],
    [
      'data without contentType',
      answer({ valueAttachment: { data: 'QUI=' } }),
      ['property-missing item[1].answer[0].value contentType'],
    ],
    [
      'contact without system',
      extension({ valueContactPoint: { value: '1' } }),
      ['property-missing extension[0].value system'],
    ],
    ['contained without type', response({ contained: [{ id: 'p' }] }), ['property-missing contained[0] resourceType']],

    ['one where a list belongs', response({ item: { linkId: 'a' } }), ['list-expected item']],
    ['a list where one belongs', response({ subject: [reference] }), ['list-unexpected subject']],
    ['a list of texts', item({ text: ['x'] }), ['list-unexpected item[1].text']],
    ['a text for an object', response({ author: 'x' }), ['type-wrong author']],
    ['a text for a boolean', answer({ valueBoolean: 'true' }), ['type-wrong item[1].answer[0].value']],
    ['a text for a number', answer({ valueDecimal: '1' }), ['type-wrong item[1].answer[0].value']],
    ['a fraction', answer({ valueInteger: 1.5 }), ['type-wrong item[1].answer[0].value']],
    ['an object for a text', item({ linkId: { x: 1 } }), ['type-wrong item[1].linkId']],
    ['a number in a list', response({ item: [1] }), ['type-wrong item[0]']],

    ['two values', answer({ valueString: 'x', valueInteger: 1 }), ['value-choice item[1].answer[0]']],
    [
      'three values',
      answer({ valueString: 'x', valueInteger: 1, valueDate: '2026' }),
      ['value-choice item[1].answer[0]'],
    ],
    [
      'a companion of another type',
      answer({ valueString: 'x', _valueUri: { id: 'x' } }),
      ['value-choice item[1].answer[0]'],
    ],
    [
      'two authors',
      extension({ valueAnnotation: { authorString: 'x', authorReference: reference, text: 'x' } }),
      ['value-choice extension[0].value'],
    ],
    [
      'a value type that an answer has not',
      answer({ valueCode: 'x' }),
      ['property-unknown item[1].answer[0] valueCode'],
    ],
    [
      'one beside a value of its own',
      answer({ valueString: 'x', valueCode: 'x' }),
      ['property-unknown item[1].answer[0] valueCode', 'value-choice item[1].answer[0]'],
    ],
    [
      'one before a value of its own',
      answer({ valueCode: 'x', valueString: 'x' }),
      ['property-unknown item[1].answer[0] valueCode', 'value-choice item[1].answer[0]'],
    ],
    [
      'answers and items',
      item({ answer: [{ valueInteger: 1 }], item: [{ linkId: 'c' }] }),
      ['items-and-answers item[1]'],
    ],
    ['an extension without content', extension({}), ['extension-content extension[0]']],
    [
      'an extension with both',
      extension({ valueCode: 'x', extension: [{ url: 'y', valueCode: 'x' }] }),
      ['extension-content extension[0]'],
    ],
    [
      'an extension with an unknown value',
      extension({ valueStrings: 'x' }),
      ['property-unknown extension[0] valueStrings'],
    ],

    [
      'an empty list in a contained resource',
      response({ contained: [{ resourceType: 'X', a: { b: [] } }] }),
      ['empty-element contained[0].a.b'],
    ],
    [
      'null in a contained resource',
      response({ contained: [{ resourceType: 'X', a: [null] }] }),
      ['empty-element contained[0].a[0]'],
    ],
    [
      'null in a contained choice',
      response({ contained: [{ resourceType: 'X', valueString: null }] }),
      ['empty-element contained[0].value'],
    ],
    [
      'a name that is content, contained',
      response({ contained: [{ resourceType: 'X', a: { '0101010001': {} } }] }),
      ['property-name contained[0].a'],
    ],
    [
      'an empty part of a rare type',
      extension({ valueTiming: { event: [''] } }),
      ['empty-element extension[0].value.event[0]'],
    ],
    [
      'a companion’s extension',
      response({ authored: '2026', _authored: { extension: [{ url: 'x', valueCode: ' ' }] } }),
      ['format-wrong authored.extension[0].value'],
    ],
  ])('%s', (_, value, expected) => {
    expect(problems(value)).toEqual(expected);
    for (const problem of checkShape(value)) {
      expect(sentence(problem, 'da') + sentence(problem, 'en')).not.toMatch(/[{}…]/);
    }
  });

  test('all of them, in one go', () => {
    const value = response({
      authored: 'x',
      item: [{ linkId: 'a', x: 1 }, {}, { linkId: 'b', answer: [{ valueTime: 'x' }] }],
    });
    expect(problems(value)).toEqual([
      'format-wrong authored',
      'property-unknown item[0] x',
      'empty-element item[1]',
      'format-wrong item[2].answer[0].value',
    ]);
  });
});

describe('the form of primitives', () => {
  const wrong: Record<string, readonly unknown[]> = {
    valueBase64Binary: ['QUI', 'QU=I', 'Q', 'QU!=', 'QUI=QUI='],
    valueCanonical: ['a b', ' a'],
    valueCode: [' a', 'a ', 'a  b'],
    valueDate: ['2026-13', '2026-02-30', '2025-02-29', '0000', '20260120', '2026-1-2', '2026-01-20T10:30:00Z', '26'],
    valueDateTime: [
      '2026-01-20T10:30:00',
      '2026-01-20T10:30Z',
      '2026-01-20 10:30:00Z',
      '2026-01-20T24:00:00Z',
      '2026-01-20T10:30:00+15:00',
      '2026-04-31T10:30:00Z',
      '2026-01T10:30:00Z',
    ],
    valueId: ['a b', 'æ', 'x'.repeat(65)],
    valueInstant: ['2026-01-20', '2026-02-29T10:30:00Z'],
    valueInteger: [2_147_483_648, -2_147_483_649],
    valueOid: ['1.2.208', 'urn:oid:3.1', 'urn:oid:1.02'],
    valuePositiveInt: [0, -1],
    valueString: ['x'.repeat(1024 * 1024 + 1)],
    valueTime: ['10:30', '24:00:00', '10:30:00Z'],
    valueUnsignedInt: [-1],
    valueUri: ['a b', '\n'],
    valueUuid: ['c757873d-ec9a-4326-a141-556f43239520', 'urn:uuid:C757873D-EC9A-4326-A141-556F43239520'],
  };

  const cases = Object.entries(wrong).flatMap(([key, list]) =>
    list.map((value) => ({ key, value, shown: String(value).slice(0, 70) })),
  );

  test.each(cases)('$key refuses $shown', ({ key, value }) => {
    expect(problems(extension({ [key]: value }))).toEqual(['format-wrong extension[0].value']);
  });

  test.each([
    ['Element.id', item({ id: 'a b' }), 'item[1].id'],
    ['Resource.id', response({ id: 'a_b' }), 'id'],
    ['Narrative.div', response({ text: { status: 'generated', div: '<p>x</p>' } }), 'text.div'],
    ['Extension.url', response({ extension: [{ url: 'a b', valueCode: 'x' }] }), 'extension[0].url'],
  ])('%s', (_, value, place) => {
    expect(problems(value)).toEqual([`format-wrong ${place}`]);
  });

  test('names the type, never the content', () => {
    expect(checkShape(answer({ valueDate: '0101010001' }))).toEqual([
      {
        code: 'format-wrong',
        place: 'QuestionnaireResponse.item[1].answer[0].value',
        values: { element: 'valueDate', type: 'date' },
      },
    ]);
  });
});

describe('hostile input', () => {
  const many = <T>(value: T): T[] => Array<T>(150_000).fill(value);
  /** A name of letters alone, as FHIR's are. */
  const letters = (index: number) => `a${[...String(index)].map((digit) => 'abcdefghij'[Number(digit)]).join('')}`;

  test.each([
    ['list elements', response({ item: many(1) })],
    ['nulls', response({ item: many(null) })],
    ['padding', response({ meta: { profile: many(null) } })],
    ['unknown properties', response(Object.fromEntries(many(1).map((value, index) => [letters(index), value])))],
    ['items with many faults each', response({ item: many({ answer: many(1).slice(0, 100) }).slice(0, 2000) })],
    ['contained emptiness', response({ contained: [{ resourceType: 'X', a: many('') }] })],
  ])('%s beyond 1,000 faults are not looked at', (_, value) => {
    expect(checkShape(value)).toHaveLength(1000);
  });
});

describe('for any input', () => {
  /** No throw, known codes, places in the response, whole sentences, and nothing of the content. */
  const expectSound = (value: unknown): void => {
    for (const problem of checkShape(value)) {
      expect(Object.keys(catalog)).toContain(problem.code);
      expect(problem.place ?? 'QuestionnaireResponse').toMatch(
        /^QuestionnaireResponse(\.[A-Za-z][A-Za-z0-9]*|\[\d+\])*$/,
      );
      expect(JSON.stringify(problem)).not.toContain('01010');
      expect(sentence(problem, 'da') + sentence(problem, 'en')).not.toMatch(/[{}…]/);
    }
  };
  const anything = fc.jsonValue({ stringUnit: 'binary' });
  const junk = fc.oneof(
    anything,
    fc.constantFrom<unknown>('0101010001', { '0101010001': '0101010001' }, ['0101010001'], null, {}, []),
  );

  test('never throws, whatever the JSON', () => {
    fc.assert(fc.property(anything, expectSound));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(full), '__proto__', 'toString'), junk), (more) =>
        expectSound(response(more)),
      ),
    );
  });

  /** Without shared parts, which structuredClone would keep. */
  const copy = (): Json => JSON.parse(JSON.stringify(full));

  /** Every object and list in the full response, each as the way to it. */
  const ways: (string | number)[][] = [];
  const collect = (value: unknown, way: (string | number)[]): void => {
    if (typeof value !== 'object' || value === null) return;
    ways.push(way);
    for (const [key, child] of Object.entries(value))
      collect(child, [...way, Array.isArray(value) ? Number(key) : key]);
  };
  collect(full, []);

  const damage = fc.record({
    way: fc.constantFrom(...ways),
    key: fc.nat(),
    action: fc.constantFrom('set', 'delete', 'add', 'wrap'),
    junk,
  });

  test('never throws, however a right response is damaged', () => {
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
        const damaged = copy();
        for (const { way, key, action, junk } of damages) {
          // fast-check gives the same constant each time: one put into itself would be a circle, which no JSON is.
          const put = structuredClone(junk);
          let at: unknown = damaged;
          for (const step of way) at = typeof at === 'object' && at !== null ? (at as Json)[step] : undefined;
          if (typeof at !== 'object' || at === null) continue;
          const names = Object.keys(at);
          const name = names[key % Math.max(names.length, 1)] ?? 'x';
          if (action === 'set') (at as Json)[name] = put;
          else if (action === 'delete') delete (at as Json)[name];
          else if (action === 'wrap') (at as Json)[name] = [(at as Json)[name]];
          else (at as Json)['0101010001'] = put;
        }
        expectSound(damaged);
      }),
      { numRuns: 2000 },
    );
  });

  test('a foreign property anywhere is always found', () => {
    const objects = ways.filter((way) => !way.includes('contained'));
    fc.assert(
      fc.property(fc.constantFrom(...objects), junk, (way, value) => {
        const damaged = copy();
        let at: unknown = damaged;
        for (const step of way) at = (at as Json)[step];
        if (Array.isArray(at)) return;
        (at as Json).foreign = value;
        expect(checkShape(damaged)).toMatchObject([{ code: 'property-unknown', values: { name: 'foreign' } }]);
      }),
    );
  });
});
