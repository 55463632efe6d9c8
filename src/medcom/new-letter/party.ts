import type { Identifier, Organization } from 'fhir/r4.js';
import { systems } from '../../model/systems.ts';
import { refuse } from '../../outcome/problem.ts';
import { lengthOf } from '../message/check-text.ts';
import { isGln } from '../message/gln.ts';
import type { Values } from '../message/values.ts';
import { oneLine } from './one-line.ts';

/** OrganisationName holds so many characters in every letter. */
const longestName = 35;

/** A sender or receiver of letters. */
export interface Party {
  readonly gln: string;
  /** The number by which the organisation is known besides: SOR before ydernummer before GLN. */
  readonly number: { readonly kind: 'sor' | 'yder' | 'gln'; readonly value: string };
  /** At most 35 characters; undefined where no name of it is that short. */
  readonly name: string | undefined;
}

/** MedCom's codes of the numbers. */
const identifierCodes = { sor: 'sorkode', yder: 'ydernummer', gln: 'lokationsnummer' } as const;

/** A party as the elements of a letter's Sender or Receiver. */
export function partyValues({ gln, number, name }: Party): Values {
  return {
    EANIdentifier: gln,
    Identifier: number.value,
    IdentifierCode: identifierCodes[number.kind],
    OrganisationName: name,
  };
}

type Side = 'sender' | 'receiver';

/**
 * A sender or receiver from its Organization (LETTERS.md, b): the name, else the first alias that fits, else none. A
 * KOMBIT UUID fits nowhere and is never used.
 * Errors: `letter-organization`, `letter-gln-missing`, `letter-gln-check-digit`, at the option and its FHIRPath.
 */
export function readParty(side: Side, organization: Organization): Party {
  if (organization?.resourceType !== 'Organization') {
    refuse('letter-organization', { place: { option: side, path: 'Organization' }, values: { side } });
  }
  const numbers = numbersIn(organization);
  const find = (...wanted: readonly string[]) => numbers.find(({ system }) => wanted.includes(system));
  const gln = find(systems.gln, systems.glnBefore);
  if (gln === undefined) {
    refuse('letter-gln-missing', { place: { option: side, path: 'Organization.identifier' }, values: { side } });
  }
  if (!isGln(gln.value)) {
    const path = `Organization.identifier[${gln.index}].value`;
    refuse('letter-gln-check-digit', { place: { option: side, path }, values: { side } });
  }
  const [sor, yder] = [find(systems.sor), find(systems.yder)];
  return {
    gln: gln.value,
    number: { kind: sor ? 'sor' : yder ? 'yder' : 'gln', value: (sor ?? yder ?? gln).value },
    name: shortName(organization),
  };
}

/**
 * As `readParty` for the sender, whose name is mandatory. Errors: the same, and `letter-sender-name` at the option
 * `senderName`.
 */
export function readSender(organization: Organization, givenName: string | undefined): Party {
  const party = readParty('sender', organization);
  const name = givenName ?? party.name;
  if (name === undefined) {
    refuse('letter-sender-name', { place: { option: 'senderName' }, values: { most: String(longestName) } });
  }
  return { ...party, name };
}

interface PlacedNumber {
  readonly index: number;
  readonly system: string;
  readonly value: string;
}

/**
 * The Organization comes as it was sent: what is not of FHIR's shape counts as not there. Numbers no longer in use are
 * left out.
 */
function numbersIn({ identifier }: Organization): readonly PlacedNumber[] {
  if (!Array.isArray(identifier)) return [];
  return identifier.flatMap((each: Partial<Identifier> | null, index) => {
    const { system, value, use } = each ?? {};
    const usable = typeof system === 'string' && typeof value === 'string' && use !== 'old';
    return usable ? [{ index, system, value: value.trim() }] : [];
  });
}

function shortName({ name, alias }: Organization): string | undefined {
  const names: readonly unknown[] = [name, ...(Array.isArray(alias) ? alias : [])];
  return names
    .filter((each) => typeof each === 'string')
    .map(oneLine)
    .find((each) => each !== '' && lengthOf(each) <= longestName);
}
