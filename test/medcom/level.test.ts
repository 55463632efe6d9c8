import { expect, test } from 'vitest';
import { requireStatement } from '../../src/medcom/block/level.ts';
import { scoreResponse } from '../../src/work/score.ts';
import { responseBytes } from '../fixtures.ts';
import { ports } from '../ports.ts';
import { refusalOf } from './refusal.ts';

test.each([
  ['an interval', 'letter-no-level', 'QuestionnaireResponse', 'somatik-interval'],
  ['a withdrawn response', 'letter-withdrawn', 'QuestionnaireResponse.status', 'somatik-trukket-tilbage'],
])('%s gives no letter and no page: %s', async (_, code, place, name) => {
  const { assessment } = scoreResponse(ports, responseBytes(name));
  expect(await refusalOf(() => requireStatement(assessment))).toEqual([{ code, place }]);
});
