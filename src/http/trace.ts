import type { Response } from 'express';
import type { Caller } from '../access/caller.ts';
import type { Codec } from './codec.ts';

/** What the log line of a request is made of. */
export interface Trace {
  readonly id: string;
  /** Headers of the answer, each name before its value, that Node has not been told yet (headers.ts). */
  readonly headers: string[];
  /** The pattern of the route; set when one is found. */
  route?: string;
  /** Who is calling; set before the body is read, where the route asks for it. */
  caller?: Caller;
  /** Whose share of the limits it takes: the client's, or that of the address it comes from. */
  client?: string;
  /** The form that the client wants its answer in; set when the route is known. */
  codec?: Codec;
  /** Where the call comes from, for the audit. */
  address?: string;
  /** The first code of a refusal. */
  code?: string;
}

/** On the response itself: a map of responses that are held weakly costs the collector more than all reads of it. */
const traced = Symbol('trace');

type Traced = Response & { [traced]?: Trace };

/** The trace of a request, begun by the first middleware. */
export function traceOf(response: Traced): Trace {
  const trace = response[traced];
  if (trace === undefined) throw new Error('the request log must be the first middleware');
  return trace;
}

export function beginTrace(response: Traced, id: string): Trace {
  const trace: Trace = { id, headers: [] };
  response[traced] = trace;
  return trace;
}
