import type { Extension, OperationOutcome, OperationOutcomeIssue } from 'fhir/r4.js';
import { type CatalogEntry, catalog } from './catalog.ts';
import { mostProblems, type Problem } from './problem.ts';

export type Language = 'da' | 'en';

/** The CodeSystem of our error codes. */
const issueSystem = 'http://differentieringsmodellen.dk/fhir/CodeSystem/issue';

/** An outcome lists at most this many issues; a last one says how many were left out. */
const mostIssues = 100;

/** Characters of a quotation in an error text. */
const longest = 300;

/** Ten digits stand in many a UUID, which is left as it is. */
const uuidOrNumber = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<!\d)\d{6}[- ]?\d{4}(?!\d)/gi;

/** True where a problem is an error, so that nothing may be emitted. */
export function isError(problem: Problem): boolean {
  return entryOf(problem).severity === 'error';
}

/**
 * An OperationOutcome with one issue per problem: severity and type from the catalog, our code, the sentence with what to do in
 * `language` and in the other one as `translation`, and the place. No problem at all gives one informational issue.
 */
export function toOutcome(problems: readonly Problem[], language: Language = 'da'): OperationOutcome {
  const all: readonly Problem[] = problems.length > 0 ? problems : [{ code: 'all-ok' }];
  const shown = all.slice(0, mostIssues);
  const left = all.length - shown.length;
  const issues = shown.map((problem) => toIssue(problem, language));
  const count = all.length < mostProblems ? String(left) : `${left}+`;
  if (left > 0) issues.push(toIssue({ code: 'too-many-issues', values: { count } }, language));
  return { resourceType: 'OperationOutcome', issue: issues };
}

function toIssue(problem: Problem, language: Language): OperationOutcomeIssue {
  const entry = entryOf(problem);
  const text = sentence(problem, language);
  const other = language === 'da' ? 'en' : 'da';
  return {
    severity: entry.severity,
    code: entry.type,
    details: {
      coding: [{ system: issueSystem, code: problem.code }],
      text,
      _text: { extension: [translation(other, sentence(problem, other))] },
    },
    ...diagnostics(problem, language),
    ...placeOf(problem.place),
  };
}

/** What is wrong and what to do about it, in one language. */
export function sentence(problem: Problem, language: Language): string {
  const entry = entryOf(problem);
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => quotable(problem.values?.[name] ?? '…'));
  return `${fill(entry[language])} ${fill(entry.mend[language])}`;
}

function entryOf(problem: Problem): CatalogEntry {
  return catalog[problem.code];
}

function translation(language: Language, content: string): Extension {
  return {
    extension: [
      { url: 'lang', valueCode: language },
      { url: 'content', valueString: content },
    ],
    url: 'http://hl7.org/fhir/StructureDefinition/translation',
  };
}

/** The question by its text and linkId, and a place that is no FHIRPath, such as an option of a command. */
function diagnostics({ question, place }: Problem, language: Language): { diagnostics?: string } {
  if (question !== undefined)
    return { diagnostics: `${quoted(quotable(question[language]), language)} (${quotable(question.linkId)})` };
  return place?.startsWith('-') === true ? { diagnostics: place } : {};
}

/**
 * What others wrote, fit for an error text: not longer than anybody reads, and without what may be a CPR number (the Questionnaire of a
 * stranger, or the name of a file, can hold anything).
 */
function quotable(text: string): string {
  const short = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return short.replace(uuidOrNumber, (found) => (found.length === 36 ? found : '******-****'));
}

function quoted(text: string, language: Language): string {
  return language === 'da' ? `»${text}«` : `“${text}”`;
}

/** XPaths go into `location`, FHIRPath into `expression` (R4's own distinction). */
function placeOf(place: string | undefined): { expression?: string[]; location?: string[] } {
  if (place === undefined || place.startsWith('-')) return {};
  return place.startsWith('/') ? { location: [place] } : { expression: [place] };
}
