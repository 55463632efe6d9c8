import type { Annotation, Observation, ObservationComponent } from 'fhir/r4.js';
import type { Level, Model, Variant } from '../model/types.ts';
import type { Assessment } from '../scoring/types.ts';
import { byExample } from './by-example.ts';
import { codeable, dataAbsent, levelCodeable } from './codeable.ts';
import { factorComponents, intervalComponents, scoreComponent, scoreRow } from './components.ts';
import { answering, type Context, head, isWithdrawn, note, resultIdentifier, type Said, within } from './context.ts';
import type { ResourceDraft } from './draft.ts';
import { urn } from './ids.ts';
import { narrative, type Part, row } from './narrative.ts';
import { survey } from './observation-level.ts';
import { words } from './words.ts';

/**
 * Observation `niveauforslag`: what the rule suggests, or the interval that is possible. Always preliminary, and apart
 * from the level in force, so that a professional's deviation stays visible.
 */
export function suggestionObservation(context: Context, assessment: Assessment): ResourceDraft<Observation> {
  const { model, said, ids } = context;
  const { suggestion, variant } = assessment;
  const { level, low, high, explanation } = suggestion;
  const own = {
    id: ids.suggestion,
    note: [note(explanation.da), note(explanation.en)],
    component: [
      ...intervalComponents(variant, suggestion),
      ...factorComponents(assessment),
      scoreComponent(variant, suggestion),
    ],
    levelRow: level === undefined ? row(words.interval, low.text, high.text) : row(words.level, level.text),
    explanationRow: row(words.explanation, explanation),
    scoreRow: row(...scoreRow(variant, suggestion)),
  };
  return draft(said, own, model, variant, level, isWithdrawn(context) ? 'entered-in-error' : 'preliminary');
}

type Own = {
  readonly id: string;
  readonly note: Annotation[];
  readonly component: ObservationComponent[];
  readonly levelRow: Part;
  readonly explanationRow: Part;
  readonly scoreRow: Part;
};

const draft = byExample(
  (
    said: Said,
    own: Own,
    model: Model,
    variant: Variant,
    level: Level | undefined,
    status: Observation['status'],
  ): Observation => ({
    ...head(model, 'Observation', own.id, 'forslag-observation'),
    text: narrative(variant.observed.suggestion.text, [
      said.citizenRow,
      [words.model, variant.title, variant.version],
      own.levelRow,
      own.explanationRow,
      said.versionRows,
      [words.rule, variant.rule.text, variant.rule.version],
      said.timeRow,
      said.factorRows,
      own.scoreRow,
    ]),
    identifier: [resultIdentifier(model, own.id)],
    ...answering(said),
    status,
    category: [survey],
    code: codeable(variant.observed.suggestion),
    subject: said.subject,
    ...within(said),
    effectiveDateTime: said.authored,
    ...(level === undefined ? { dataAbsentReason: dataAbsent } : { valueCodeableConcept: levelCodeable(level) }),
    note: own.note,
    method: codeable(variant.rule),
    derivedFrom: [urn(said.response)],
    component: own.component,
  }),
);
