import type { Task } from 'fhir/r4.js';
import type { Action } from '../model/types.ts';
import { isDeclined } from '../scoring/decision.ts';
import type { ActionDecision, LevelStatement } from '../scoring/types.ts';
import { type Context, codeable, head, isWithdrawn, note, professionalOf, subjectOf } from './context.ts';
import { urn } from './ids.ts';
import { narrative } from './narrative.ts';
import { strengthText, taskStatusText, words } from './words.ts';

type TaskStatus = keyof typeof taskStatusText;

/** A Task per action of the level in force: a proposal to the parties, with the decision that was taken and its reason. */
export function tasks(context: Context, statement: LevelStatement | undefined): Task[] {
  if (statement === undefined) return [];
  const status = (decision: ActionDecision) =>
    isWithdrawn(context) ? 'cancelled' : proposedStatus(statement, decision);
  return statement.actions.map((decision) => task(context, decision, status(decision)));
}

/** The variant's other actions, cancelled: else the Tasks of an amended response's old level would stay alive. */
export function cancelledTasks(context: Context, statement: LevelStatement | undefined): Task[] {
  const current = new Set(statement?.actions.map(({ action }) => action.code));
  const others = context.told.variant.actions.filter((action) => !current.has(action.code));
  return others.map((action) => task(context, { action, decision: undefined, reason: undefined }, 'cancelled'));
}

function proposedStatus({ basis }: LevelStatement, taken: ActionDecision): TaskStatus {
  if (isDeclined(taken)) return 'rejected';
  return basis === 'aftalt' ? 'requested' : 'draft';
}

function task(context: Context, { action, decision, reason }: ActionDecision, status: TaskStatus): Task {
  const { told, ids } = context;
  const id = ids.task(action.code);
  const professional = professionalOf(context);
  return {
    ...head(context, 'Task', id, 'opgave'),
    text: taskNarrative(context, id, { action, decision, reason }, status),
    instantiatesCanonical: action.definition,
    basedOn: [urn(ids.plan)],
    status,
    ...(reason === undefined ? {} : { statusReason: { text: reason } }),
    ...(decision === undefined ? {} : { businessStatus: codeable(decision) }),
    intent: 'proposal',
    code: codeable(action),
    description: action.text.da,
    for: subjectOf(context),
    authoredOn: told.authored,
    ...(professional === undefined ? {} : { requester: professional }),
    performerType: action.parties.map(codeable),
    reasonReference: urn(ids.level),
    ...(reason === undefined ? {} : { note: [note(reason)] }),
  };
}

function taskNarrative(
  { told }: Context,
  id: string,
  { action, decision, reason }: { action: Action } & Pick<ActionDecision, 'decision' | 'reason'>,
  status: TaskStatus,
) {
  return narrative(action.text, id, [
    [words.citizen, told.citizen.display],
    [words.strength, strengthText[action.strength]],
    [words.parties, ...action.parties.map((party) => party.text)],
    [words.decision, decision?.text],
    [words.reason, reason],
    [words.status, taskStatusText[status]],
  ]);
}
