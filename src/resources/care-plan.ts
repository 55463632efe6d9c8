import type { CarePlan } from 'fhir/r4.js';
import { hasTeam } from './care-team.ts';
import { type Context, head, isWithdrawn, note, professionalOf, subjectOf } from './context.ts';
import { urn } from './ids.ts';
import { narrative } from './narrative.ts';
import { caveat, statusText, strengthText, withdrawn, words } from './words.ts';

/**
 * CarePlan of the level's actions: a proposal, never an order ("Modellen kan ikke anvendes til at angive konkrete ydelser hos andre
 * parter"). Draft until the parties have agreed, then active.
 */
export function carePlan(context: Context): CarePlan {
  const { assessment, ids } = context;
  const { inForce, actions, reassessment, variant } = assessment;
  const revoked = isWithdrawn(context) || inForce === undefined;
  const professional = professionalOf(context);
  const start = assessment.authored.slice(0, 10);
  const end = reassessment !== undefined && reassessment >= start ? { end: reassessment } : {};
  return {
    ...head(context, 'CarePlan', ids.plan, 'plan'),
    text: narrative(words.plan, ids.plan, [
      [words.citizen, assessment.citizen.display],
      [words.model, variant.title, variant.version],
      [words.level, inForce?.level.text],
      [words.status, revoked ? withdrawn : statusText[inForce.status], inForce?.date],
      ...actions.map(({ action }) => [strengthText[action.strength], action.text] as const),
      [words.coordinator, assessment.coordinator],
      [words.reassessment, reassessment],
      [words.caution, caveat],
    ]),
    instantiatesCanonical: [variant.planUrl],
    status: revoked ? 'revoked' : inForce.status === 'aftalt' ? 'active' : 'draft',
    intent: 'proposal',
    title: `${words.plan.da}: ${inForce?.level.text.da ?? '–'}`,
    description: caveat.da,
    subject: subjectOf(context),
    period: { start, ...end },
    created: assessment.authored,
    ...(professional === undefined ? {} : { author: professional }),
    ...(hasTeam(context) ? { careTeam: [urn(ids.team)] } : {}),
    supportingInfo: [urn(ids.level)],
    ...(actions.length === 0
      ? {}
      : { activity: actions.map(({ action }) => ({ reference: urn(ids.task(action.code)) })) }),
    note: notes(assessment.comment, reassessment),
  };
}

function notes(comment: string | undefined, reassessment: string | undefined) {
  const planned =
    reassessment === undefined ? [] : [{ text: `Revurderes ${reassessment}. (To be reassessed ${reassessment}.)` }];
  return [...(comment === undefined ? [] : [note(comment)]), ...planned, { text: caveat.da }, { text: caveat.en }];
}
