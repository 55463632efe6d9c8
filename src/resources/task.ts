import type { Task, TaskInput } from 'fhir/r4.js';
import { madePer } from '../model/made-per.ts';
import type { Action, Concept, Model } from '../model/types.ts';
import { isDeclined } from '../scoring/decision.ts';
import type { ActionDecision, LevelStatement } from '../scoring/types.ts';
import { byExample } from './by-example.ts';
import { codeable } from './codeable.ts';
import { type Context, head, isWithdrawn, note, resultIdentifier, type Said, within } from './context.ts';
import type { ResourceDraft } from './draft.ts';
import { fixedPer } from './fixed.ts';
import { urn } from './ids.ts';
import { narrative, type Part, part, row } from './narrative.ts';
import { superseded, taskStatusText, words } from './words.ts';

type TaskStatus = keyof typeof taskStatusText;

interface TaskDraft extends ResourceDraft<Task> {
  readonly status: TaskStatus;
}

/**
 * A Task per action of the level in force: a proposal to the parties, with the decision that was taken and its reason.
 */
export function tasks(context: Context, statement: LevelStatement | undefined): TaskDraft[] {
  if (statement === undefined) return [];
  return statement.actions.map((decision) => task(context, decision, statusOf(context, statement, decision)));
}

/**
 * Tasks of actions that an earlier version of the response proposed and this one does not: cancelled, else they would
 * stay alive.
 */
export function cancelledTasks(context: Context, fallen: readonly Action[]): TaskDraft[] {
  return fallen.map((action) => task(context, { action, decision: undefined, reason: undefined }, 'cancelled'));
}

function statusOf(context: Context, { basis }: LevelStatement, taken: ActionDecision): TaskStatus {
  if (isWithdrawn(context)) return 'cancelled';
  if (isDeclined(taken)) return 'rejected';
  if (context.superseded) return 'cancelled';
  return basis === 'aftalt' ? 'requested' : 'draft';
}

function task(context: Context, { action, decision, reason }: ActionDecision, status: TaskStatus): TaskDraft {
  const { model, said, ids } = context;
  const own = {
    id: ids.task(action.code),
    statusReason: status === 'cancelled' && context.superseded ? superseded.da : reason,
    note: reason === undefined ? undefined : note(reason),
    reasonRow: row(words.reason, reason),
  };
  return { ...draft(said, own, model, action, decision, status), status };
}

type Own = {
  readonly id: string;
  readonly statusReason: string | undefined;
  readonly note: { text: string } | undefined;
  readonly reasonRow: Part;
};

const draft = byExample(
  (said: Said, own: Own, model: Model, action: Action, decision: Concept | undefined, status: TaskStatus): Task => ({
    ...head(model, 'Task', own.id, 'opgave'),
    text: narrative(action.text, [
      said.citizenRow,
      actionPart(action),
      [words.decision, decision?.text],
      own.reasonRow,
      [words.status, taskStatusText[status]],
      said.versionRows,
    ]),
    identifier: [resultIdentifier(model, own.id)],
    instantiatesCanonical: action.definition,
    basedOn: [urn(said.plan)],
    status,
    ...(own.statusReason === undefined ? {} : { statusReason: { text: own.statusReason } }),
    ...(decision === undefined ? {} : { businessStatus: codeable(decision) }),
    intent: 'proposal',
    code: codeable(action),
    description: action.text.da,
    for: said.subject,
    ...within(said),
    authoredOn: said.authored,
    ...(said.professional === undefined ? {} : { requester: said.professional }),
    performerType: performers(action),
    reasonReference: urn(said.level),
    ...(own.note === undefined ? {} : { note: [own.note] }),
    input: strength(action),
  }),
);

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
  part([
    [words.strength, binding.text],
    [words.parties, ...parties.map((party) => party.text)],
  ]),
);
