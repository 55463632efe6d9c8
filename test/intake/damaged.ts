import type { QuestionnaireResponse, QuestionnaireResponseItem } from 'fhir/r4.js';
import { type Acceptance, acceptResponse } from '../../src/intake/accept.ts';
import { loadModel } from '../../src/profiles.ts';
import { documentOf } from '../../src/questionnaire/json/document.ts';
import { responseBytes } from '../fixtures.ts';

const model = loadModel();
const now = new Date('2026-12-01T12:00:00Z');
export const cpr = 'urn:oid:1.2.208.176.1.2';

export type Damage = (response: QuestionnaireResponse, item: (linkId: string) => QuestionnaireResponseItem) => void;

/** The whole form of `somatik-3-aftalt`, damaged. */
function damaged(damage: Damage): QuestionnaireResponse {
  const response: QuestionnaireResponse = JSON.parse(responseBytes('somatik-3-aftalt').toString('utf8'));
  const find = (items: readonly QuestionnaireResponseItem[], linkId: string): QuestionnaireResponseItem | undefined => {
    for (const item of items) {
      const found = item.linkId === linkId ? item : find(item.item ?? [], linkId);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  damage(response, (linkId) => {
    const found = find(response.item ?? [], linkId);
    if (found === undefined) throw new Error(`the response has no ${linkId}`);
    return found;
  });
  return response;
}

/** Every problem of a damaged response as "code place". */
export function problems(damage: Damage, purpose: 'validation' | 'scoring' = 'validation'): string[] {
  return verdict(damage, purpose).problems.map(({ code, place }) => `${code} ${place}`);
}

/** What is made of a damaged response. */
export function verdict(damage: Damage, purpose: 'validation' | 'scoring' = 'scoring'): Acceptance {
  return acceptResponse(model, documentOf(damaged(damage)), purpose, now);
}
