import type { Language } from '../outcome/outcome.ts';

/** A request as a handler sees it: checked as HTTP, its body still bytes. */
export interface Incoming {
  readonly params: Readonly<Record<string, string>>;
  /** Only parameters that the route declares. */
  readonly query: URLSearchParams;
  readonly body: Uint8Array;
  readonly language: Language;
  /** The address of the FHIR base, as the client called it. */
  readonly base: string;
}

export interface Answer {
  /** 200 where not given. */
  readonly status?: number;
  readonly body: string | Buffer;
  /** FHIR JSON where not given. */
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Throws a Refusal for what cannot be answered. */
export type Handler = (incoming: Incoming) => Answer;

/** What the CapabilityStatement says of a route. */
export type Claim =
  | { readonly kind: 'interaction'; readonly type: string; readonly code: 'read' | 'search-type' }
  | { readonly kind: 'operation'; readonly type: string | undefined; readonly name: string };

export interface Route {
  readonly method: 'get' | 'post';
  /** Express' pattern. It also names the route in the log. */
  readonly path: string;
  readonly handle: Handler;
  /** The kind of body that it takes; none where not given. */
  readonly body?: 'json' | 'form';
  /** Names of the query parameters that it takes besides `_format` and `_pretty`. */
  readonly query?: readonly string[];
  readonly claim?: Claim;
}

export const fhirJson = 'application/fhir+json; charset=utf-8';

/** An answer with a resource. Only JSON.stringify understands the raw numbers of a received response. */
export function resourceAnswer(resource: object, status = 200): Answer {
  return { status, body: JSON.stringify(resource) };
}
