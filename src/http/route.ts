import type { Language } from '../outcome/outcome.ts';

/** A request as a handler sees it: checked as HTTP, its body still bytes. */
export interface Incoming {
  readonly params: Readonly<Record<string, string>>;
  /** Only parameters that the route declares. */
  readonly query: URLSearchParams;
  readonly body: Uint8Array;
  /** The body's own type, with its parameters; empty without one. */
  readonly contentType: string;
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
export type Handler = (incoming: Incoming) => Answer | Promise<Answer>;

/** What the CapabilityStatement says of a route. */
export type Claim =
  | { readonly kind: 'interaction'; readonly type: string; readonly code: 'read' | 'search-type' }
  | { readonly kind: 'operation'; readonly type: string | undefined; readonly name: string };

export type BodyKind = 'json' | 'form' | 'multipart';

/** What the OpenAPI description says of a query parameter; an Input of an operation is one too. */
export interface ParameterDoc {
  readonly name: string;
  readonly type: string;
  readonly repeats?: true;
  readonly text: string;
}

/** What the OpenAPI description says of a route besides its form, in English. */
export interface RouteDoc {
  readonly summary: string;
  /** Resource type of a good answer, or the media type of one that is no resource. */
  readonly returns: string;
  /** The query parameters, or the names that stand in the Parameters of a body. */
  readonly parameters?: readonly ParameterDoc[];
}

export interface Route {
  readonly method: 'get' | 'post';
  /** Express' pattern. It also names the route in the log. */
  readonly path: string;
  readonly handle: Handler;
  /** The kind of body that it takes; none where not given. */
  readonly body?: BodyKind;
  /** Most bytes of it; the service's limit for JSON where not given. */
  readonly bodyBytes?: number;
  /** What it answers with, beside the outcome of a refusal: JSON where not given. */
  readonly produces?: 'xml';
  /** Names of the query parameters that it takes besides `_format` and `_pretty`. */
  readonly query?: readonly string[];
  readonly claim?: Claim;
  readonly doc?: RouteDoc;
}

export const fhirJson = 'application/fhir+json; charset=utf-8';

/** An answer with a resource. Only JSON.stringify understands the raw numbers of a received response. */
export function resourceAnswer(resource: object, status = 200): Answer {
  return { status, body: JSON.stringify(resource) };
}
