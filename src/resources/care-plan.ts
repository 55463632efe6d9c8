import type { CarePlan } from 'fhir/r4.js';
import { madePer } from '../model/made-per.ts';
import type { Action } from '../model/types.ts';
import { danishDay } from '../scoring/day.ts';
import type { LevelStatement } from '../scoring/types.ts';
import { hasTeam } from './care-team.ts';
import { codeable } from './codeable.ts';
import { type Context, head, isWithdrawn, note, resultIdentifier } from './context.ts';
import { fixed } from './fixed.ts';
import { urn } from './ids.ts';
import { fixedPart, narrative, type Part, type Row } from './narrative.ts';
import { dayText } from './time-text.ts';
import { both, caveat, versionRows, words } from './words.ts';

/**
 * CarePlan of the level's actions: a proposal, never an order ("Modellen kan ikke anvendes til at angive konkrete
 * ydelser hos andre parter"). Draft until the parties have agreed, then active; its category tells a suggested level
 * from an assessed one. Without a statement it takes back what an earlier version of the response said. `replaced` is
 * the id of the plan that this one takes the place of.
 */
export function carePlan(context: Context, statement: LevelStatement | undefined, replaced?: string): CarePlan {
  const { told, ids } = context;
  const { reassessment, variant } = told;
  const actions = statement?.actions ?? [];
  const { professional } = context;
  const start = danishDay(told.authored);
  const end = reassessment !== undefined && reassessment >= start ? { end: reassessment } : {};
  return {
    ...head(context, 'CarePlan', ids.plan, 'plan'),
    text: narrative(words.plan, rows(context, statement)),
    identifier: [resultIdentifier(context, ids.plan)],
    instantiatesCanonical: [variant.planUrl],
    ...(replaced === undefined ? {} : { replaces: [urn(replaced)] }),
    status: statusOf(context, statement),
    intent: 'proposal',
    ...(statement === undefined ? {} : { category: [codeable(variant.bases[statement.basis])] }),
    title: `${words.plan.da}: ${statement?.level.text.da ?? '–'}`,
    description: caveat.da,
    subject: context.subject,
    ...context.encounter,
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

function statusOf(context: Context, statement: LevelStatement | undefined): CarePlan['status'] {
  if (isWithdrawn(context) || context.superseded || statement === undefined) return 'revoked';
  return statement.basis === 'aftalt' ? 'active' : 'draft';
}

function rows(context: Context, statement: LevelStatement | undefined): (Row | Part)[] {
  const { told } = context;
  return [
    [words.citizen, told.citizen.display],
    [words.model, told.variant.title, told.variant.version],
    [words.level, statement?.level.text],
    [words.basis, statement && both(told.variant.bases[statement.basis].text, dayText(statement.day))],
    ...versionRows(context),
    ...(statement?.actions ?? []).map(({ action }) => actionPart(action)),
    [words.coordinator, told.coordinator],
    context.factorRows,
    [words.reassessment, told.reassessment === undefined ? undefined : dayText(told.reassessment)],
    [words.comment, told.comment],
    [words.caution, caveat],
  ];
}

const actionPart = madePer(({ binding, text }: Action) => fixedPart([[binding.text, text]]));

const caveats = [fixed(note(caveat.da)), fixed(note(caveat.en))];

function notes(comment: string | undefined, reassessment: string | undefined): { text: string }[] {
  const day = reassessment === undefined ? undefined : dayText(reassessment);
  return [
    ...(comment === undefined ? [] : [note(comment)]),
    ...(day === undefined ? [] : [note(`Revurderes ${day.da}.`), note(`To be reassessed on ${day.en}.`)]),
    ...caveats,
  ];
}
