import type { QuestionnaireResponse } from 'fhir/r4.js';
import { linkIds } from '../model/link-ids.ts';
import type { Level, Variant } from '../model/types.ts';
import type { Problem } from '../outcome/problem.ts';
import { type Answers, coding, root } from '../questionnaire/answers.ts';
import { deviates, levelOf } from '../scoring/suggest.ts';
import type { Suggestion } from '../scoring/types.ts';
import { problemAt } from './question.ts';

/**
 * What the form calculates must be what the ratings give, and a level outside it needs its reason. Absent fields are in
 * order.
 */
export function compareCalculated(
  variant: Variant,
  response: QuestionnaireResponse,
  answers: Answers,
  suggestion: Suggestion,
): readonly Problem[] {
  const problems = [
    ...compareScore(variant, answers, suggestion),
    ...compareLevel(variant, answers, linkIds.suggestion, suggestion.level),
    ...compareLevel(variant, answers, linkIds.lowest, suggestion.low),
    ...compareLevel(variant, answers, linkIds.highest, suggestion.high),
  ];
  // A withdrawn or unfinished response owes no reason.
  if (response.status === 'completed' || response.status === 'amended') {
    problems.push(...checkDeviation(variant, answers, suggestion));
  }
  return [...problems, ...checkAgreement(variant, answers)];
}

function compareScore(variant: Variant, answers: Answers, { score }: Suggestion): Problem[] {
  const given = answers.get(linkIds.score)?.[0];
  if (given === undefined || given.answer.valueInteger === score) return [];
  const values = { expected: String(score ?? '–'), expectedEn: String(score ?? '–') };
  return [problemAt(variant, linkIds.score, { code: 'calculated-differs', place: `${given.place}.value`, values })];
}

function compareLevel(variant: Variant, answers: Answers, linkId: string, expected: Level | undefined): Problem[] {
  const given = answers.get(linkId)?.[0];
  if (given === undefined || given.answer.valueCoding?.code === expected?.code) return [];
  const values = { expected: expected?.text.da ?? '–', expectedEn: expected?.text.en ?? '–' };
  return [problemAt(variant, linkId, { code: 'calculated-differs', place: `${given.place}.value`, values })];
}

/** "asks for a reason": demanded only where the assessed level lies outside the interval as recomputed. */
function checkDeviation(variant: Variant, answers: Answers, suggestion: Suggestion): Problem[] {
  const level = levelOf(variant, coding(answers, linkIds.assessed)?.code ?? '');
  if (level === undefined || !deviates(level, suggestion) || answers.has(linkIds.reason)) return [];
  const { low, high } = suggestion;
  const reason = variant.form().items.get(linkIds.reason)?.question;
  const values = {
    expected: low === high ? low.text.da : `${low.text.da} – ${high.text.da}`,
    expectedEn: low === high ? low.text.en : `${low.text.en} – ${high.text.en}`,
    question: reason?.da ?? '',
    questionEn: reason?.en ?? '',
  };
  const place = answers.get(linkIds.assessed)?.[0]?.place ?? root;
  return [problemAt(variant, linkIds.assessed, { code: 'deviation-unexplained', place, values })];
}

function checkAgreement(variant: Variant, answers: Answers): Problem[] {
  if (answers.has(linkIds.agreed) || !(answers.has(linkIds.parties) || answers.has(linkIds.agreementDate))) return [];
  return [problemAt(variant, linkIds.agreed, { code: 'agreement-without-level', place: root })];
}
