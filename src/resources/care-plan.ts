import type { Annotation, CarePlan, CarePlanActivity, Period, Reference } from 'fhir/r4.js';
import { madePer } from '../model/made-per.ts';
import type { Action, Basis, Level, Model, Text, Variant } from '../model/types.ts';
import { danishDay } from '../scoring/day.ts';
import type { LevelStatement } from '../scoring/types.ts';
import { byExample } from './by-example.ts';
import { hasTeam } from './care-team.ts';
import { codeable } from './codeable.ts';
import { type Context, head, isWithdrawn, note, resultIdentifier, type Said, within } from './context.ts';
import type { ResourceDraft } from './draft.ts';
import { fixed } from './fixed.ts';
import { urn } from './ids.ts';
import { narrative, type Part, part, row } from './narrative.ts';
import { dayText } from './time-text.ts';
import { both, caveat, words } from './words.ts';

/**
 * CarePlan of the level's actions: a proposal, never an order ("Modellen kan ikke anvendes til at angive konkrete
 * ydelser hos andre parter"). Draft until the parties have agreed, then active; its category tells a suggested level
 * from an assessed one. Without a statement it takes back what an earlier version of the response said. `replaced` is
 * the id of the plan that this one takes the place of.
 */
export function carePlan(
  context: Context,
  statement: LevelStatement | undefined,
  replaced?: string,
): ResourceDraft<CarePlan> {
  const { model, said, told, ids } = context;
  const { reassessment, comment, variant } = told;
  const actions = (statement?.actions ?? []).map(({ action }) => action);
  const start = danishDay(told.authored);
  const end = reassessment !== undefined && reassessment >= start ? { end: reassessment } : {};
  const day = reassessment === undefined ? undefined : dayText(reassessment);
  const own = {
    id: ids.plan,
    replaces: replaced === undefined ? undefined : [urn(replaced)],
    period: { start, ...end },
    careTeam: hasTeam(context) ? [urn(ids.team)] : undefined,
    activity: actions.length === 0 ? undefined : actions.map(({ code }) => ({ reference: urn(ids.task(code)) })),
    note: notes(comment, day),
    basisRow: row(words.basis, statement && both(variant.bases[statement.basis].text, dayText(statement.day))),
    actionRows: part(actions.map(actionPart)),
    coordinatorRow: row(words.coordinator, told.coordinator),
    reassessmentRow: row(words.reassessment, day),
    commentRow: row(words.comment, comment),
  };
  return draft(said, own, model, variant, statement?.level, statement?.basis, statusOf(context, statement));
}

type Own = {
  readonly id: string;
  readonly replaces: Reference[] | undefined;
  readonly period: Period;
  readonly careTeam: Reference[] | undefined;
  readonly activity: CarePlanActivity[] | undefined;
  readonly note: Annotation[];
  readonly basisRow: Part;
  readonly actionRows: Part;
  readonly coordinatorRow: Part;
  readonly reassessmentRow: Part;
  readonly commentRow: Part;
};

const draft = byExample(
  (
    said: Said,
    own: Own,
    model: Model,
    variant: Variant,
    level: Level | undefined,
    basis: Basis | undefined,
    status: CarePlan['status'],
  ): CarePlan => ({
    ...head(model, 'CarePlan', own.id, 'plan'),
    text: narrative(words.plan, [
      said.citizenRow,
      [words.model, variant.title, variant.version],
      [words.level, level?.text],
      own.basisRow,
      said.versionRows,
      own.actionRows,
      own.coordinatorRow,
      said.factorRows,
      own.reassessmentRow,
      own.commentRow,
      [words.caution, caveat],
    ]),
    identifier: [resultIdentifier(model, own.id)],
    instantiatesCanonical: [variant.planUrl],
    ...(own.replaces === undefined ? {} : { replaces: own.replaces }),
    status,
    intent: 'proposal',
    ...(basis === undefined ? {} : { category: [codeable(variant.bases[basis])] }),
    title: `${words.plan.da}: ${level?.text.da ?? '–'}`,
    description: caveat.da,
    subject: said.subject,
    ...within(said),
    period: own.period,
    created: said.authored,
    ...(said.professional === undefined ? {} : { author: said.professional }),
    ...(own.careTeam === undefined ? {} : { careTeam: own.careTeam }),
    supportingInfo: [urn(said.level)],
    ...(own.activity === undefined ? {} : { activity: own.activity }),
    note: own.note,
  }),
);

function statusOf(context: Context, statement: LevelStatement | undefined): CarePlan['status'] {
  if (isWithdrawn(context) || context.superseded || statement === undefined) return 'revoked';
  return statement.basis === 'aftalt' ? 'active' : 'draft';
}

const actionPart = madePer(({ binding, text }: Action) => row(binding.text, text));

const caveats = [fixed(note(caveat.da)), fixed(note(caveat.en))];

function notes(comment: string | undefined, reassessed: Text | undefined): Annotation[] {
  return [
    ...(comment === undefined ? [] : [note(comment)]),
    ...(reassessed === undefined
      ? []
      : [note(`Revurderes ${reassessed.da}.`), note(`To be reassessed on ${reassessed.en}.`)]),
    ...caveats,
  ];
}
