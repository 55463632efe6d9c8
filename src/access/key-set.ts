import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose';
import { Refusal, refuse } from '../outcome/problem.ts';

/** Milliseconds, and bytes. */
export interface KeySetLimits {
  /** What one fetch may take. */
  readonly timeout: number;
  /** A key that is not in the set has it fetched anew, no sooner than so long after the last time. */
  readonly cooldown: number;
  /** After a fetch that failed nobody asks for so long. */
  readonly rest: number;
  /** So old a set is fetched anew beside the work. */
  readonly age: number;
  /** So old it is used no more, where its issuer cannot be reached. */
  readonly oldest: number;
  readonly bytes: number;
}

const keySetLimits: KeySetLimits = {
  timeout: 5_000,
  cooldown: 30_000,
  rest: 2_000,
  age: 600_000,
  oldest: 6 * 3_600_000,
  bytes: 262_144,
};

/**
 * The keys of an issuer (JWKS), fetched when first needed, and again beside the work as they grow old: an issuer that
 * is away for a while keeps nobody out. Where they cannot be had: issuer-unavailable.
 */
export function keySet(url: string, limits: KeySetLimits = keySetLimits): JWTVerifyGetKey {
  const remote = createRemoteJWKSet(new URL(url), {
    timeoutDuration: limits.timeout,
    cooldownDuration: limits.cooldown,
    cacheMaxAge: Number.POSITIVE_INFINITY,
    [customFetch]: (address: string, init: RequestInit) => fetchSome(address, init, limits.bytes),
  });
  let loadedAt = Number.NEGATIVE_INFINITY;
  let failedAt = Number.NEGATIVE_INFINITY;
  let loading: Promise<void> | undefined;
  const load = () => {
    loading ??= remote
      .reload()
      .then(
        () => {
          loadedAt = performance.now();
        },
        () => {
          // Whoever needs the keys is told below, by their age.
          failedAt = performance.now();
        },
      )
      .finally(() => {
        loading = undefined;
      });
    return loading;
  };
  return async (header, token) => {
    const age = performance.now() - loadedAt;
    const rests = performance.now() - failedAt < limits.rest;
    if (age > limits.age && !rests) {
      const asked = load();
      if (age > limits.oldest) await asked;
    }
    if (performance.now() - loadedAt > limits.oldest) refuse('issuer-unavailable');
    try {
      return await remote(header, token);
    } catch (error) {
      // Its key may be a new one, and the issuer is away.
      if (isAway(error)) throw new Refusal([{ code: 'issuer-unavailable' }]);
      throw error;
    }
  };
}

/** Of a fetch: no connection, too slow, no set of keys in it. What is wrong with the token has other codes. */
function isAway(error: unknown): boolean {
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) return false;
  if (error instanceof errors.JOSEError) {
    return ['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC'].includes(error.code);
  }
  return error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError');
}

/** An answer of so many bytes at most: whoever stands in for an issuer must not fill the memory. */
export async function fetchSome(address: string, init: RequestInit, most: number): Promise<Response> {
  const answer = await fetch(address, init);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.length;
    if (size > most) throw new TypeError('the answer is too large');
    chunks.push(chunk);
  }
  return new Response(Buffer.concat(chunks), { status: answer.status, headers: answer.headers });
}
