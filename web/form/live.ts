import type { QuestionnaireResponse } from 'fhir/r4.js';
import { collectAnswers } from '../../src/questionnaire/answers.ts';
import { assess, type Origin, rate } from '../../src/scoring/assess.ts';
import type { Assessment } from '../../src/scoring/types.ts';
import type { Form } from '../model.ts';
import type { Given } from '../state.ts';
import { answeredItems } from './items.ts';

/** Of what is not answered in the form: the service reads it from the response. */
const origin: Omit<Origin, 'authored'> = {
  identity: '',
  identified: false,
  version: '',
  status: 'completed',
  citizen: {
    cpr: undefined,
    replacement: undefined,
    identifiers: [],
    display: undefined,
    given: undefined,
    family: undefined,
    reference: undefined,
  },
  professional: undefined,
  encounter: undefined,
  basedOn: [],
};

/** What the answers say so far, by the scoring of the service: the same code. */
export function liveAssessment({ variant, model, questionnaire }: Form, given: Given, authored: string): Assessment {
  const response: QuestionnaireResponse = {
    resourceType: 'QuestionnaireResponse',
    status: 'in-progress',
    item: [...answeredItems(questionnaire.item, given, () => false)],
  };
  return assessResponse({ variant, model }, response, authored);
}

export function assessResponse(
  { variant, model }: Pick<Form, 'variant' | 'model'>,
  response: QuestionnaireResponse,
  authored: string,
): Assessment {
  const answers = collectAnswers(response);
  return assess(model, variant, answers, rate(model, variant, answers), { ...origin, authored });
}

/**
 * True for an action of another level than the one shown: its decision is neither asked nor sent. Without a level that
 * anybody stands behind, no decision is.
 */
export function isOtherLevels({ variant }: Form, { statement }: Assessment): (linkId: string) => boolean {
  const level = statement?.basis === 'forslag' ? undefined : statement?.level;
  const others = variant.actions.filter(({ code }) => !level?.actions.some((action) => action.code === code));
  const linkIds = new Set(others.map(({ code }) => `handling.${code}`));
  return (linkId) => linkIds.has(linkId);
}
