import { X509Certificate } from 'node:crypto';
import { certificateDigest } from '../access/certificate.ts';
import type { Client } from '../access/clients.ts';
import type { ClientDesk } from '../access/desk.ts';
import { keyDigest, makeKey } from '../access/key.ts';
import { isOrganization } from '../access/organization.ts';
import { isScope } from '../access/scopes.ts';
import { readServer } from '../config/server-address.ts';
import { holdsCpr } from '../intake/cpr.ts';
import { refuse } from '../outcome/problem.ts';
import { openClientDesk } from '../store/access/desk.ts';
import { EnvironmentProblem, exitCode } from './exit.ts';
import { readInput } from './input.ts';
import { atAudit, operator, timeText } from './store.ts';
import { wrongValue } from './usage.ts';

/** What `niveau clients add` takes. */
export interface ClientArguments {
  readonly scope?: readonly string[];
  readonly organization?: readonly string[];
  readonly everybody?: true;
  readonly certificate?: string;
  readonly issuer?: string;
}

const forms = {
  id: { da: 'bogstaver, tal og ._:/-, uden CPR-numre', en: 'letters, digits and ._:/-, without CPR numbers' },
  scope: {
    da: 'system/<type>.<cruds>, niveau/medcom.<cr>, niveau/inbox.c eller niveau/operate.<ru>; med --issuer intet, for tokens siger det selv',
    en: 'system/<type>.<cruds>, niveau/medcom.<cr>, niveau/inbox.c or niveau/operate.<ru>; nothing with --issuer, since tokens say it themselves',
  },
  organization: {
    da: 'system|værdi, som urn:oid:1.3.88|5790000121526 (et GLN), uden CPR-numre; eller --everybody i stedet',
    en: 'system|value, as urn:oid:1.3.88|5790000121526 (a GLN), without CPR numbers; or --everybody instead',
  },
  issuer: {
    da: 'udstederens adresse, som NIVEAU_AUTH_ISSUERS har den; den eller --certificate, ikke begge',
    en: 'the address of the issuer, as NIVEAU_AUTH_ISSUERS has it; it or --certificate, not both',
  },
};

/** Certificates have some kilobytes. */
const mostBytes = 100_000;

/**
 * `niveau clients add`: registers a client. Its key is written to stdout, once; of one that shows a certificate or
 * tokens nothing is. Throws a UsageProblem for what it cannot be called with; codes: client-known, client-certificate.
 */
export async function addClient(id: string, options: ClientArguments): Promise<number> {
  const { scope = [], organization = [], everybody, certificate, issuer } = options;
  const scopes = scope.flatMap((text) => text.split(/\s+/)).filter((one) => one !== '');
  if (!/^[A-Za-z0-9][\w.:/-]{0,127}$/.test(id) || holdsCpr(id)) throw wrongValue('<id>', forms.id);
  // Tokens bring their scopes with them.
  if (
    !scopes.every((one) => isScope(one) && !one.startsWith('user/')) ||
    (scopes.length === 0) !== (issuer !== undefined)
  )
    throw wrongValue('--scope', forms.scope);
  if (!organization.every(isOrganization) || (organization.length === 0) !== (everybody === true)) {
    throw wrongValue('--organization', forms.organization);
  }
  if (issuer !== undefined && (certificate !== undefined || readServer(issuer) === undefined)) {
    throw wrongValue('--issuer', forms.issuer);
  }
  const key = certificate === undefined && issuer === undefined ? makeKey() : undefined;
  const shown: Pick<Client, 'shows' | 'known'> =
    key !== undefined
      ? { shows: 'key', known: keyDigest(key) }
      : certificate !== undefined
        ? { shows: 'certificate', known: await digestIn(certificate) }
        : { shows: 'token', known: issuer ?? '' };
  const client = { id, ...shown, organizations: everybody === true ? undefined : organization, scopes };
  if (!(await atDesk((desk) => desk.add(client, operator())))) refuse('client-known');
  // Written when it is kept: a key that is shown works.
  if (key !== undefined) process.stdout.write(`${key}\n`);
  return exitCode.done;
}

async function digestIn(file: string): Promise<string> {
  const bytes = await readInput(file, mostBytes);
  try {
    return certificateDigest(new X509Certificate(bytes));
  } catch {
    throw new EnvironmentProblem({ code: 'client-certificate', values: { file } });
  }
}

/** `niveau clients list`: a line per client; nothing in it lets anybody in. */
export function listClients(): Promise<number> {
  return atDesk(async (desk) => {
    for (const { id, shows, organizations, scopes, createdAt } of await desk.list()) {
      const fields = [id, shows, organizations?.join(' ') ?? '*', scopes.join(' '), timeText(createdAt)];
      process.stdout.write(`${fields.join('\t')}\n`);
    }
    return exitCode.done;
  });
}

/** `niveau clients remove`: two seconds later it is let in no more. Code: client-unknown. */
export async function removeClient(id: string): Promise<number> {
  if (!(await atDesk((desk) => desk.remove(id, operator())))) refuse('client-unknown');
  return exitCode.done;
}

function atDesk<Result>(work: (desk: ClientDesk) => Promise<Result>): Promise<Result> {
  return atAudit(({ store, keys }) => work(openClientDesk(store, keys)));
}
