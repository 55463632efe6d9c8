import type { QuestionnaireResponse } from 'fhir/r4.js';
import type { Level, Variant } from '../model/types.ts';
import type { Problem } from '../outcome/problem.ts';
import { type Answers, coding, date, root } from '../questionnaire/answers.ts';
import { deviates, levelOf } from '../scoring/suggest.ts';
import type { Suggestion } from '../scoring/types.ts';

/** What the form calculates must be what the ratings give, and a level outside it needs its reason. Absent fields are in order. */
export function checkCalculated(
  variant: Variant,
  response: QuestionnaireResponse,
  answers: Answers,
  suggestion: Suggestion,
): readonly Problem[] {
  const problems = [
    ...compareScore(variant, answers, suggestion),
    ...compareLevel(variant, answers, 'forslag', suggestion.level),
    ...compareLevel(variant, answers, 'forslag.lav', suggestion.low),
    ...compareLevel(variant, answers, 'forslag.hoej', suggestion.high),
  ];
  // A withdrawn or unfinished response owes no reason.
  if (response.status === 'completed' || response.status === 'amended') {
    problems.push(...checkDeviation(variant, answers, suggestion));
  }
  return [...problems, ...checkDates(variant, response, answers), ...checkAgreement(variant, answers)];
}

function problemAt(variant: Variant, linkId: string, problem: Problem): Problem {
  const question = variant.form().items.get(linkId)?.question;
  return question === undefined ? problem : { ...problem, question };
}

function compareScore(variant: Variant, answers: Answers, { score }: Suggestion): Problem[] {
  const given = answers.get('score')?.[0];
  if (given === undefined || given.answer.valueInteger === score) return [];
  const values = { expected: String(score ?? '–'), expectedEn: String(score ?? '–') };
  return [problemAt(variant, 'score', { code: 'calculated-differs', place: `${given.place}.value`, values })];
}

function compareLevel(variant: Variant, answers: Answers, linkId: string, expected: Level | undefined): Problem[] {
  const given = answers.get(linkId)?.[0];
  if (given === undefined || given.answer.valueCoding?.code === expected?.code) return [];
  const values = { expected: expected?.text.da ?? '–', expectedEn: expected?.text.en ?? '–' };
  return [problemAt(variant, linkId, { code: 'calculated-differs', place: `${given.place}.value`, values })];
}

/** "asks for a reason": demanded only where the assessed level lies outside the interval as recomputed. */
function checkDeviation(variant: Variant, answers: Answers, suggestion: Suggestion): Problem[] {
  const level = levelOf(variant, coding(answers, 'niveau')?.code ?? '');
  if (level === undefined || !deviates(level, suggestion) || answers.has('niveau.begrundelse')) return [];
  const { low, high } = suggestion;
  const reason = variant.form().items.get('niveau.begrundelse')?.question;
  const values = {
    expected: low === high ? low.text.da : `${low.text.da} – ${high.text.da}`,
    expectedEn: low === high ? low.text.en : `${low.text.en} – ${high.text.en}`,
    question: reason?.da ?? '',
    questionEn: reason?.en ?? '',
  };
  const place = answers.get('niveau')?.[0]?.place ?? root;
  return [problemAt(variant, 'niveau', { code: 'deviation-unexplained', place, values })];
}

/** FHIR lets a date be a year alone; a letter's marker and a plan's period need the day. */
function checkDates(variant: Variant, response: QuestionnaireResponse, answers: Answers): Problem[] {
  return ['aftale.dato', 'revurdering'].flatMap((linkId) => {
    const given = date(answers, linkId);
    if (given === undefined) return [];
    const place = `${answers.get(linkId)?.[0]?.place ?? root}.value`;
    if (given.length < 10) return [problemAt(variant, linkId, { code: 'date-partial', place })];
    const early = linkId === 'revurdering' && given < (response.authored ?? '').slice(0, 10);
    return early ? [problemAt(variant, linkId, { code: 'reassessment-before', place })] : [];
  });
}

function checkAgreement(variant: Variant, answers: Answers): Problem[] {
  if (answers.has('aftale.niveau') || !(answers.has('aftale.parter') || answers.has('aftale.dato'))) return [];
  return [problemAt(variant, 'aftale.niveau', { code: 'agreement-without-level', place: root })];
}
