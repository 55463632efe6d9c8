import type { Task, TaskInput } from 'fhir/r4.js';
import { madePer } from '../model/made-per.ts';
import type { Action } from '../model/types.ts';
import { isDeclined } from '../scoring/decision.ts';
import type { ActionDecision, LevelStatement } from '../scoring/types.ts';
import { codeable } from './codeable.ts';
import { type Context, head, isWithdrawn, note, resultIdentifier } from './context.ts';
import { fixedPer } from './fixed.ts';
import { urn } from './ids.ts';
import { fixedPart, narrative } from './narrative.ts';
import { superseded, taskStatusText, versionRows, words } from './words.ts';

type TaskStatus = keyof typeof taskStatusText;

/**
 * A Task per action of the level in force: a proposal to the parties, with the decision that was taken and its reason.
 */
export function tasks(context: Context, statement: LevelStatement | undefined): Task[] {
  if (statement === undefined) return [];
  return statement.actions.map((decision) => task(context, decision, statusOf(context, statement, decision)));
}

/**
 * Tasks of actions that an earlier version of the response proposed and this one does not: cancelled, else they would
 * stay alive.
 */
export function cancelledTasks(context: Context, fallen: readonly Action[]): Task[] {
  return fallen.map((action) => task(context, { action, decision: undefined, reason: undefined }, 'cancelled'));
}

function statusOf(context: Context, { basis }: LevelStatement, taken: ActionDecision): TaskStatus {
  if (isWithdrawn(context)) return 'cancelled';
  if (isDeclined(taken)) return 'rejected';
  if (context.superseded) return 'cancelled';
  return basis === 'aftalt' ? 'requested' : 'draft';
}

function task(context: Context, { action, decision, reason }: ActionDecision, status: TaskStatus): Task {
  const { told, ids } = context;
  const id = ids.task(action.code);
  const { professional } = context;
  const why = status === 'cancelled' && context.superseded ? superseded.da : reason;
  return {
    ...head(context, 'Task', id, 'opgave'),
    text: taskNarrative(context, { action, decision, reason }, status),
    identifier: [resultIdentifier(context, id)],
    instantiatesCanonical: action.definition,
    basedOn: [urn(ids.plan)],
    status,
    ...(why === undefined ? {} : { statusReason: { text: why } }),
    ...(decision === undefined ? {} : { businessStatus: codeable(decision) }),
    intent: 'proposal',
    code: codeable(action),
    description: action.text.da,
    for: context.subject,
    ...context.encounter,
    authoredOn: told.authored,
    ...(professional === undefined ? {} : { requester: professional }),
    performerType: performers(action),
    reasonReference: urn(ids.level),
    ...(reason === undefined ? {} : { note: [note(reason)] }),
    input: strength(action),
  };
}

/**
 * How binding the action is: of what R4's Task has, only `input` takes a code of that kind (`priority` is about haste).
 * FHIR's own code beside ours.
 */
const strength = fixedPer(({ binding, strength: behavior }: Action): TaskInput[] => {
  const { coding = [] } = codeable(binding);
  const fhir = { system: 'http://hl7.org/fhir/action-required-behavior', code: behavior };
  return [{ type: { text: words.strength.da }, valueCodeableConcept: { coding: [...coding, fhir] } }];
});

const performers = fixedPer(({ parties }: Action) => parties.map((party) => codeable(party)));

const actionPart = madePer(({ binding, parties }: Action) =>
  fixedPart([
    [words.strength, binding.text],
    [words.parties, ...parties.map((party) => party.text)],
  ]),
);

function taskNarrative(context: Context, { action, decision, reason }: ActionDecision, status: TaskStatus) {
  return narrative(action.text, [
    [words.citizen, context.told.citizen.display],
    actionPart(action),
    [words.decision, decision?.text],
    [words.reason, reason],
    [words.status, taskStatusText[status]],
    ...versionRows(context),
  ]);
}
