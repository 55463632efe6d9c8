import { hostname } from 'node:os';
import { auditEvents } from '../access/audit-event.ts';
import type { Language } from '../outcome/outcome.ts';
import { auditOf, type FoundEntry } from '../store/audit/find.ts';
import { published } from '../store/audit/published.ts';
import { verifyAudit } from '../store/audit/verify.ts';
import { type Seal, sealText } from '../work/audit/seal.ts';
import { readCitizen } from './citizen.ts';
import { exitCode, print, tell } from './exit.ts';
import { atAudit, timeText } from './store.ts';

/** What `niveau audit verify` takes. */
export interface VerifyArguments {
  /** Seals that the log told of. */
  readonly seal?: readonly Seal[];
}

/**
 * `niveau audit verify`: goes through the whole audit, and says what is not as it was written; a line with its rows,
 * its chains and its newest seal where all is.
 */
export function verify({ seal = [] }: VerifyArguments, language: Language): Promise<number> {
  return atAudit(async ({ store, keys, file }) => {
    const told = published(file);
    const verified = await verifyAudit(store, keys, told === undefined ? seal : [...seal, told]);
    for (const { code, at } of verified.faults) tell({ code, values: { at } }, language);
    if (verified.faults.length > 0) return exitCode.refused;
    const { rows, chains, seal: newest } = verified;
    process.stdout.write(`whole\t${rows}\t${chains}\t${newest === undefined ? '-' : sealText(newest)}\n`);
    return exitCode.done;
  });
}

/**
 * `niveau audit of`: what was done about one citizen, by whom, when: a line for each act, or AuditEvents. That somebody
 * asked is written down first.
 */
export async function listAudit(citizenFile: string, { fhir }: { readonly fhir?: true }): Promise<number> {
  const citizen = await readCitizen(citizenFile);
  return atAudit(async ({ store, keys, note }) => {
    await note({ act: 'audit-of', citizens: [citizen] });
    const found = await store.read((sql) => auditOf(sql, keys, citizen));
    if (fhir === true) print(bundleOf(found));
    else for (const entry of found) process.stdout.write(`${line(entry)}\n`);
    return exitCode.done;
  });
}

/** AuditEvents as a Bundle of type collection. */
function bundleOf(found: readonly FoundEntry[]): object {
  const resources = found.flatMap((entry) => auditEvents(entry, hostname()));
  return { resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })) };
}

function line({ at, act, by, target, code, correlation }: FoundEntry): string {
  const what = [target?.type, target?.id, target?.version].filter((part) => part !== undefined).join('/');
  const who = [by.name ?? by.kind, by.user].filter((part) => part !== undefined).join(' for ');
  const parts = [timeText(at), act, code ?? 'done', who, by.organizations?.join(' '), by.address, what, correlation];
  return parts.map((part) => part || '-').join('\t');
}
