import { Client } from 'fhir-kit-client';
import { reduce } from './reduce.ts';
import { repeated, type Waiting } from './retry.ts';
import type { Target } from './target.ts';
import { tlsDispatcher } from './tls.ts';
import { tokenSource } from './token.ts';

/** What every request carries: the token, and an end. */
export interface Options {
  readonly headers: Record<string, string>;
  readonly signal: AbortSignal;
}

/** An answer as fhir-kit-client gives it. */
export type Answer = Awaited<ReturnType<Client['read']>>;
export type Send = (client: Client, options: Options) => Promise<Answer>;

/** Makes calls: each with a time limit, a token, and a second try with a new token after a 401. */
export interface Calls {
  /** A call that must not be made twice. */
  single(send: Send): Promise<Answer>;
  /** A call that may be made twice with the same result: again after failures that pass. */
  repeatable(send: Send): Promise<Answer>;
  sent(): number;
}

/**
 * Calls to a target through fhir-kit-client, which has neither of these itself. Every call throws ServerFailure for
 * what fails outside.
 */
export async function openCalls(target: Target, waiting: Waiting, definitionsOnly: boolean): Promise<Calls> {
  const dispatcher = await tlsDispatcher(target.tls);
  // A redirect would carry token and body elsewhere. The client's own `agent` does nothing under fetch; a dispatcher
  // does.
  const requestOptions = { redirect: 'error', ...(dispatcher && { dispatcher }) };
  const client = new Client({ baseUrl: target.base, requestOptions });
  const tokens = tokenSource(target, dispatcher);
  let sent = 0;
  const once = async (send: Send, authorization: string | undefined): Promise<Answer> => {
    sent += 1;
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    try {
      return await send(client, { headers, signal: AbortSignal.timeout(target.timeout) });
    } catch (error) {
      throw reduce(error, definitionsOnly);
    }
  };
  const single = async (send: Send): Promise<Answer> => {
    const header = await tokens.header();
    try {
      return await once(send, header);
    } catch (error) {
      if (reduce(error).status !== 401 || !tokens.renew(header)) throw error;
      return once(send, await tokens.header());
    }
  };
  return { single, repeatable: (send) => repeated(() => single(send), waiting), sent: () => sent };
}
