import { isPossibleCpr } from '../../intake/cpr.ts';
import { below } from '../../outcome/place.ts';
import type { Problem } from '../../outcome/problem.ts';
import { childrenNamed, textOf, type XmlElement } from '../xml/tree.ts';
import { numberElement } from './citizen-number.ts';
import { isGln } from './gln.ts';
import type { KnownLetter } from './known-letter.ts';

/**
 * What MedCom's schemas let through and no letter may have (MEDCOM.md, "What the schemas accept"). What is the sender's
 * to mend, and would be no worse for a level, is a warning.
 * Errors: `letter-cpr-impossible`, `letter-id-twice`, `letter-object-twice`. Warnings: `letter-gln-impossible`,
 * `letter-priority-alone`, `letter-text-over-budget`.
 */
export function factProblems(letters: readonly KnownLetter[]): {
  readonly errors: readonly Problem[];
  readonly warnings: readonly Problem[];
} {
  return {
    errors: [...letters.flatMap(citizenProblem), ...letters.flatMap(objectProblems), ...sameIdentifiers(letters)],
    warnings: letters.flatMap(warningsOf),
  };
}

function warningsOf(letter: KnownLetter): readonly Problem[] {
  return [...glnProblems(letter), ...priorityProblem(letter), ...budget(letter)];
}

function citizenProblem({ citizen, place }: KnownLetter): readonly Problem[] {
  if (citizen.kind === 'replacement' || isPossibleCpr(citizen.value)) return [];
  return [{ code: 'letter-cpr-impossible', place: below(place, `Patient/${numberElement(citizen)}`) }];
}

const sides = ['Sender', 'Receiver'] as const;

function glnProblems({ element, place }: KnownLetter): readonly Problem[] {
  const problems: Problem[] = [];
  for (const side of sides) {
    const gln = textOf(element, side, 'EANIdentifier');
    if (gln !== undefined && !isGln(gln))
      problems.push({ code: 'letter-gln-impossible', place: below(place, `${side}/EANIdentifier`) });
  }
  return problems;
}

/** A priority obliges the GP to nothing unless it says to what. */
function priorityProblem({ element, place }: KnownLetter): readonly Problem[] {
  if (textOf(element, 'ActionPriority') === undefined || textOf(element, 'RecommendedAction') !== undefined) return [];
  return [{ code: 'letter-priority-alone', place: below(place, 'ActionPriority') }];
}

function budget({ table, length, place }: KnownLetter): readonly Problem[] {
  const { mostInAll } = table.level;
  if (length <= mostInAll) return [];
  const values = { length: String(length), most: String(mostInAll) };
  return [{ code: 'letter-text-over-budget', place, values }];
}

function sameIdentifiers(letters: readonly KnownLetter[]): readonly Problem[] {
  if (letters.length === 1) return [];
  const seen = new Set<string>();
  return letters.flatMap(({ identifier, place }) => {
    const again = seen.has(identifier);
    seen.add(identifier);
    return again ? [{ code: 'letter-id-twice' as const, place: below(place, 'Letter/Identifier') }] : [];
  });
}

function objectProblems({ element, place }: KnownLetter): readonly Problem[] {
  const seen = new Set<string>();
  const problems: Problem[] = [];
  for (const [index, reference] of references(element).entries()) {
    const object = objectIdentifier(reference);
    if (object === undefined) continue;
    const at = below(place, `Reference[${index + 1}]/BIN/ObjectIdentifier`);
    if (seen.has(object)) problems.push({ code: 'letter-object-twice', place: at });
    seen.add(object);
  }
  return problems;
}

/**
 * The attachments that a letter refers to and that do not come with it. `attached` are the ObjectIdentifiers of the
 * XBIN letters that do, with or without hyphens (MEDCOM.md, Traps). Code: `letter-attachment-missing`.
 */
export function missingAttachments({ element, place }: KnownLetter, attached: Iterable<string>): readonly Problem[] {
  const there = new Set([...attached].map(bare));
  return references(element).flatMap((reference, index) => {
    const object = objectIdentifier(reference);
    if (object === undefined || there.has(object)) return [];
    return [{ code: 'letter-attachment-missing' as const, place: below(place, `Reference[${index + 1}]/BIN`) }];
  });
}

/** The attachments that a letter refers to, without hyphens. */
export function referredObjects({ element }: Pick<KnownLetter, 'element'>): readonly string[] {
  return references(element).flatMap((reference) => objectIdentifier(reference) ?? []);
}

function references(letter: XmlElement): readonly XmlElement[] {
  return childrenNamed(letter, 'Reference');
}

function objectIdentifier(reference: XmlElement): string | undefined {
  const identifier = textOf(reference, 'BIN', 'ObjectIdentifier');
  return identifier === undefined ? undefined : bare(identifier);
}

/** An ObjectIdentifier as it is compared. */
export function bare(identifier: string): string {
  return identifier.replaceAll('-', '').toLowerCase();
}
