import type { Observation } from 'fhir/r4.js';
import type { Assessment } from '../scoring/types.ts';
import { factorComponents, factorRows, intervalComponents, scoreComponent, scoreRow } from './components.ts';
import {
  type Context,
  codeable,
  dataAbsent,
  head,
  isWithdrawn,
  levelCodeable,
  observationCode,
  subjectOf,
} from './context.ts';
import { urn } from './ids.ts';
import { narrative, type Row } from './narrative.ts';
import { survey } from './observation-level.ts';
import { withdrawn, words } from './words.ts';

/**
 * Observation `niveauforslag`: what the rule suggests, or the interval that is possible. Always preliminary, and apart from the level in
 * force, so that a professional's deviation stays visible.
 */
export function suggestionObservation(context: Context, assessment: Assessment): Observation {
  const { ids } = context;
  const { suggestion } = assessment;
  const code = observationCode(context, 'niveauforslag');
  const { level, explanation } = suggestion;
  const { rule } = assessment.variant;
  const method = codeable(rule).coding?.map((coding) => ({ ...coding, version: rule.version })) ?? [];
  return {
    ...head(context, 'Observation', ids.suggestion, 'forslag-observation'),
    text: narrative(code.text, ids.suggestion, rows(context, assessment)),
    status: isWithdrawn(context) ? 'entered-in-error' : 'preliminary',
    category: survey,
    code: codeable(code),
    subject: subjectOf(context),
    effectiveDateTime: assessment.authored,
    ...(level === undefined ? { dataAbsentReason: dataAbsent } : { valueCodeableConcept: levelCodeable(level) }),
    note: [{ text: explanation.da }, { text: explanation.en }],
    method: { coding: method },
    derivedFrom: [urn(ids.response)],
    component: [
      ...intervalComponents(context, suggestion),
      ...factorComponents(assessment),
      scoreComponent(context, suggestion),
    ],
  };
}

function rows(context: Context, assessment: Assessment): Row[] {
  const { level, low, high, explanation } = assessment.suggestion;
  const { rule } = assessment.variant;
  const interval: Row = level === undefined ? [words.interval, low.text, high.text] : [words.level, level.text];
  return [
    [words.citizen, assessment.citizen.display],
    [words.model, assessment.variant.title, assessment.variant.version],
    interval,
    [words.explanation, explanation],
    ...(isWithdrawn(context) ? [[words.status, withdrawn] as const] : []),
    [words.rule, rule.text, rule.version],
    [words.time, assessment.authored],
    ...factorRows(assessment),
    scoreRow(context, assessment.suggestion),
  ];
}
