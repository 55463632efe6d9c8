import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catalog } from '../../src/outcome/catalog.ts';
import { sentence } from '../../src/outcome/outcome.ts';
import { Refusal } from '../../src/outcome/problem.ts';
import { type JsonLimits, jsonLimits, readJson } from '../../src/questionnaire/json/document.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const read = (text: string, limits?: JsonLimits) => readJson(encode(text), limits).value;

/** The problems of a refusal as "code place line:column"; fails where nothing is refused. */
function refusal(input: string | Uint8Array, limits?: JsonLimits): string {
  try {
    readJson(typeof input === 'string' ? encode(input) : input, limits);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    for (const problem of error.problems) {
      expect(sentence(problem, 'da') + sentence(problem, 'en')).not.toMatch(/\{\w|…/);
    }
    return error.problems
      .map(({ code, place, values }) => {
        const at = values?.line === undefined ? [] : [`${values.line}:${values.column}`];
        return [code, ...(place === undefined ? [] : [place]), ...at].join(' ');
      })
      .join(', ');
  }
  throw new Error('nothing was refused');
}

/** A response of which one text, or one number, is as given. */
const withText = (text: string) =>
  `{"resourceType":"QuestionnaireResponse","item":[{"linkId":"a"},{"linkId":"b","text":"${text}"}]}`;
const withNumber = (number: string) =>
  `{"resourceType":"QuestionnaireResponse","item":[{"answer":[{"valueInteger":0},{"valueDecimal":${number}}]}]}`;

describe('readJson knows the text that is written again', () => {
  const compact = '{"navn":"Ærø §","tal":[1,-2.5,true,null]}';

  test.each([
    ['as JSON.stringify writes it', compact],
    ['with spaces', '{"navn": "Ærø §", "tal": [1, -2.5, true, null]}'],
    ['in lines', `${JSON.stringify(JSON.parse(compact), undefined, '\t')}\r\n`],
    ['with a byte order mark', `\ufeff${compact}`],
    ['with escapes that nobody needs', '{"navn":"\\u00c6r\\u00f8 \\u00a7","tal":[1,-2.5,true,null]}'],
  ])('%s', (_, text) => {
    const { written, kept } = readJson(encode(text));
    expect(JSON.stringify(kept)).toBe(compact);
    expect(Buffer.from(written ?? '', 'latin1').toString()).toBe(compact);
  });

  test.each([
    ['with an escape', '{"navn":"\\n"}'],
    ['with an escape, and spaces', '{"navn": "\\""}'],
    ['with a number that JavaScript writes otherwise', '{"tal":1.10}'],
    ['with such a number, and spaces', '{"tal": 1.10}'],
    ['with names that JavaScript puts first', '{"b":1,"1":2}'],
    ['with such names, and spaces', '{"b": 1, "1": 2}'],
  ])('not %s', (_, text) => {
    expect(readJson(encode(text)).written).toBeUndefined();
  });
});

describe('readJson reads', () => {
  test('a text and its value, without byte order mark', () => {
    const document = readJson(Uint8Array.of(0xef, 0xbb, 0xbf, ...encode('{"navn": "Ærø"}')));
    expect(document).toMatchObject({ value: { navn: 'Ærø' }, text: '{"navn": "Ærø"}' });
  });

  test.each([
    ['tab, line feed and carriage return', withText('a\\t\\n\\r'), 'a\t\n\r'],
    ['escapes and their like', withText('\\u00f8 \\\\u0000 \\"x\\":\\/'), 'ø \\u0000 "x":/'],
    ['a whole surrogate pair', withText('\\ud83d\\ude00 😀'), '😀 😀'],
    ['Latin-1 and other letters', withText('»½« ﷺ ŝ 中'), '»½« ﷺ ŝ 中'],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toHaveProperty('item.1.text', expected);
  });

  test.each(['0', '-0', '0.0', '0e-999', '1.10', '1e2', '9007199254740991', '-9007199254740991', '1e300'])(
    'the number %s',
    (number) => {
      expect(read(withNumber(number))).toHaveProperty('item.0.answer.1.valueDecimal', Number(number));
    },
  );

  test('decimals with more digits than JavaScript keeps: the text has them', () => {
    expect(readJson(encode(withNumber('0.3333333333333333333333333333'))).text).toContain(
      '0.3333333333333333333333333333',
    );
  });

  test('colons and quotes in texts as no keys, a key beside its own kind, and a harmless constructor', () => {
    const value = { a: { a: '":' }, b: ['":', '{"a":1,"a":2}'], constructor: 'x', prototype: 1 };
    expect(read(JSON.stringify(value))).toEqual(value);
    expect(read(JSON.stringify(value, null, '\t'))).toEqual(value);
  });

  test.each(['null', 'true', '12', '"x"', '[]', '{}'])('%s', (text) => {
    expect(read(text)).toEqual(JSON.parse(text));
  });

  test('exactly as much and as deep as the limits allow', () => {
    const deep = '['.repeat(100) + ']'.repeat(100);
    expect(read(deep)).toEqual(JSON.parse(deep));
    expect(read(`"${'x'.repeat(jsonLimits.bytes - 2)}"`)).toHaveLength(jsonLimits.bytes - 2);
  });
});

describe('readJson refuses', () => {
  test.each<[string, string | Uint8Array, string]>([
    ['nothing', '', 'json-empty'],
    ['white space', ' \r\n\t', 'json-empty'],
    ['a byte order mark alone', Uint8Array.of(0xef, 0xbb, 0xbf), 'json-empty'],
    ['more than 1 MiB', new Uint8Array(1_048_577), 'json-too-large'],
    ['ISO-8859-1', Uint8Array.of(...encode('{\n"æ":"'), 0xe6, ...encode('"}')), 'json-encoding 2:6'],
    ['UTF-16', Uint8Array.of(0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00), 'json-encoding 1:1'],
    ['a character cut off', Uint8Array.of(...encode('"'), 0xc3), 'json-encoding 1:2'],
    ['a surrogate in UTF-8', Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22), 'json-encoding 1:2'],
    ['a word', '{\n  "a": undefined}', 'json-malformed 2:8'],
    ['an end too early', '{"a":[1,', 'json-malformed 1:9'],
    ['two documents', '{} {}', 'json-malformed 1:4'],
    ['a comment', '{} // x', 'json-malformed 1:4'],
    ['a trailing comma', '[1,]', 'json-malformed 1:4'],
    ['a leading zero', '[01]', 'json-malformed 1:3'],
    ['single quotes', "{'a':1}", 'json-malformed 1:2'],
    ['a line break in a text', '{"a\n":1}', 'json-malformed 1:2'],
    ['101 levels', `${'['.repeat(101)}${']'.repeat(101)}`, 'json-too-deep'],
    ['half a million levels', '['.repeat(500_000), 'json-too-deep'],
    ['levels behind a broken text', `"\n${'['.repeat(500_000)}`, 'json-malformed 1:1'],
    ['__proto__', '{"a":{"__proto__":{"b":1}}}', 'json-forbidden-key 1:7'],
    ['__proto__ with escapes', '{"\\u005f_proto__":1}', 'json-forbidden-key 1:2'],
    ['constructor.prototype', '{"constructor":{"prototype":{"b":1}}}', 'json-forbidden-key 1:17'],
    ['a name twice', '{"a":1,"b":{},"a":1}', 'json-duplicate-key 1:15'],
    ['a name twice, once escaped', '{"a":1,"\\u0061":2}', 'json-duplicate-key 1:8'],
    ['a name twice, with white space', '{"a" :1, "a"\n:2}', 'json-duplicate-key 1:10'],
    ['NUL', '["\\u0000"]', 'json-character 1:2'],
    ['backspace', '["\\b"]', 'json-character 1:2'],
    ['form feed', '["\\f"]', 'json-character 1:2'],
    ['half a pair', '["\\ud83d"]', 'json-character 1:2'],
    ['a pair the wrong way round', '["\\ude00\\ud83d"]', 'json-character 1:2'],
    ['DEL', '["\x7f"]', 'json-character 1:2'],
    ['U+0085', '["\u0085"]', 'json-character 1:2'],
    ['U+FFFF', '["\uffff"]', 'json-character 1:2'],
    ['NUL in a name', '{"a\\u0000":1}', 'json-character 1:2'],
    ['1e400', '[1e400]', 'json-number 1:2'],
    ['-1E+400', '[-1E+400]', 'json-number 1:2'],
    ['1e-400', '[1e-400]', 'json-number 1:2'],
    ['0.0…1', `[0.${'0'.repeat(400)}1]`, 'json-number 1:2'],
    ['20 digits', '[12345678901234567890]', 'json-number 1:2'],
    ['2^53', '[9007199254740992]', 'json-number 1:2'],
  ])('%s', (_, input, expected) => {
    expect(refusal(input)).toBe(expected);
  });

  test.each([
    ['a text', withText('\\u0000'), 'json-character QuestionnaireResponse.item[1].text'],
    ['a number', withNumber('1e400'), 'json-number QuestionnaireResponse.item[0].answer[1].value'],
    ['a name', withText('x","text":"y'), 'json-duplicate-key QuestionnaireResponse.item[1].text'],
    ['a forbidden name', withText('x","__proto__":"y'), 'json-forbidden-key QuestionnaireResponse.item[1]'],
    [
      'a name that is content',
      withText('x","0101010001":1,"0101010001":"y'),
      'json-duplicate-key QuestionnaireResponse.item[1]',
    ],
    ['a companion', '{"resourceType":"X","_a":[{"id":"\\b"}]}', 'json-character X.a[0].id'],
    ['no resource', '{"resourceType":"0101010001","a":"\\b"}', 'json-character'],
  ])('with a place: %s', (_, text, expected) => {
    expect(refusal(text).replace(/ \d+:\d+$/, '')).toBe(expected);
  });

  test('by the limits that it is given', () => {
    expect(refusal('[[1]]', { bytes: 5, depth: 1 })).toBe('json-too-deep');
    expect(refusal('[[1]]', { bytes: 4, depth: 2 })).toBe('json-too-large');
    expect(read('[[1]]', { bytes: 5, depth: 2 })).toEqual([[1]]);
  });
});

