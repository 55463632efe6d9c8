import { holdsCpr } from '../intake/cpr.ts';
import { isGln } from '../medcom/message/gln.ts';
import { systems } from '../model/systems.ts';
import { glnsOf, organizationKey } from '../work/keep/sight.ts';

/** With the branches below them. */
const ofCitizens = [systems.cpr, systems.xEcpr, systems.dEcpr].map((system) => `${system}.`);

/**
 * True for an organisation that somebody may be said to belong to, as `system|value`: a GLN is one, and a citizen is
 * none, since it stands in the audit. Ten digits alone may begin with a date by chance, as many P-numbers do.
 */
export function isOrganization(text: string): boolean {
  const [, system = '', value = ''] = /^([^|\s]+)\|([^|\s]+)$/.exec(text) ?? [];
  if (value === '' || ofCitizens.some((one) => `${system.toLowerCase()}.`.startsWith(one))) return false;
  if (holdsCpr(system) || (!/^\d+$/.test(value) && holdsCpr(value))) return false;
  return glnsOf({ organizations: [organizationKey(text)] }).every(isGln);
}
