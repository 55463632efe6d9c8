import { ServerFailure } from './failure.ts';
import { reduce } from './reduce.ts';
import type { Target } from './target.ts';

/** Where the Authorization header comes from. */
export interface TokenSource {
  /** The header's value; undefined where the server asks for none. */
  header(): Promise<string | undefined>;
  /** After a 401 to `header`: forgets that token, unless another call did so already. False where there is no other to be had. */
  renew(header: string | undefined): boolean;
}

/** A token is fetched anew so long before it ends, in milliseconds; one of a short life after half of it. */
const margin = 30_000;

/** The source for a target. Client credentials are exchanged when first needed, and one exchange serves all calls that wait for it. */
export function tokenSource(target: Target, dispatcher: object | undefined): TokenSource {
  const { credentials } = target;
  if (credentials.kind !== 'client') {
    const header = credentials.kind === 'bearer' ? `Bearer ${credentials.token}` : undefined;
    return { header: async () => header, renew: () => false };
  }
  let current: Promise<string> | undefined;
  let latest: string | undefined;
  let until = Number.POSITIVE_INFINITY;
  const exchange = async () => {
    const { value, life } = await askForToken(target, credentials, dispatcher);
    until = Date.now() + life;
    latest = `Bearer ${value}`;
    return latest;
  };
  return {
    async header() {
      if (current === undefined || until <= Date.now()) {
        until = Number.POSITIVE_INFINITY;
        const asked = exchange();
        current = asked;
        // A failure is not kept: the next call asks again.
        asked.catch(() => {
          if (current === asked) current = undefined;
        });
      }
      return current;
    },
    renew(header) {
      if (header === latest) {
        current = undefined;
        latest = undefined;
      }
      return true;
    },
  };
}

interface Token {
  readonly value: string;
  /** Milliseconds for which it may be used. */
  readonly life: number;
}

/** RFC 6749, 4.4.2, with the client's name and secret in the Authorization header (2.3.1). Throws a ServerFailure `token`. */
async function askForToken(
  { timeout }: Target,
  { url, id, secret, scope }: { url: string; id: string; secret: string; scope: string },
  dispatcher: object | undefined,
): Promise<Token> {
  const form = (text: string) => new URLSearchParams({ t: text }).toString().slice(2);
  const body = new URLSearchParams({ grant_type: 'client_credentials', ...(scope === '' ? {} : { scope }) });
  const authorization = `Basic ${Buffer.from(`${form(id)}:${form(secret)}`).toString('base64')}`;
  const headers = { authorization, accept: 'application/json' };
  const signal = AbortSignal.timeout(timeout);
  const init = { method: 'POST', body, headers, signal, redirect: 'error', ...(dispatcher && { dispatcher }) };
  try {
    const answer = await fetch(url, init as RequestInit);
    const given = answer.ok ? ((await answer.json()) as { access_token?: unknown; expires_in?: unknown } | null) : null;
    const { access_token: value, expires_in: seconds } = given ?? {};
    if (typeof value !== 'string' || value === '') throw new ServerFailure('token', { status: answer.status });
    const life = typeof seconds === 'number' ? seconds * 1000 : Number.POSITIVE_INFINITY;
    return { value, life: life - Math.min(margin, life / 2) };
  } catch (error) {
    if (error instanceof SyntaxError) throw new ServerFailure('token');
    const { kind, status, codes } = reduce(error);
    throw kind === 'token'
      ? new ServerFailure(kind, { status })
      : new ServerFailure('token', { codes: [kind, ...codes] });
  }
}
