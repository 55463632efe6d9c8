import type { QuestionnaireResponse } from 'fhir/r4.js';
import { expect, test } from 'vitest';
import { startingPoint } from '../../src/intake/starting-point.ts';
import { loadModel } from '../../src/profiles.ts';

const [variant] = loadModel().variants;
if (variant === undefined) throw new Error('no variant');
const [factor] = variant.factors;
if (factor === undefined) throw new Error('no factor');

/** An earlier response with one answer. */
function answered(linkId: string, answer: object): QuestionnaireResponse {
  return { resourceType: 'QuestionnaireResponse', status: 'completed', item: [{ linkId, answer: [answer] }] };
}

const system = 'http://differentieringsmodellen.dk/fhir/CodeSystem/belastning';

test.each<[string, string, object, number]>([
  ['a rating that there is', factor.linkId.rating, { valueCoding: { system, code: '3' } }, 0],
  ['a rating that there is no more', factor.linkId.rating, { valueCoding: { system, code: '7' } }, 1],
  ['a rating of another scale', factor.linkId.rating, { valueCoding: { system: 'urn:other', code: '3' } }, 1],
  ['a rating that was a text', factor.linkId.rating, { valueString: '3' }, 1],
  ['a tool that there is no more', 'redskaber', { valueCoding: { system, code: 'kladde' } }, 1],
  ['a reason', factor.linkId.reason, { valueString: 'Bor alene.' }, 0],
  ['a coordinator', 'koordinator', { valueString: 'Hjemmesygeplejen' }, 0],
])('%s is carried or counted as left', (_what, linkId, answer, left) => {
  const begun = startingPoint(variant, answered(linkId, answer));
  expect(begun.left).toBe(left);
  expect(JSON.stringify(begun.item).includes(JSON.stringify(linkId))).toBe(left === 0);
});

test.each([
  'niveau',
  'niveau.begrundelse',
  'inddragelse',
  'aftale.dato',
  'revurdering',
  'kommentar',
  'score',
  'forslag',
])('what was settled or computed is neither carried nor missed: %s', (linkId) => {
  const begun = startingPoint(variant, answered(linkId, { valueString: 'x' }));
  expect(begun).toEqual(startingPoint(variant, undefined));
  expect(begun.left).toBe(0);
});
