import type { QuestionnaireItem } from 'fhir/r4.js';
import { systems as citizenSystems } from '../../model/systems.ts';
import type { Action, Concept, Level, LevelText, Model, Strength, Variant } from '../../model/types.ts';
import { ownModel, variantOfVersion } from '../../model/versions.ts';
import { refuse } from '../../outcome/problem.ts';
import type { ActionDecision, Citizen, LevelStatement } from '../../scoring/types.ts';
import { collapse } from '../block/grammar.ts';
import type { ActionLine, LevelBlock } from '../block/parse.ts';
import type { CitizenNumber } from '../new-letter/patient.ts';

const bindings: Readonly<Record<string, Strength>> = {
  skal: 'must',
  'skal overvejes': 'must-unless-documented',
  kan: 'could',
};

/**
 * A block in the model's own codes: the statement as far as a letter tells it. What it does not tell, the factors, is empty;
 * `authored` is a date. Nothing is guessed: a text that is not the model's is an error.
 * Error: `block-version-unknown`.
 */
export function toStatement(models: Model, block: LevelBlock, identity: string, number: CitizenNumber): LevelStatement {
  const variant = variantOfVersion(models, block.variant, block.version);
  if (variant === undefined) unknown();
  const model = ownModel(models, variant);
  const level = levelOf(variant, block.level);
  if (!sameTexts(level.texts, block.basis) || level.actions.length !== block.actions.length) unknown();
  const participation = block.participation;
  return {
    variant,
    identity,
    status: 'completed',
    authored: block.assessed?.date ?? block.date,
    citizen: citizenOf(number),
    professional: undefined,
    ...{ encounter: undefined, basedOn: [] },
    factors: [],
    level,
    basis: block.status,
    day: block.date,
    assessed: assessedOf(variant, level, block),
    agreed: block.agreed && {
      level: levelOf(variant, block.agreed.level),
      parties: block.agreed.parties.map((text) => conceptOf(model, variant, 'aftale.parter', text)),
      date: block.agreed.date,
    },
    actions: level.actions.map((action, index) => decisionOf(model, action, block.actions[index])),
    participation: participation && {
      concept: conceptOf(model, variant, 'inddragelse', participation.text),
      remark: participation.remark,
    },
    coordinator: block.coordinator,
    tools: block.tools.map((text) => conceptOf(model, variant, 'redskaber', text)),
    reassessment: block.reassessment,
    comment: block.comment,
  };
}

function unknown(): never {
  refuse('block-version-unknown', { place: '/Emessage' });
}

function levelOf({ levels }: Variant, code: string): Level {
  return levels.find((level) => level.code === code) ?? unknown();
}

function sameTexts(texts: readonly LevelText[], basis: LevelBlock['basis']): boolean {
  if (texts.length !== basis.length) return false;
  return texts.every(({ label, text }, index) => {
    const line = basis[index];
    return label.da === line?.label && collapse(text.da) === line.text;
  });
}

/** Who is assessed at which level is said where an agreed one is in force; else it is the level itself. */
function assessedOf(
  variant: Variant,
  level: Level,
  { assessed, status, reason }: LevelBlock,
): LevelStatement['assessed'] {
  if (assessed !== undefined) return { level: levelOf(variant, assessed.level), reason };
  return status === 'vurderet' ? { level, reason } : undefined;
}

function decisionOf(model: Model, action: Action, line: ActionLine | undefined): ActionDecision {
  if (line === undefined || bindings[line.binding] !== action.strength || line.text !== collapse(action.text.da)) {
    unknown();
  }
  const decision = line.decision === undefined ? undefined : model.concept('beslutning', line.decision);
  return { action, decision, reason: line.reason };
}

/** One of the codes that a question of the variant offers, by its Danish display, which is what a block has. */
function conceptOf(model: Model, { questionnaire }: Variant, linkId: keyof typeof systems, text: string): Concept {
  const item = itemsOf(questionnaire.item ?? []).find((each) => each.linkId === linkId);
  const concepts = (item?.answerOption ?? []).map(({ valueCoding }) => {
    return model.concept(systems[linkId], valueCoding?.code ?? '');
  });
  return concepts.find((concept) => concept !== undefined && collapse(concept.text.da) === text) ?? unknown();
}

const systems = { 'aftale.parter': 'part', inddragelse: 'inddragelse', redskaber: 'redskab' } as const;

function itemsOf(items: readonly QuestionnaireItem[]): readonly QuestionnaireItem[] {
  return items.flatMap((item) => [item, ...itemsOf(item.item ?? [])]);
}

function citizenOf({ element, value }: CitizenNumber): Citizen {
  const cpr = element === 'CivilRegistrationNumber' ? value : undefined;
  const replacement = cpr === undefined ? { system: replacementSystem(value), value } : undefined;
  return {
    cpr,
    replacement,
    identifiers: [replacement ?? { system: citizenSystems.cpr, value }],
    display: undefined,
    given: undefined,
    family: undefined,
    reference: undefined,
  };
}

/** MedCom's mapping of January 2026: X-eCPR when the seventh character is 1 or 7, else D-eCPR. */
function replacementSystem(value: string): string {
  return /^.{6}[17]/.test(value) ? citizenSystems.xEcpr : citizenSystems.dEcpr;
}
