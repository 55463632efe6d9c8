import { systems } from '../model/systems.ts';
import { digitsIn, plainText } from './cpr.ts';

/**
 * The system of citizens' numbers that a spelling means: `URN:OID:...`, the number alone, blanks and invisible
 * characters, leading zeros: two spellings of one system must not make one citizen's number another's. Undefined for
 * any other system.
 */
export function citizenSystem(system: string): string | undefined {
  // Most systems are spelled as they should be.
  if (system === systems.cpr || system === systems.xEcpr) return system;
  const text = spelled(system);
  if (text === undefined) return undefined;
  const { before, canonical } = read(text);
  return /^(?:urn:)?(?:oid:)?$/.test(before) ? canonical : undefined;
}

/**
 * The system of citizens' numbers that a text ends in, whatever stands before it: letters that only look like
 * `urn:oid:`, or an address; or that a part of it ends in, where it has a query, a fragment or the version of a
 * canonical. Too little to know a citizen by; enough to see that a second one may be meant.
 */
export function likelyCitizenSystem(system: string): string | undefined {
  if (system === systems.cpr || system === systems.xEcpr) return system;
  const text = spelled(system);
  if (text === undefined) return undefined;
  const parts = text.split(/[|#?]/).map((part) => part.replace(otherStop, '.'));
  const [found] = [text, ...parts].flatMap((part) => read(part).canonical ?? []);
  return found;
}

/** What stands where a full stop should, in other scripts or by a slip. */
const otherStop = /(?<=\d)[,;:_-](?=\d)|[。۔।·•‧∙]/g;

/**
 * A longer text than the longest spelling is none, and is not worth the looking: percent escapes of every character,
 * twice.
 */
const longest = 1_000;

/** Digits of the shortest: what has fewer, as most addresses have, is none of them. */
const fewestDigits = Math.min(...[systems.cpr, systems.xEcpr, systems.dEcpr].map(digitsIn));

function spelled(system: string): string | undefined {
  if (system.length > longest) return undefined;
  const text = plainText(system);
  return digitsIn(text) < fewestDigits ? undefined : text.replace(/\s/g, '').toLowerCase();
}

function read(text: string): { readonly before: string; readonly canonical: string | undefined } {
  let end = text.length;
  while (end > 0 && './'.includes(text.charAt(end - 1))) end -= 1;
  let start = end;
  while (start > 0 && '.0123456789'.includes(text.charAt(start - 1))) start -= 1;
  const canonical = `urn:oid:${text.slice(start, end).replace(/(^|\.)0+(?=\d)/g, '$1')}`;
  return { before: text.slice(0, start), canonical: isCitizenSystem(canonical) ? canonical : undefined };
}

/** D-eCPR: each region's own branch, or the root alone as in MedCom's XDIS91 mapping. */
function isCitizenSystem(system: string): boolean {
  const { cpr, xEcpr, dEcpr } = systems;
  return system === cpr || system === xEcpr || system === dEcpr || system.startsWith(`${dEcpr}.`);
}
