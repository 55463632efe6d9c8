import type { QuestionnaireResponse } from 'fhir/r4.js';
import type { Concept, Level, Model, Variant } from '../model/types.ts';
import { type Answers, coding, codings, date, text } from '../questionnaire/answers.ts';
import { defaultWeight, levelOf, suggest } from './suggest.ts';
import type { ActionDecision, Agreed, Assessed, Assessment, FactorAnswer, LevelInForce, Suggestion } from './types.ts';

/** The scoring part of an assessment: what the answers alone say. */
export type Scored = Omit<Assessment, 'identity' | 'identified' | 'status' | 'authored' | 'citizen' | 'professional'>;

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

/** The rule's suggestion for a response's answers. */
export function suggestionOf(model: Model, variant: Variant, answers: Answers): Suggestion {
  return suggest(variant, model.highestRating, factorAnswers(model, variant, answers));
}

/**
 * Scores the answers of a checked response. Suggested, assessed and agreed are kept apart; the level in force is the agreed one, else the
 * assessed, else the suggested (MODEL.md "Principles"). Its actions are exactly its own row.
 */
export function score(model: Model, variant: Variant, response: QuestionnaireResponse, answers: Answers): Scored {
  const factors = factorAnswers(model, variant, answers);
  const suggestion = suggest(variant, model.highestRating, factors);
  const assessed = readAssessed(variant, answers);
  const agreed = readAgreed(model, variant, answers);
  const inForce = levelInForce(suggestion, assessed, agreed, (response.authored ?? '').slice(0, 10));
  const participation = concept(model, 'inddragelse', answers, 'inddragelse');
  return {
    variant,
    factors,
    suggestion,
    assessed,
    agreed,
    inForce,
    actions: inForce === undefined ? [] : decisions(model, inForce.level, answers),
    participation:
      participation === undefined
        ? undefined
        : { concept: participation, remark: text(answers, 'inddragelse.bemaerkning') },
    coordinator: text(answers, 'koordinator'),
    tools: concepts(model, 'redskab', answers, 'redskaber'),
    reassessment: date(answers, 'revurdering'),
    comment: text(answers, 'kommentar'),
  };
}

function readAssessed(variant: Variant, answers: Answers): Assessed | undefined {
  const level = answeredLevel(variant, answers, 'niveau');
  return level === undefined ? undefined : { level, reason: text(answers, 'niveau.begrundelse') };
}

function readAgreed(model: Model, variant: Variant, answers: Answers): Agreed | undefined {
  const level = answeredLevel(variant, answers, 'aftale.niveau');
  if (level === undefined) return undefined;
  return { level, parties: concepts(model, 'part', answers, 'aftale.parter'), date: date(answers, 'aftale.dato') };
}

function levelInForce(
  suggestion: Suggestion,
  assessed: Assessed | undefined,
  agreed: Agreed | undefined,
  authoredDate: string,
): LevelInForce | undefined {
  if (agreed !== undefined) return { level: agreed.level, status: 'aftalt', date: agreed.date ?? authoredDate };
  if (assessed !== undefined) return { level: assessed.level, status: 'vurderet', date: authoredDate };
  if (suggestion.level !== undefined) return { level: suggestion.level, status: 'forslag', date: authoredDate };
  return undefined;
}

/** A consider or could action without a decision is `afventer`; a must action has none. */
function decisions(model: Model, level: Level, answers: Answers): readonly ActionDecision[] {
  return level.actions.map((action) => {
    if (action.strength === 'must') return { action, decision: undefined, reason: undefined };
    const linkId = `handling.${action.code}`;
    const decision =
      concept(model, 'beslutning', answers, `${linkId}.beslutning`) ?? model.concept('beslutning', 'afventer');
    return { action, decision, reason: text(answers, `${linkId}.begrundelse`) };
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
