import { systems } from '../model/systems.ts';
import { plainText } from './cpr.ts';

/**
 * The system of citizens' numbers that a spelling means: `URN:OID:...`, the number alone, blanks and invisible characters, leading zeros: two
 * spellings of one system must not make one citizen's number another's. Undefined for any other system.
 */
export function citizenSystem(system: string): string | undefined {
  const oid = /^(?:urn:)?(?:oid:)?([\d.]+?)[./]*$/.exec(plainText(system).replace(/\s/g, '').toLowerCase())?.[1];
  if (oid === undefined) return undefined;
  const canonical = `urn:oid:${oid.replace(/(^|\.)0+(?=\d)/g, '$1')}`;
  return isCitizenSystem(canonical) ? canonical : undefined;
}

/** D-eCPR: each region's own branch, or the root alone as in MedCom's XDIS91 mapping. */
function isCitizenSystem(system: string): boolean {
  const { cpr, xEcpr, dEcpr } = systems;
  return system === cpr || system === xEcpr || system === dEcpr || system.startsWith(`${dEcpr}.`);
}
