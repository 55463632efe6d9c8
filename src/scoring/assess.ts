import { actionLinkIds, linkIds } from '../model/link-ids.ts';
import type { Concept, Level, Model, Variant } from '../model/types.ts';
import { type Answers, coding, codings, date, text } from '../questionnaire/answers.ts';
import { danishDay } from './day.ts';
import { defaultWeight, levelOf, suggest } from './suggest.ts';
import type {
  ActionDecision,
  Agreed,
  Assessed,
  Assessment,
  FactorAnswer,
  LevelStatement,
  Particulars,
  Suggestion,
} from './types.ts';

/** What a response says outside its answers. */
export type Origin = Pick<
  Assessment,
  'identity' | 'identified' | 'version' | 'status' | 'authored' | 'citizen' | 'professional' | 'encounter' | 'basedOn'
>;

/** The ratings of a response and what the rule suggests for them. */
export interface Rated {
  readonly factors: readonly FactorAnswer[];
  readonly suggestion: Suggestion;
}

/** The six factors as answered, in the model's order, whatever the order of the answers. */
function factorAnswers(model: Model, variant: Variant, answers: Answers): readonly FactorAnswer[] {
  return variant.factors.map((factor) => {
    const rating = factor.ratings.get(coding(answers, factor.linkId.rating)?.code ?? '');
    const weight = model.weights.get(coding(answers, factor.linkId.weight)?.code ?? '') ?? defaultWeight(model);
    return {
      factor,
      rating: rating?.value,
      ratingConcept: rating,
      weight: weight.value,
      weightConcept: weight,
      reason: text(answers, factor.linkId.reason),
    };
  });
}

/** The ratings among a response's answers, and the rule's suggestion for them. */
export function rate(model: Model, variant: Variant, answers: Answers): Rated {
  const factors = factorAnswers(model, variant, answers);
  return { factors, suggestion: suggest(variant, model.highestRating, factors) };
}

/**
 * The assessment that the answers of a checked response make. Suggested, assessed and agreed are kept apart; the level
 * in force is the agreed one, else the assessed, else the suggested (MODEL.md "Principles"). Its actions are exactly
 * its own row.
 */
export function assess(
  model: Model,
  variant: Variant,
  answers: Answers,
  { factors, suggestion: suggested }: Rated,
  { identified, version, ...origin }: Origin,
): Assessment {
  const participation = concept(model, 'inddragelse', answers, linkIds.participation);
  // Whoever writes an assessment as JSON gets its explanation too.
  const suggestion: Suggestion = { ...suggested, explanation: suggested.explanation };
  const particulars: Particulars = {
    ...origin,
    variant,
    factors,
    assessed: readAssessed(variant, answers),
    agreed: readAgreed(model, variant, answers),
    participation:
      participation === undefined
        ? undefined
        : { concept: participation, remark: text(answers, linkIds.participationRemark) },
    coordinator: text(answers, linkIds.coordinator),
    tools: concepts(model, 'redskab', answers, linkIds.tools),
    reassessment: date(answers, linkIds.reassessment),
    comment: text(answers, linkIds.comment),
  };
  const inForce = levelInForce(suggestion, particulars);
  const statement = inForce && { ...particulars, ...inForce, actions: decisions(model, inForce.level, answers) };
  return { ...particulars, identified, version, suggestion, statement };
}

function readAssessed(variant: Variant, answers: Answers): Assessed | undefined {
  const level = answeredLevel(variant, answers, linkIds.assessed);
  return level === undefined ? undefined : { level, reason: text(answers, linkIds.reason) };
}

function readAgreed(model: Model, variant: Variant, answers: Answers): Agreed | undefined {
  const level = answeredLevel(variant, answers, linkIds.agreed);
  if (level === undefined) return undefined;
  return {
    level,
    parties: concepts(model, 'part', answers, linkIds.parties),
    date: date(answers, linkIds.agreementDate),
  };
}

function levelInForce(
  suggestion: Suggestion,
  { assessed, agreed, authored }: Particulars,
): Pick<LevelStatement, 'level' | 'basis' | 'day'> | undefined {
  const day = danishDay(authored);
  if (agreed !== undefined) return { level: agreed.level, basis: 'aftalt', day: agreed.date ?? day };
  if (assessed !== undefined) return { level: assessed.level, basis: 'vurderet', day };
  if (suggestion.level !== undefined) return { level: suggestion.level, basis: 'forslag', day };
  return undefined;
}

/** A level's actions before anybody has decided on them. */
export function undecided(model: Model, level: Level): readonly ActionDecision[] {
  return decisions(model, level, new Map());
}

/** A consider or could action without a decision is `afventer`; a must action has none. */
function decisions(model: Model, level: Level, answers: Answers): readonly ActionDecision[] {
  return level.actions.map((action) => {
    if (action.strength === 'must') return { action, decision: undefined, reason: undefined };
    const linkId = actionLinkIds(action.code);
    const decision = concept(model, 'beslutning', answers, linkId.decision) ?? model.concept('beslutning', 'afventer');
    return { action, decision, reason: text(answers, linkId.reason) };
  });
}

function answeredLevel(variant: Variant, answers: Answers, linkId: string): Level | undefined {
  const code = coding(answers, linkId)?.code;
  return code === undefined ? undefined : levelOf(variant, code);
}

function concept(model: Model, system: string, answers: Answers, linkId: string): Concept | undefined {
  const code = coding(answers, linkId)?.code;
  return code === undefined ? undefined : model.concept(system, code);
}

function concepts(model: Model, system: string, answers: Answers, linkId: string): readonly Concept[] {
  return codings(answers, linkId).flatMap(({ code }) => {
    const found = code === undefined ? undefined : model.concept(system, code);
    return found === undefined ? [] : [found];
  });
}
