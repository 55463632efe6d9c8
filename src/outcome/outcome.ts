import type { Extension, OperationOutcome, OperationOutcomeIssue } from 'fhir/r4.js';
import { type CatalogEntry, catalog } from './catalog.ts';
import { nameOptions, type OptionName, type Place } from './place.ts';
import { mostProblems, type Problem } from './problem.ts';

export type Language = 'da' | 'en';

/** The CodeSystem of our error codes. */
const issueSystem = 'http://differentieringsmodellen.dk/fhir/CodeSystem/issue';

/** An outcome lists at most this many issues; a last one says how many were left out. */
const mostIssues = 100;

/** Characters of a quotation in an error text. */
const longest = 300;

/**
 * What may be a CPR number, whatever stands between its digits: dashes and blanks of every kind, underscores, slashes,
 * invisible characters, escapes of an address; also with its year in four digits. Ten digits stand in many a UUID,
 * which is left as it is.
 */
const gap = '(?:%[0-9a-f]{2}|[^0-9a-z])';
const uuidOrNumber = new RegExp(
  [
    '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}',
    `(?<!\\d)\\d\\d${gap}{0,3}\\d\\d${gap}{0,3}(?:\\d\\d${gap}{0,3}|(?:1[89]|20)\\d\\d${gap}{1,3})\\d{4}(?!\\d)`,
  ].join('|'),
  'gi',
);

/** True where a problem is an error, so that nothing may be emitted. */
export function isError(problem: Problem): boolean {
  return (problem.severity ?? entryOf(problem).severity) === 'error';
}

/**
 * An OperationOutcome with one issue per problem: severity and type from the catalog, our code, the sentence with what
 * to do in `language` and in the other one as `translation`, and the place, with options as the face calls them. No
 * problem at all gives one informational issue.
 */
export function toOutcome(
  problems: readonly Problem[],
  language: Language = 'da',
  optionName: OptionName = (option) => option,
): OperationOutcome {
  const all: readonly Problem[] = problems.length > 0 ? problems : [{ code: 'all-ok' }];
  const shown = all.slice(0, mostIssues);
  const left = all.length - shown.length;
  const issues = shown.map((problem) => toIssue(problem, language, optionName));
  const count = all.length < mostProblems ? String(left) : `${left}+`;
  if (left > 0) issues.push(toIssue({ code: 'too-many-issues', values: { count } }, language, optionName));
  return { resourceType: 'OperationOutcome', issue: issues };
}

function toIssue(problem: Problem, language: Language, optionName: OptionName): OperationOutcomeIssue {
  const entry = entryOf(problem);
  const text = sentence(problem, language, optionName);
  const other = language === 'da' ? 'en' : 'da';
  return {
    severity: problem.severity ?? entry.severity,
    code: entry.type,
    details: {
      coding: [{ system: issueSystem, code: problem.code }],
      text,
      _text: { extension: [translation(other, sentence(problem, other, optionName))] },
    },
    ...diagnostics(problem, language, optionName),
    ...placeOf(problem.place),
    ...(problem.xml === undefined ? {} : { location: [withoutNumbers(problem.xml.xpath)] }),
  };
}

/** What is wrong and what to do about it, in one language, with options as the face calls them. */
export function sentence(problem: Problem, language: Language, optionName: OptionName = (option) => option): string {
  const entry = entryOf(problem);
  const fill = (text: string) =>
    nameOptions(text, optionName).replace(/\{(\w+)\}/g, (_, name: string) => quotable(problem.values?.[name] ?? '…'));
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

/** The question by its text and linkId, an option by its name, the line of an XML document. */
function diagnostics(
  { question, place, xml }: Problem,
  language: Language,
  optionName: OptionName,
): { diagnostics?: string } {
  const line = xml?.line === undefined ? [] : [lineOf(xml.line, language)];
  const asked =
    question === undefined ? [] : [`${quoted(quotable(question[language]), language)} (${quotable(question.linkId)})`];
  if (asked.length + line.length > 0) return { diagnostics: [...asked, ...line].join(', ') };
  if (place === undefined || typeof place === 'string') return {};
  if ('option' in place) return { diagnostics: optionName(place.option) };
  return place.line === undefined ? {} : { diagnostics: lineOf(place.line, language) };
}

function lineOf(line: number, language: Language): string {
  return `${language === 'da' ? 'linje' : 'line'} ${line}`;
}

/**
 * What others wrote, fit for an error text: not longer than anybody reads, and without what may be a CPR number (the
 * Questionnaire of a stranger, or the name of a file, can hold anything).
 */
export function quotable(text: string): string {
  // Before it is cut: nine digits of a number say too much, too.
  const shown = withoutNumbers(text);
  return shown.length > longest ? `${shown.slice(0, longest)}…` : shown;
}

function withoutNumbers(text: string): string {
  if ((text.match(/\p{Nd}/gu)?.length ?? 0) < 10) return text;
  const characters = [...text];
  const part = (from: number, to?: number) => characters.slice(from, to).join('');
  let shown = '';
  let from = 0;
  for (const { 0: found, index } of characters.map(inAscii).join('').matchAll(uuidOrNumber)) {
    const to = index + found.length;
    if (isUuid(part(index, to))) continue;
    shown += `${part(from, index)}******-****`;
    from = to;
  }
  return shown + part(from);
}

/**
 * A digit for a digit, a letter for a letter, a dot for all else: V8 compiles a pattern that asks for Unicode's letters
 * nine times for a second.
 */
function inAscii(character: string): string {
  if (character <= '\x7f') return character;
  if (/\p{Nd}/u.test(character)) return '0';
  return /[\p{L}\p{N}]/u.test(character) ? 'x' : '.';
}

function isUuid(text: string): boolean {
  return /^[0-9a-f-]{36}$/i.test(text);
}

function quoted(text: string, language: Language): string {
  return language === 'da' ? `»${text}«` : `“${text}”`;
}

/**
 * XPaths go into `location`, FHIRPath into `expression` (R4's own distinction). In a file of ours a place is made of
 * names that somebody typed.
 */
function placeOf(place: Place | undefined): { expression?: string[]; location?: string[] } {
  if (place === undefined) return {};
  if (typeof place === 'string') return { expression: [withoutNumbers(place)] };
  if ('xpath' in place) return { location: [withoutNumbers(place.xpath)] };
  return place.path === undefined ? {} : { expression: [withoutNumbers(place.path)] };
}
