import { systems } from '../../model/systems.ts';

/** For whom something is kept or read. */
export interface Sight {
  /** Its organisations, each as `system|value`: what it sends is theirs. */
  readonly organizations: readonly string[];
  /** What it sees and changes: what is anybody's, what these are a party to, or what they sent. */
  readonly sees: 'all' | 'parties' | 'own';
}

/** For the service itself, and for whoever may do everything. */
export const everything: Sight = { organizations: [], sees: 'all' };

const glnSystems: readonly string[] = [systems.gln, systems.glnBefore, 'urn:oid:1.3.88'];

/** An organisation by its GLN, as letters name it. */
export function byGln(gln: string): string {
  return `${systems.gln}|${gln}`;
}

/** An organisation in the one form in which it is kept: the system of GLN is written in several ways. */
export function organizationKey(text: string): string {
  const [system = '', value = ''] = text.split('|');
  return glnSystems.includes(system) ? byGln(value) : text;
}

/** The GLNs among the organisations of a sight. */
export function glnsOf({ organizations }: Pick<Sight, 'organizations'>): readonly string[] {
  const start = byGln('');
  return organizations.flatMap((one) => (one.startsWith(start) ? [one.slice(start.length)] : []));
}
