import type { CodeableConcept, Observation } from 'fhir/r4.js';
import type { LevelStatement } from '../scoring/types.ts';
import { codeable, dataAbsent, levelCode, levelCodeable } from './codeable.ts';
import { factorComponents } from './components.ts';
import { type Context, head, note, resultIdentifier } from './context.ts';
import { narrative, type Part, type Row } from './narrative.ts';
import { effective, howDecided, levelRows, levelStatus, survey } from './observation-level.ts';
import { dayText } from './time-text.ts';
import { activityText, both, words } from './words.ts';

/** Observation `samarbejdsniveau` as far as a letter tells it. */
export function toldObservation(context: Context, statement: LevelStatement): Observation {
  const { level, basis, assessed, variant, authored } = statement;
  const reason = assessed?.reason;
  const performer = context.said.values.professional;
  return {
    ...begin(context, [codeable(variant.bases[basis])], levelRows(context, statement)),
    status: levelStatus(context, statement),
    effectiveDateTime: effective(statement),
    issued: authored,
    ...(performer === undefined ? {} : { performer: [performer] }),
    valueCodeableConcept: levelCodeable(level),
    note: [...howDecided(statement), ...(reason === undefined ? [] : [note(reason)])],
    ...(statement.factors.length === 0 ? {} : { component: factorComponents(statement) }),
  };
}

/**
 * What takes back the level that was assessed at that time, where no more is known of it; `day` is that of the
 * withdrawal.
 */
export function withdrawnObservation(context: Context, day: string): Observation {
  const { variant, authored } = context.told;
  const { da, en } = both(activityText['entered-in-error'], dayText(day));
  return {
    ...begin(
      context,
      [],
      [[words.model, variant.title, variant.version], [words.status, { da, en }], context.said.values.timeRow],
    ),
    status: 'entered-in-error',
    effectiveDateTime: authored,
    dataAbsentReason: dataAbsent,
    note: [note(`Samarbejdsniveauet er ${da}.`), note(`The level was ${en}.`)],
  };
}

function begin(context: Context, basis: readonly CodeableConcept[], rows: readonly (Row | Part)[]) {
  const { model, ids, told, said } = context;
  const { observed } = told.variant;
  // Not the profile of our own Observations, which have a score and the response that they come from.
  const { meta: _, ...first } = head(model, 'Observation', ids.level, 'niveau-observation');
  return {
    ...first,
    text: narrative(observed.level.text, rows),
    identifier: [resultIdentifier(model, ids.level)],
    category: [survey, ...basis],
    code: levelCode(observed),
    subject: said.values.subject,
  };
}
