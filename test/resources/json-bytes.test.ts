import fc from 'fast-check';
import type { QuestionnaireResponse, Reference } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../src/outcome/problem.ts';
import { keptNumber } from '../../src/questionnaire/json/numbers.ts';
import { fixed } from '../../src/resources/fixed.ts';
import { jsonBytes } from '../../src/resources/json-bytes.ts';
import { relationOf } from '../../src/scoring/supersede.ts';
import type { Assessment } from '../../src/scoring/types.ts';
import { makeBundle, type ScoredResponse, scoreResponse } from '../../src/work/score.ts';
import { responseBytes, scenarios } from '../fixtures.ts';
import { ports } from '../ports.ts';

type ValueOf<Arbitrary> = Arbitrary extends fc.Arbitrary<infer Value> ? Value : never;

function expectSame(value: object): void {
  expect(jsonBytes(value).toString()).toBe(JSON.stringify(value));
}

/** Another one of an earlier day. */
function older({ statement, ...assessment }: Assessment): Assessment {
  const day = '2020-01-20';
  return {
    ...assessment,
    identity: 'another',
    authored: `${day}T10:30:00+01:00`,
    statement: statement && { ...statement, day },
  };
}

function scored(response: Uint8Array): ScoredResponse | undefined {
  try {
    return scoreResponse(ports, response);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

const accepted = scenarios.flatMap((name) => {
  const found = scored(responseBytes(name));
  return found === undefined ? [] : [{ name, found }];
});

describe('a Bundle is written as JSON.stringify writes it, to the byte', () => {
  test.each(accepted)('$name', ({ found }) => {
    for (const ids of ['client', 'server'] as const) {
      for (const references of ['sender', 'logical'] as const) {
        const bundle = makeBundle(ports.model, found, { ids, references });
        expectSame(bundle);
      }
    }
  });

  test('with documents, and closing what came before', () => {
    const [previous, now] = [scored(responseBytes('somatik-3-aftalt')), scored(responseBytes('somatik-rettet'))];
    if (previous === undefined || now === undefined) throw new Error('a fixture is refused');
    const identity = { ...previous.assessment, identity: 'another', authored: '2025-01-20T10:30:00+01:00' };
    const document = { kind: 'XDIS91', identifier: 'A', title: 'Brev "1"', contentType: 'application/xml' };
    const documents = [{ ...document, bytes: new Uint8Array(200_000).fill(7), created: now.assessment.authored }];
    expectSame(makeBundle(ports.model, previous, { documents }));
    expectSame(makeBundle(ports.model, now, { previous, documents }));
    expectSame(makeBundle(ports.model, previous, { previous: { ...previous, assessment: identity } }));
  });

  test('of whatever a response has and has not, alone and closing another', () => {
    const link = fc.constantFrom<Reference | undefined>(
      undefined,
      { reference: 'Encounter/9' },
      { identifier: { system: 'urn:x', value: 'æ"9' }, display: 'Indlæggelse "B"' },
    );
    const about = fc.record({
      name: fc.constantFrom(...accepted.map(({ name }) => name)),
      status: fc.constantFrom<QuestionnaireResponse['status']>('completed', 'completed', 'amended', 'entered-in-error'),
      authored: fc.constantFrom('2026-01-20T10:30:00+01:00', '2026-06-30T22:30:00Z', '2025-10-26T00:59:60.5Z'),
      author: fc.constantFrom(undefined, { display: 'Ægir "Æ" <Ø>' }, { reference: 'Practitioner/8' }),
      encounter: link,
      basedOn: link,
      leftOut: fc.array(fc.nat(20), { maxLength: 4 }),
      references: fc.constantFrom('sender' as const, 'logical' as const),
      ids: fc.constantFrom('client' as const, 'server' as const),
    });
    const responseOf = ({ name, leftOut, references: _, ids: __, basedOn, ...more }: ValueOf<typeof about>) => {
      const response: QuestionnaireResponse = JSON.parse(responseBytes(name).toString());
      const item = (response.item ?? []).filter((_, index) => !leftOut.includes(index));
      const changed = { ...response, ...more, item, ...(basedOn && { basedOn: [basedOn, basedOn] }) };
      return scored(Buffer.from(JSON.stringify(changed)));
    };
    const count = { alone: 0, version: 0, superseded: 0 };
    fc.assert(
      fc.property(about, about, (first, second) => {
        const [previous, found] = [responseOf(first), responseOf({ ...second, name: first.name })];
        const { references, ids } = second;
        if (found === undefined) return;
        count.alone += 1;
        expectSame(makeBundle(ports.model, found, { references, ids }));
        if (previous === undefined) return;
        for (const before of [previous, { ...previous, assessment: older(previous.assessment) }]) {
          const relation = relationOf(found.assessment, before.assessment);
          if (relation !== 'version' && relation !== 'superseded') continue;
          count[relation] += 1;
          expectSame(makeBundle(ports.model, found, { references, ids, previous: before }));
        }
      }),
      { numRuns: 150 },
    );
    expect(count.alone).toBeGreaterThan(40);
    expect(count.version).toBeGreaterThan(10);
    expect(count.superseded).toBeGreaterThan(10);
  });

  const said = fc
    .string({ unit: fc.constantFrom(...'abcæøÅ€–"\\&<>\'\n|*_ \u00a0\u2028😀👩'), maxLength: 300 })
    .map((text) => `a${text}b`);
  test('whatever people typed', () => {
    let count = 0;
    const names = fc.constantFrom(...accepted.map(({ name }) => name));
    fc.assert(
      fc.property(names, fc.array(said, { minLength: 5, maxLength: 5 }), (name, texts) => {
        let next = 0;
        const typed = () => texts[next++ % texts.length];
        const response: QuestionnaireResponse = JSON.parse(responseBytes(name).toString(), (key, value: unknown) =>
          key === 'valueString' ? typed() : value,
        );
        const found = scored(Buffer.from(JSON.stringify(response)));
        if (found === undefined) return;
        count += 1;
        expectSame(makeBundle(ports.model, found));
      }),
      { numRuns: 50 },
    );
    expect(count).toBeGreaterThan(20);
  });
});

describe('any value is written as JSON.stringify writes it', () => {
  test('random values', () => {
    const text = fc.string({
      unit: fc.constantFrom(...'ab"\\/\n\u0000\u007fæ߿ࠀ€😀', '\ud800', '\udfff'),
      maxLength: 30,
    });
    const any = fc.oneof(fc.jsonValue({ maxDepth: 1, stringUnit: 'grapheme-ascii' }), fc.constant(undefined), text);
    const list = fc.array(any, { maxLength: 4 });
    const object = fc.dictionary(text, fc.oneof(any, list), { maxKeys: 4 });
    fc.assert(fc.property(fc.oneof(object, list), expectSame));
  });

  test.each<[string, object]>([
    ['what is left out of an object', { a: undefined, b: () => 1, c: Symbol('c'), d: null, e: true, f: -0, g: 1e21 }],
    ['what is null in a list', [undefined, () => 1, Symbol('c'), Number.NaN, null, new Array(2)]],
    ['an empty object and an empty list', { a: {}, b: [], c: { d: undefined }, e: [[]] }],
    ['a lone surrogate', { '\ud800': '\udfff', b: `${'x'.repeat(300)}\ud800` }],
    ['a date and a number as it was sent', { a: new Date(0), b: keptNumber('1.10') }],
    ['names that are numbers', { b: 1, 2: 'x', 1: 'y' }],
    [
      'what is too long for the room at hand',
      { a: 'æ'.repeat(70_000), b: ['"'.repeat(70_000), { c: 'x'.repeat(2_000_000) }] },
    ],
  ])('%s', (_, value) => {
    expectSame(value);
    expectSame({ within: [value] });
  });

  test('one answer after the other, each in memory of its own', () => {
    const first = jsonBytes({ a: 'first' });
    jsonBytes({ a: 'other' });
    expect(first.toString()).toBe('{"a":"first"}');
  });
});

test('what has its text ready cannot change any more, and a copy of it has none', () => {
  const value = fixed({ coding: [{ code: 'a' }] });
  expect(() => {
    value.coding[0] = { code: 'b' };
  }).toThrow(TypeError);
  expect(() => {
    value.coding = [];
  }).toThrow(TypeError);
  expectSame({ ...value, coding: [{ code: 'b' }] });
  expect(fixed(value)).toBe(value);
});
