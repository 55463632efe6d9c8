import type { IssueCode } from '../outcome/catalog.ts';
import { readVansAnswer } from '../work/outgoing/envelope.ts';
import { ServerFailure } from './fhir-server/failure.ts';
import { reduce } from './fhir-server/reduce.ts';
import { readRetryAfter } from './fhir-server/retry-after.ts';
import type { Target } from './fhir-server/target.ts';
import { tlsDispatcher } from './fhir-server/tls.ts';
import { tokenSource } from './fhir-server/token.ts';
import { type Parcel, type Send, tracing, type Verdict } from './send.ts';

/** Statuses that pass by themselves; every other refusal is for good. */
const passing: ReadonlySet<number> = new Set([408, 425, 429]);
/** An answer is a receipt at most. */
const mostBytes = 1_000_000;

/**
 * Sends envelopes to the VANS network by HTTP POST. It has an envelope when it answers 2xx, empty or with a positive
 * receipt for it. A time-out leaves open whether it has: the same is sent again under the same ids, and where it says
 * then that it knows the envelope (409), it has it.
 */
export async function openVans(target: Target): Promise<Send> {
  const dispatcher = await tlsDispatcher(target.tls);
  const tokens = tokenSource(target, dispatcher);
  const once = async (parcel: Parcel, authorization: string | undefined): Promise<Answer> => {
    const authorized = authorization === undefined ? {} : { authorization };
    const request = {
      method: 'POST',
      body: parcel.content,
      headers: { 'content-type': 'application/xml', ...tracing(parcel), ...authorized },
      // A redirect would carry letter and token elsewhere.
      redirect: 'error',
      signal: AbortSignal.timeout(target.timeout),
      ...(dispatcher && { dispatcher }),
    } as RequestInit;
    const response = await fetch(target.base, request);
    const { status, headers } = response;
    return {
      status,
      retryAfter: readRetryAfter(headers.get('retry-after') ?? undefined),
      body: await bodyOf(response),
    };
  };
  return async (parcel) => {
    try {
      const header = await tokens.header();
      const answer = await once(parcel, header);
      if (answer.status !== 401 || !tokens.renew(header)) return await verdictOf(answer, parcel);
      return await verdictOf(await once(parcel, await tokens.header()), parcel);
    } catch (error) {
      return again(codeOf(reduce(error)));
    }
  };
}

interface Answer {
  readonly status: number;
  /** Milliseconds. */
  readonly retryAfter: number | undefined;
  readonly body: Uint8Array;
}

async function bodyOf(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > mostBytes) throw new ServerFailure('not-fhir', { status: response.status });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function verdictOf({ status, retryAfter, body }: Answer, { envelope = '' }: Parcel): Promise<Verdict> {
  if (status === 401) return again('vans-login');
  if (status >= 500 || passing.has(status)) return again('vans-busy', retryAfter);
  // The id comes of the content: whoever knows it has this one, at a first try too, where the store is a restored one.
  if (status === 409) return { kind: 'delivered' };
  if (status >= 400) return { kind: 'dead', code: status === 403 ? 'vans-login' : 'vans-refused' };
  const said = await readVansAnswer(body, envelope);
  if (said === 'unknown') return again('vans-answer');
  return said === 'taken' ? { kind: 'delivered' } : { kind: 'dead', code: 'vans-refused' };
}

function again(code: IssueCode, retryAfter?: number): Verdict {
  return { kind: 'again', code, retryAfter, all: true };
}

function codeOf({ kind }: ServerFailure): IssueCode {
  const codes = { timeout: 'vans-timeout', unreachable: 'vans-unreachable', token: 'vans-login' } as const;
  return kind in codes ? codes[kind as keyof typeof codes] : 'vans-answer';
}
