import type { QuestionnaireResponse } from 'fhir/r4.js';
import { expect } from 'vitest';
import type { Variant } from '../../src/model/types.ts';
import { Refusal } from '../../src/outcome/problem.ts';
import { scoreResponse } from '../../src/work/score.ts';
import { ports } from '../ports.ts';

/** What stands in the calculated fields: the score, and of each level its code; empty where nothing stands there. */
export interface Shown {
  readonly score: string;
  readonly forslag: string;
  readonly lav: string;
  readonly hoej: string;
}

/** The actions of a level that a decision is taken on, by code. */
export function decisions(variant: Variant, levelCode: string): string[] {
  const level = variant.levels.find(({ code }) => code === levelCode);
  return (level?.actions ?? []).filter(({ strength }) => strength !== 'must').map(({ code }) => code);
}

/** The first and the last party that the variant's form offers. */
export function partiesOf({ questionnaire }: Variant): { readonly code: string; readonly display: string }[] {
  const agreement = questionnaire.item?.find(({ linkId }) => linkId === 'aftale');
  const options = agreement?.item?.find(({ linkId }) => linkId === 'aftale.parter')?.answerOption ?? [];
  return [options.at(0), options.at(-1)].map((option) => {
    const { code = '', display = '' } = option?.valueCoding ?? {};
    return { code, display };
  });
}

/** What the form does not know and its host adds. Nothing of what the form sent is removed. */
export function withHost(sent: QuestionnaireResponse): QuestionnaireResponse {
  return {
    authored: '2026-01-20T10:30:00+01:00',
    ...sent,
    // A form in use says in-progress; that it is done is the host's to say.
    status: 'completed',
    identifier: { system: 'https://ehr.example.dk/responses', value: 'renderer' },
    subject: {
      type: 'Patient',
      identifier: { system: 'urn:oid:1.2.208.176.1.2', value: '2512489996' },
      display: 'Nancy Ann Berggren',
    },
    author: {
      type: 'Practitioner',
      identifier: { system: 'https://autregweb.sst.dk', value: 'CBNH1' },
      display: 'Michael Burns',
    },
  };
}

/** A response as it is sent. */
export function asBytes(response: QuestionnaireResponse): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(response));
}

export function answer(response: QuestionnaireResponse, linkId: string) {
  return response.item?.find((item) => item.linkId === linkId)?.answer;
}

/** What is typed of a level that is agreed. */
export const comment = 'Første linje\nanden linje: æøå – “citat”';
export const reason = 'Borgeren ønsker at vente.';

/** Expects that a response is accepted, with level 3 suggested and agreed, and one action declined. */
export function expectAgreed(variant: Variant, sent: QuestionnaireResponse, declined: string): void {
  const { assessment, warnings } = scoreResponse(ports, asBytes(withHost(sent)));
  expect(warnings).toEqual([]);
  expect(answer(sent, 'forslag')?.[0]?.valueCoding?.code).toBe('3');
  expect(assessment.suggestion).toMatchObject({ score: 10, maximum: 28, level: { code: '3' }, missing: [] });
  expect(assessment.statement).toMatchObject({ level: { code: '3' }, basis: 'aftalt', day: '2026-01-22' });
  expect(assessment.agreed?.parties.map(({ code }) => code)).toEqual(partiesOf(variant).map(({ code }) => code));
  expect(assessment.participation?.concept.code).toBe('delvist');
  expect(assessment.comment).toBe(comment);
  const decided = assessment.statement?.actions.find(({ action }) => action.code === declined);
  expect(decided).toMatchObject({ decision: { code: 'nej' }, reason });
}

/** The codes that a response is refused with; none where it is accepted. */
export function refusal(response: QuestionnaireResponse): string[] {
  try {
    scoreResponse(ports, asBytes(response));
  } catch (error) {
    if (error instanceof Refusal) return error.problems.map(({ code }) => code);
    throw error;
  }
  return [];
}
