import type { AuditEntry } from '../work/audit/entry.ts';

/** Somebody who was not let in, or may not do what they tried. */
export type Denial = Pick<AuditEntry, 'by' | 'code' | 'correlation' | 'target' | 'citizens'> & {
  readonly route: string;
};

/** Milliseconds in which the same attempt of the same caller is one row and a count. */
const window = 60_000;
/** Different attempts that are told apart in that time; what comes beyond is counted by its code, as nobody's own. */
const most = 1_000;

/**
 * Writes denied attempts down. The first is written at once, what follows it of the same kind as a count when the
 * minute is over: a storm of attempts must not fill the store. Nobody waits for it, since nobody is told anything.
 */
export function denials(
  audit: (entries: readonly AuditEntry[]) => Promise<void>,
  pause = window,
): (denial: Denial) => void {
  const counts = new Map<string, number>();
  const write = ({ route, ...denial }: Denial, times: number) => {
    // A store that is away is told of by whoever reads or writes.
    audit([{ act: 'denied', ...denial, particulars: { route, times } }]).catch(() => {});
  };
  return (denial) => {
    const { by, code, route, target } = denial;
    const own = `${by.address} ${by.name} ${by.user ?? ''} ${code} ${route} ${target?.id ?? ''}`;
    const key = counts.has(own) || counts.size < most ? own : `others ${code}`;
    const counted = key === own ? denial : ({ by: { kind: 'client' }, code, route: 'others' } as const);
    const before = counts.get(key);
    counts.set(key, (before ?? 0) + 1);
    if (before !== undefined) return;
    write(denial, 1);
    setTimeout(() => {
      const more = (counts.get(key) ?? 1) - 1;
      counts.delete(key);
      if (more > 0) write({ ...counted, correlation: undefined }, more);
    }, pause).unref();
  };
}
