import { describe, expect, test } from 'vitest';
import { createCheckApart } from '../../src/http/apart/check.ts';
import type { CheckLimits } from '../../src/http/limits.ts';
import { refusalOf } from '../medcom/refusal.ts';

/** One check at a time, and nobody waits. */
const alone: CheckLimits = { atOnce: 1, waiting: 0, perClient: 0, patience: 60_000, time: 60_000, megabytes: 64 };

const bytes = (linkId: string) =>
  Buffer.from(
    JSON.stringify({
      resourceType: 'QuestionnaireResponse',
      contained: [
        { resourceType: 'Questionnaire', id: 'q', status: 'active', item: [{ linkId: 'a', type: 'string' }] },
      ],
      questionnaire: '#q',
      status: 'completed',
      authored: '2026-11-21T10:00:00+01:00',
      item: [{ linkId, answer: [{ valueString: 'x' }] }],
    }),
  );

describe('a response that contains its Questionnaire is checked in another thread', () => {
  test('which finds what is wrong, and nothing in a right one', async () => {
    const check = createCheckApart(alone);
    expect(await check(bytes('a'), 'one')).toEqual([]);
    expect(await check(bytes('b'), 'one')).toEqual([
      { code: 'linkid-unknown', place: 'QuestionnaireResponse.item[0]' },
    ]);
  });

  test('a check that takes longer than it may is told of at the questionnaire; the next one has its turn', async () => {
    const check = createCheckApart({ ...alone, time: 0 });
    const costly = [{ code: 'check-too-costly', place: 'QuestionnaireResponse.questionnaire' }];
    expect(await check(bytes('a'), 'one')).toEqual(costly);
    expect(await check(bytes('a'), 'one')).toEqual(costly);
  });

  test('a client that finds no turn and no place to wait is refused, and has its turn when the other one is done', async () => {
    const check = createCheckApart(alone);
    const first = check(bytes('a'), 'one');
    expect(await refusalOf(() => check(bytes('a'), 'other'))).toEqual([{ code: 'too-many-at-once' }]);
    expect(await first).toEqual([]);
    expect(await check(bytes('a'), 'other')).toEqual([]);
  });

  test('a check that fails is heard of, and holds up nobody', async () => {
    const check = createCheckApart(alone);
    await expect(check(Buffer.from('{'), 'one')).rejects.toThrow();
    expect(await check(bytes('a'), 'one')).toEqual([]);
  });
});
