import { holdsCpr } from '../intake/cpr.ts';
import { isGln } from '../medcom/message/gln.ts';
import { glnsOf, organizationKey } from '../work/keep/sight.ts';

/**
 * True for an organisation that somebody may be said to belong to, as `system|value`: a GLN is one, and nothing in it
 * may be a CPR number, since it stands in the audit.
 */
export function isOrganization(text: string): boolean {
  if (!/^[^|\s]+\|[^|\s]+$/.test(text) || holdsCpr(text)) return false;
  return glnsOf({ organizations: [organizationKey(text)] }).every(isGln);
}
