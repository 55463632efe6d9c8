import type { OperationOutcomeIssue, QuestionnaireResponse, QuestionnaireResponseItem } from 'fhir/r4.js';
import { issueText } from '../service.ts';
import { own, type State, type Trouble } from '../state.ts';
import { type Word, words } from '../words.ts';
import { numberState } from './citizen-number.ts';

/** What the page itself finds missing: without it nothing can be asked of the service. */
export function ownTroubles({ form, number, author }: State): readonly Trouble[] {
  const found: (readonly [string, Word])[] = [];
  const typed = numberState(number);
  if (form === undefined) found.push([own.variant, 'missingVariant']);
  if (typed === 'empty') found.push([own.number, 'missingNumber']);
  if (typed === 'wrong' || typed === 'short') found.push([own.number, 'cprWrong']);
  if (author.trim() === '') found.push([own.author, 'missingProfessional']);
  return found.map(([linkId, word]) => ({ linkId, text: words[word] }));
}

/** What the service refuses, each at the question of the response that it points at. */
export function refusedTroubles(
  issues: readonly OperationOutcomeIssue[],
  response: QuestionnaireResponse,
): readonly Trouble[] {
  return issues.map((issue) => ({ linkId: questionOf(issue, response), text: issueText(issue) }));
}

/** The question by its place (FHIRPath); one that is missing has no place, and is named by its linkId. */
function questionOf({ expression, diagnostics }: OperationOutcomeIssue, response: QuestionnaireResponse) {
  const [place = ''] = expression ?? [];
  if (/^QuestionnaireResponse\.(?:subject|contained)/.test(place)) return own.number;
  if (/^QuestionnaireResponse\.author\b/.test(place)) return own.author;
  return /\(([^()]+)\)$/.exec(diagnostics ?? '')?.[1] ?? linkIdAt(place, response);
}

function linkIdAt(place: string, response: QuestionnaireResponse): string | undefined {
  let items: readonly QuestionnaireResponseItem[] | undefined = response.item;
  let linkId: string | undefined;
  let answers: QuestionnaireResponseItem['answer'];
  for (const [, step, index] of place.matchAll(/\.(item|answer)\[(\d+)\]/g)) {
    if (step === 'answer') items = answers?.[Number(index)]?.item;
    else {
      const item: QuestionnaireResponseItem | undefined = items?.[Number(index)];
      linkId = item?.linkId ?? linkId;
      items = item?.item;
      answers = item?.answer;
    }
  }
  return linkId;
}
