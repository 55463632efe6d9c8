import type { CarePlan } from 'fhir/r4.js';
import type { LevelStatement } from '../scoring/types.ts';
import { hasTeam } from './care-team.ts';
import { type Context, head, isWithdrawn, note, professionalOf, subjectOf } from './context.ts';
import { urn } from './ids.ts';
import { narrative } from './narrative.ts';
import { caveat, statusText, strengthText, withdrawn, words } from './words.ts';

/**
 * CarePlan of the level's actions: a proposal, never an order ("Modellen kan ikke anvendes til at angive konkrete ydelser hos andre
 * parter"). Draft until the parties have agreed, then active. Without a statement it takes back what an earlier version of
 * the response said.
 */
export function carePlan(context: Context, statement: LevelStatement | undefined): CarePlan {
  const { told, ids } = context;
  const { reassessment, variant } = told;
  const actions = statement?.actions ?? [];
  const revoked = isWithdrawn(context) || statement === undefined;
  const professional = professionalOf(context);
  const start = told.authored.slice(0, 10);
  const end = reassessment !== undefined && reassessment >= start ? { end: reassessment } : {};
  return {
    ...head(context, 'CarePlan', ids.plan, 'plan'),
    text: narrative(words.plan, ids.plan, [
      [words.citizen, told.citizen.display],
      [words.model, variant.title, variant.version],
      [words.level, statement?.level.text],
      [words.status, revoked ? withdrawn : statusText[statement.basis], statement?.day],
      ...actions.map(({ action }) => [strengthText[action.strength], action.text] as const),
      [words.coordinator, told.coordinator],
      [words.reassessment, reassessment],
      [words.caution, caveat],
    ]),
    instantiatesCanonical: [variant.planUrl],
    status: revoked ? 'revoked' : statement.basis === 'aftalt' ? 'active' : 'draft',
    intent: 'proposal',
    title: `${words.plan.da}: ${statement?.level.text.da ?? '–'}`,
    description: caveat.da,
    subject: subjectOf(context),
    period: { start, ...end },
    created: told.authored,
    ...(professional === undefined ? {} : { author: professional }),
    ...(hasTeam(context) ? { careTeam: [urn(ids.team)] } : {}),
    supportingInfo: [urn(ids.level)],
    ...(actions.length === 0
      ? {}
      : { activity: actions.map(({ action }) => ({ reference: urn(ids.task(action.code)) })) }),
    note: notes(told.comment, reassessment),
  };
}

function notes(comment: string | undefined, reassessment: string | undefined) {
  const planned =
    reassessment === undefined ? [] : [{ text: `Revurderes ${reassessment}. (To be reassessed ${reassessment}.)` }];
  return [...(comment === undefined ? [] : [note(comment)]), ...planned, { text: caveat.da }, { text: caveat.en }];
}