describe('numbers as sent', () => {
  const kept = (text: string) => JSON.stringify(readJson(encode(text)).kept);

  test.each([
    '1.10',
    '1.0',
    '1e2',
    '1E+2',
    '-0',
    '-0.0',
    '0.0000001',
    '1.5e-7',
    '100.00',
    '0.3333333333333333333333333333',
  ])('%s stays as it was received', (number) => {
    expect(kept(number)).toBe(number);
    expect(kept(`{"a":${number},"b":[${number}]}`)).toBe(`{"a":${number},"b":[${number}]}`);
  });

  test('gives the very value where no number needs it', () => {
    for (const text of [
      '{"a":1.5,"b":[-3,0,10,100]}',
      '{"a":"1.10","b":"2026-01-20T10:00:00.000+01:00","c":"urn:oid:1.2.208.176.1.6.1.3.10"}',
    ]) {
      const document = readJson(encode(text));
      expect(document.kept).toBe(document.value);
    }
  });

  test('changes nothing but numbers', () => {
    const text = '{"resourceType":"Observation","valueQuantity":{"value":1.10},"note":[null,true,"1.10"]}';
    expect(kept(text)).toBe(text);
  });
});

describe('for any input', () => {
  const digits = fc.stringMatching(/^\d{1,20}$/);
  const literal = fc
    .tuple(fc.constantFrom('', '-'), fc.nat(), fc.option(digits), fc.option(fc.integer({ min: -30, max: 30 })))
    .map(([sign, whole, fraction, exponent]) => {
      return `${sign}${whole}${fraction === null ? '' : `.${fraction}`}${exponent === null ? '' : `e${exponent}`}`;
    });

  test('every number is sent on as it was received', () => {
    fc.assert(
      fc.property(fc.array(literal), (numbers) => {
        const text = `[{"a":${numbers.join('},{"a":') || '0'}}]`;
        expect(JSON.stringify(readJson(encode(text)).kept)).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  test('JSON is read as JSON.parse reads it, or refused for a stated reason', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), fc.constantFrom(undefined, 1), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        try {
          expect(read(text)).toEqual(JSON.parse(text));
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          if (error.message === 'json-forbidden-key') expect(text).toContain('__proto__');
          else if (error.message === 'json-number') expect(text).toMatch(/\d{16}/);
          else expect(error.message).toBe('json-character');
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('a repeated key is always found', () => {
    const bury = fc.constantFrom<(inner: unknown) => unknown>(
      (inner) => [1, inner],
      (inner) => ({ a: ':', inner, 'b"': '":' }),
      (inner) => inner,
    );
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.jsonValue(),
        fc.array(bury),
        fc.constantFrom(undefined, 2),
        (a, b, burials, indent) => {
          const buried = burials.reduce((inner, wrap) => wrap(inner), { firstKey: a, secondKey: b } as unknown);
          const text = JSON.stringify(buried, null, indent).replace('"secondKey"', '"first\\u004bey"');
          if (!text.includes('__proto__')) expect(refusal(text)).toMatch(/^json-(duplicate-key|number)/);
        },
      ),
    );
  });

  test('nothing but a Refusal is thrown, and it quotes nothing of the document', () => {
    const text = withText('CPR 0101010001').replace('"b"', '"0101010001"');
    const damage = fc.tuple(fc.nat(text.length), fc.nat(3), fc.uint8Array({ maxLength: 4 }));
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), (cuts) => {
        const bytes = [...encode(text)];
        for (const [at, length, insert] of cuts) bytes.splice(at, length, ...insert);
        try {
          readJson(Uint8Array.from(bytes));
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          expect(error.problems).toHaveLength(1);
          expect(Object.keys(catalog)).toContain(error.problems[0]?.code);
          expect(JSON.stringify(error.problems)).not.toMatch(/CPR|01010/);
        }
      }),
      { numRuns: 5000 },
    );
  });
});
