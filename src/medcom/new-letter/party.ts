import type { Identifier, Organization } from 'fhir/r4.js';
import { refuse } from '../../outcome/problem.ts';
import { lengthOf } from '../message/check-text.ts';
import { isGln } from '../message/gln.ts';
import { oneLine } from './one-line.ts';

/** Systems of an organisation's numbers (FHIR.md, Danish rules). dk-core changed GLN's from https to http. */
const systems = {
  gln: ['https://www.gs1.org/gln', 'http://www.gs1.org/gln'],
  sor: ['urn:oid:1.2.208.176.1.1'],
  yder: ['urn:oid:1.2.208.176.1.4'],
} as const;

/** OrganisationName holds so many characters in every letter. */
const longestName = 35;

/** A sender or receiver as a letter names it. */
export interface Party {
  readonly EANIdentifier: string;
  readonly Identifier: string;
  readonly IdentifierCode: 'sorkode' | 'ydernummer' | 'lokationsnummer';
  readonly OrganisationName: string | undefined;
}

type Side = 'sender' | 'receiver';

/**
 * The numbers of a sender or receiver (LETTERS.md, b): GLN as EANIdentifier; SOR, else ydernummer, else GLN as Identifier; the name, else the
 * first alias that fits, else none. A KOMBIT UUID fits nowhere and is never used.
 * Errors: `letter-organization`, `letter-gln-missing`, `letter-gln-check-digit`, at the option and its FHIRPath.
 */
export function partyOf(side: Side, organization: Organization): Party {
  if (organization?.resourceType !== 'Organization') {
    refuse('letter-organization', { place: { option: side, path: 'Organization' }, values: { side } });
  }
  const numbers = numbersOf(organization);
  const find = (wanted: readonly string[]) => numbers.find(({ system }) => wanted.includes(system));
  const gln = find(systems.gln);
  if (gln === undefined)
    refuse('letter-gln-missing', { place: { option: side, path: 'Organization.identifier' }, values: { side } });
  if (!isGln(gln.value)) {
    const path = `Organization.identifier[${gln.index}].value`;
    refuse('letter-gln-check-digit', { place: { option: side, path }, values: { side } });
  }
  const sor = find(systems.sor);
  const yder = find(systems.yder);
  return {
    EANIdentifier: gln.value,
    Identifier: (sor ?? yder ?? gln).value,
    IdentifierCode: sor ? 'sorkode' : yder ? 'ydernummer' : 'lokationsnummer',
    OrganisationName: nameOf(organization),
  };
}

/** As `partyOf` for the sender, whose name is mandatory. Errors: the same, and `letter-sender-name` at the option `senderName`. */
export function senderOf(
  organization: Organization,
  givenName: string | undefined,
): Party & { readonly OrganisationName: string } {
  const party = partyOf('sender', organization);
  const name = givenName ?? party.OrganisationName;
  if (name === undefined) {
    refuse('letter-sender-name', { place: { option: 'senderName' }, values: { most: String(longestName) } });
  }
  return { ...party, OrganisationName: name };
}

interface NumberOf {
  readonly index: number;
  readonly system: string;
  readonly value: string;
}

/** The Organization comes as it was sent: what is not of FHIR's shape counts as not there. Numbers no longer in use are left out. */
function numbersOf({ identifier }: Organization): readonly NumberOf[] {
  if (!Array.isArray(identifier)) return [];
  return identifier.flatMap((each: Partial<Identifier> | null, index) => {
    const { system, value, use } = each ?? {};
    const usable = typeof system === 'string' && typeof value === 'string' && use !== 'old';
    return usable ? [{ index, system, value: value.trim() }] : [];
  });
}

function nameOf({ name, alias }: Organization): string | undefined {
  const names: readonly unknown[] = [name, ...(Array.isArray(alias) ? alias : [])];
  return names
    .filter((each) => typeof each === 'string')
    .map(oneLine)
    .find((each) => each !== '' && lengthOf(each) <= longestName);
}
