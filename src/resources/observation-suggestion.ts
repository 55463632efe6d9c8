import type { Observation } from 'fhir/r4.js';
import type { Assessment } from '../scoring/types.ts';
import { codeable, dataAbsent, levelCodeable } from './codeable.ts';
import { factorComponents, intervalComponents, scoreComponent, scoreRow } from './components.ts';
import { type Context, head, isWithdrawn, note, resultIdentifier } from './context.ts';
import { urn } from './ids.ts';
import { narrative, type Part, type Row } from './narrative.ts';
import { survey } from './observation-level.ts';
import { versionRows, words } from './words.ts';

/**
 * Observation `niveauforslag`: what the rule suggests, or the interval that is possible. Always preliminary, and apart
 * from the level in force, so that a professional's deviation stays visible.
 */
export function suggestionObservation(context: Context, assessment: Assessment): Observation {
  const { ids } = context;
  const { suggestion, variant } = assessment;
  const { level, explanation } = suggestion;
  return {
    ...head(context, 'Observation', ids.suggestion, 'forslag-observation'),
    text: narrative(variant.observed.suggestion.text, rows(context, assessment)),
    identifier: [resultIdentifier(context, ids.suggestion)],
    ...context.basedOn,
    status: isWithdrawn(context) ? 'entered-in-error' : 'preliminary',
    category: [survey],
    code: codeable(variant.observed.suggestion),
    subject: context.subject,
    ...context.encounter,
    effectiveDateTime: assessment.authored,
    ...(level === undefined ? { dataAbsentReason: dataAbsent } : { valueCodeableConcept: levelCodeable(level) }),
    note: [note(explanation.da), note(explanation.en)],
    method: codeable(variant.rule),
    derivedFrom: [urn(ids.response)],
    component: [
      ...intervalComponents(variant, suggestion),
      ...factorComponents(assessment),
      scoreComponent(variant, suggestion),
    ],
  };
}

function rows(context: Context, assessment: Assessment): (Row | Part)[] {
  const { suggestion, variant } = assessment;
  const { level, low, high, explanation } = suggestion;
  const interval: Row = level === undefined ? [words.interval, low.text, high.text] : [words.level, level.text];
  return [
    [words.citizen, assessment.citizen.display],
    [words.model, variant.title, variant.version],
    interval,
    [words.explanation, explanation],
    ...versionRows(context),
    [words.rule, variant.rule.text, variant.rule.version],
    [words.time, context.moment],
    context.factorRows,
    scoreRow(variant, suggestion),
  ];
}
