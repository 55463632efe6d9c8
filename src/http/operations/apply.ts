import type { CarePlan, Reference, Task } from 'fhir/r4.js';
import type { Level, Model, Variant } from '../../model/types.ts';
import { ownModel } from '../../model/versions.ts';
import { carePlan } from '../../resources/care-plan.ts';
import { codeable } from '../../resources/codeable.ts';
import { createContext } from '../../resources/context.ts';
import { tasks } from '../../resources/task.ts';
import { undecided } from '../../scoring/assess.ts';
import type { LevelStatement } from '../../scoring/types.ts';
import { software } from '../../version.ts';
import type { Subject } from './subject.ts';

/** What `$apply` works from. */
export interface Application {
  readonly variant: Variant;
  readonly level: Level;
  readonly subject: Subject;
  /** A literal reference to the professional; R4's `practitioner`. */
  readonly practitioner: string | undefined;
  /** Instant with offset. */
  readonly time: string;
  /** A new UUID: without a response there is nothing to derive one from. */
  readonly identity: string;
}

/**
 * The CarePlan of a level, its Tasks contained: exactly what a response with that level assessed gives, with status
 * draft and intent proposal. R4's `$apply` gives one CarePlan, so the Tasks stand in it; the level is named and coded,
 * since there is no Observation of it.
 */
export function apply(models: Model, application: Application): CarePlan {
  const model = ownModel(models, application.variant);
  const { level, subject } = application;
  const statement = assessedLevel(model, application);
  const context = createContext(model, statement, software, { references: 'sender' });
  const reason: Reference = { type: 'Observation', display: level.text.da };
  const contained = tasks(context, statement).map((task) => withinPlan(task.make(), level, reason, subject.reference));
  return {
    ...carePlan(context, statement).make(),
    contained,
    subject: subject.reference,
    supportingInfo: [reason],
    activity: contained.map(({ id }) => ({ reference: { reference: `#${id}` } })),
  };
}

/**
 * A Task that stands in the plan: its plan is what contains it, and it has no text of its own (R4 "Contained
 * Resources").
 */
function withinPlan({ text: _, ...task }: Task, level: Level, reason: Reference, citizen: Reference): Task {
  return { ...task, basedOn: [{ reference: '#' }], reasonCode: codeable(level), reasonReference: reason, for: citizen };
}

/** A professional assessed the level, and no more is told. */
function assessedLevel(
  model: Model,
  { variant, level, subject, practitioner, time, identity }: Application,
): LevelStatement {
  return {
    ...{ variant, identity, status: 'completed', authored: time, citizen: subject.citizen },
    professional:
      practitioner === undefined
        ? undefined
        : { type: undefined, display: undefined, identifiers: [], reference: practitioner },
    ...{ level, basis: 'vurderet', day: time.slice(0, 10), actions: undecided(model, level) },
    assessed: { level, reason: undefined },
    ...{
      agreed: undefined,
      participation: undefined,
      coordinator: undefined,
      reassessment: undefined,
      comment: undefined,
    },
    ...{ encounter: undefined, basedOn: [], factors: [], tools: [] },
  };
}
