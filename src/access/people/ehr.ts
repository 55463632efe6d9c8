import type { HumanName } from 'fhir/r4.js';
import { isPossibleCpr, isReplacementNumber, replacementSystem } from '../../intake/cpr.ts';
import { chosenName, shownName } from '../../intake/person-name.ts';
import { systems } from '../../model/systems.ts';
import { fetchSome } from '../key-set.ts';

/** What an EHR's FHIR server says of somebody. */
export interface EhrPerson {
  /** Undefined where there is none that the page takes, or more than one. */
  readonly number: { readonly system: string; readonly value: string } | undefined;
  readonly name: string | undefined;
}

const limits = { timeout: 10_000, bytes: 1_048_576, name: 200 };

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a Patient or a Practitioner from the EHR with the token of the launch: by its id alone, from its own server, at
 * no other address. Undefined where that cannot be read, or is somebody else.
 */
export async function readEhrPerson(
  iss: string,
  type: 'Patient' | 'Practitioner',
  id: string,
  token: string,
): Promise<EhrPerson | undefined> {
  try {
    const answer = await fetchSome(
      `${iss}/${type}/${id}`,
      {
        headers: { accept: 'application/fhir+json', authorization: `Bearer ${token}` },
        redirect: 'error',
        signal: AbortSignal.timeout(limits.timeout),
      },
      limits.bytes,
    );
    const resource = (await answer.json()) as Fields | null;
    if (!answer.ok || resource?.resourceType !== type || resource.id !== id) return undefined;
    return { number: numberOf(resource), name: nameOf(resource) };
  } catch {
    // No connection, too slow, too much, no JSON: whoever launched is told, and the token goes nowhere.
    return undefined;
  }
}

/** R4's id. */
export function isId(text: unknown): text is string {
  return typeof text === 'string' && /^[A-Za-z0-9.-]{1,64}$/.test(text) && !/^\.+$/.test(text);
}

/** The one number in force. A record that was replaced by another one has none. */
function numberOf({ identifier, link }: Fields): EhrPerson['number'] {
  if (listOf(link).some(({ type }) => type === 'replaced-by')) return undefined;
  const found = listOf(identifier).flatMap(({ use, system, value }): NonNullable<EhrPerson['number']>[] => {
    if (use === 'old' || typeof value !== 'string') return [];
    const bare = value.replace(/[\s-]/g, '').toUpperCase();
    if (system === systems.cpr && isPossibleCpr(bare)) return [{ system, value: bare }];
    // The page tells a replacement number's kind by the number alone: of another kind it would be somebody else.
    const isNational = system === systems.xEcpr && isReplacementNumber(bare) && replacementSystem(bare) === system;
    return isNational ? [{ system, value: bare }] : [];
  });
  // A CPR number goes before one that stood in for it.
  const numbers = found.filter(({ system }) => system === systems.cpr);
  const kept = numbers.length > 0 ? numbers : found;
  return new Set(kept.map(({ value }) => value)).size === 1 ? kept[0] : undefined;
}

function nameOf({ name }: Fields): string | undefined {
  const names = listOf(name)
    .filter(({ use }) => use !== 'old')
    .map(({ use, text, family, given }) => ({
      ...(typeof use === 'string' && { use }),
      ...(typeof text === 'string' && { text }),
      ...(typeof family === 'string' && { family }),
      ...(Array.isArray(given) && { given: given.filter((one) => typeof one === 'string') }),
    }));
  return shownName(chosenName(names as HumanName[]))?.slice(0, limits.name);
}

function listOf(value: unknown): readonly Fields[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return list.filter((one): one is Fields => typeof one === 'object' && one !== null);
}
