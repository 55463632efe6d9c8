import fc from 'fast-check';
import type { QuestionnaireResponse } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { canonicalText, digestIn, readIdentity } from '../../src/intake/identity.ts';
import { responseBytes } from '../fixtures.ts';

function identity(change: (response: QuestionnaireResponse) => void) {
  const response: QuestionnaireResponse = JSON.parse(responseBytes('somatik-uden-identifier').toString('utf8'));
  change(response);
  return readIdentity(response);
}

describe('what makes a response the same response', () => {
  test('is its identifier, whatever else it says', () => {
    const [one, other] = ['2026-01-20T10:30:00+01:00', '2026-01-21T10:30:00+01:00'].map((authored) =>
      identity((response) => {
        Object.assign(response, { identifier: { system: 'https://ehr.example.dk', value: '1' }, authored });
      }),
    );
    expect(one?.identity).toBe(other?.identity);
    expect([one?.identified, one?.version === other?.version]).toEqual([true, false]);
  });

  test.each([{ system: 'https://ehr.example.dk' }, { value: '1' }, {}])(
    'is its content, where the identifier is %j',
    (identifier) => {
      const given = identity((response) => Object.assign(response, { identifier }));
      expect([given.identified, given.identity]).toEqual([false, expect.stringMatching(/^sha256:[0-9a-f]{64}$/)]);
    },
  );

  test('are system and value, each as a whole: no separator makes two identifiers one', () => {
    const of = (system: string, value: string) =>
      identity((response) => Object.assign(response, { identifier: { system, value } })).identity;
    const all = [of('a|b', 'c'), of('a', 'b|c'), of('a\\', '|b'), of('a\\|', 'b'), of('a|', 'b'), of('a', '|b')];
    expect(new Set(all).size).toBe(all.length);
  });

  test('of the content is every value, null and the order of lists included, but not the order of properties', () => {
    const plain = identity(() => {}).identity;
    const turned = identity((response) => {
      for (const [name, value] of Object.entries(response).reverse()) {
        delete (response as unknown as Record<string, unknown>)[name];
        Object.assign(response, { [name]: value });
      }
    }).identity;
    expect(turned).toBe(plain);
    const swapped = identity((response) => {
      response.item = (response.item ?? []).toReversed();
    }).identity;
    const padded = (given: unknown) =>
      identity((response) =>
        Object.assign(response, { contained: [{ resourceType: 'Practitioner', name: [{ given }] }] }),
      ).identity;
    expect(new Set([plain, swapped, padded(['M', null]), padded(['M', {}]), padded(['M'])]).size).toBe(5);
  });
});

test('the text that a response came as gives the same identity as its value', () => {
  const names = fc.string({ unit: fc.constantFrom(...'aAbz_Z'), minLength: 1, maxLength: 3 });
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('', 'Ærø', ',}]', '𝔞', 0, -2.5, true, null),
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(names, tie('tree'), { maxKeys: 5 }),
    ),
  }));
  const others = fc.dictionary(names, tree, { maxKeys: 5 });
  const ofServer = fc.record(
    { id: tree, meta: tree, identifier: fc.constant({ value: '1', system: 'x' }) },
    {
      requiredKeys: [],
    },
  );
  fc.assert(
    fc.property(others, ofServer, (one, other) => {
      const response = { ...one, ...other } as unknown as QuestionnaireResponse;
      const written = Buffer.from(JSON.stringify(response)).toString('latin1');
      expect(readIdentity(response, written)).toEqual(readIdentity(response));
    }),
  );
  const long = { item: [{ text: 'x'.repeat(70_000), linkId: 'a' }] } as unknown as QuestionnaireResponse;
  expect(readIdentity(long, JSON.stringify(long))).toEqual(readIdentity(long));
});

test('the digest of a version is what stands behind its kind', () => {
  const { version } = identity(() => {});
  expect([digestIn(version), version]).toEqual([
    expect.stringMatching(/^[0-9a-f]{64}$/),
    `sha256:${digestIn(version)}`,
  ]);
});

test.each([3, 20, 21, 40])('%i properties are the same text in every order', (count) => {
  const entries = Array.from({ length: count }, (_, index) => [`p${(index * 7) % count}`, index % 2] as const);
  const inOrder = entries.toSorted(([one], [other]) => (one < other ? -1 : 1));
  expect(canonicalText(Object.fromEntries(entries))).toBe(JSON.stringify(Object.fromEntries(inOrder)));
});
