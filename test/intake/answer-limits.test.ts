import type { QuestionnaireItem, QuestionnaireResponse } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { loadModel } from '../../src/profiles.ts';
import { validateResponse } from '../../src/work/check.ts';
import { responseBytes } from '../fixtures.ts';
import { toldOf } from '../medcom/refusal.ts';
import { ports } from '../ports.ts';

const itemsOf = (items: readonly QuestionnaireItem[] = []): readonly QuestionnaireItem[] =>
  items.flatMap((item) => [item, ...itemsOf(item.item)]);

const typed = loadModel().variants.flatMap(({ code, questionnaire }) =>
  itemsOf(questionnaire.item)
    .filter(({ type }) => type === 'text' || type === 'string')
    .map(({ linkId, maxLength }) => [code, linkId, maxLength] as const),
);

describe('what is typed has a limit that the Questionnaire states, so that letters and pages stay within theirs', () => {
  test.each(typed)('%s: %s', (_, linkId, maxLength) => {
    expect(maxLength).toBeGreaterThanOrEqual(linkId === 'kommentar' ? 5_000 : 200);
    expect(maxLength).toBeLessThanOrEqual(10_000);
  });

  test.each([
    ['at the limit', 10_000, []],
    ['beyond it', 10_001, [{ code: 'answer-length', place: 'QuestionnaireResponse.item[19].answer[0]' }]],
  ])('a comment %s', (_, length, expected) => {
    const response = JSON.parse(responseBytes('somatik-3-aftalt').toString('utf8')) as QuestionnaireResponse;
    const comment = response.item?.find(({ linkId }) => linkId === 'kommentar');
    if (comment === undefined) throw new Error('the scenario has no comment');
    comment.answer = [{ valueString: 'x'.repeat(length) }];
    const problems = validateResponse(ports, Buffer.from(JSON.stringify(response)));
    expect(problems.map(toldOf)).toEqual(expected);
  });
});
