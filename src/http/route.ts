import type { OperationOutcome } from 'fhir/r4.js';
import type { Caller } from '../access/caller.ts';
import type { Denial } from '../access/denials.ts';
import type { Needs } from '../access/permission.ts';
import type { IssueCode } from '../outcome/catalog.ts';
import type { Language } from '../outcome/outcome.ts';
import type { Problem } from '../outcome/problem.ts';
import type { JsonDocument } from '../questionnaire/json/document.ts';
import type { Disclosure } from '../work/audit/entry.ts';

/** The methods that a route can have; OPTIONS, and HEAD beside GET, are answered for every one. */
export const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

export type Method = (typeof methods)[number];

/** What a client makes its request depend on, as it was sent. */
export interface Conditions {
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
  readonly ifModifiedSince: string | undefined;
  readonly ifUnmodifiedSince: string | undefined;
  /** FHIR's own: a search that must find nothing. */
  readonly ifNoneExist: string | undefined;
}

/** A request as a handler sees it: checked as HTTP, its body still bytes. */
export interface Incoming {
  readonly params: Readonly<Record<string, string>>;
  /** Only parameters that the route declares. */
  readonly query: URLSearchParams;
  /** Those of them that stand in the address, where anybody on the way may read them. */
  readonly inAddress: URLSearchParams;
  readonly body: Uint8Array;
  /** The resource in the body, read once, by the codec of its type. Throws a Refusal. */
  readonly document: () => JsonDocument;
  /** The body, where it is JSON that whoever reads it by the usual limits reads as `document` does. */
  readonly unread: Uint8Array | undefined;
  /** The same for a part of the body. */
  readonly read: (bytes: Uint8Array) => JsonDocument;
  /** The body's own type, with its parameters; empty without one. */
  readonly contentType: string;
  readonly conditions: Conditions;
  /** The header Prefer; empty without it. */
  readonly prefer: string;
  /** The client asks for XML before anything else, on a route that can answer with either. */
  readonly wantsLetter: boolean;
  /** The client is a browser that opens a page. */
  readonly wantsPage: boolean;
  /** The form of FHIR that the client asks for by its own type before anything else. */
  readonly wantsFhir: 'json' | 'xml' | undefined;
  /** Names this request in the log, and what comes of it in the deliveries. */
  readonly requestId: string;
  readonly language: Language;
  /** What is told of problems, in that language, with their places in XML where the client sent that. */
  readonly outcome: (problems: readonly Problem[]) => OperationOutcome;
  /** Who is calling: established before the body was read. */
  readonly caller: Caller;
  /** Whose share of the limits it takes (`clientsBy`): never for rights. */
  readonly client: string;
  /** Where the call comes from, for the audit. */
  readonly address: string;
  /** The cookies that came with it, for the sign-in of the page alone. */
  readonly cookies: string | undefined;
  /** The address of the FHIR base, as the client called it. */
  readonly base: string;
}

/**
 * What an answer holds: a resource, which the codec writes; one that is written as JSON already; or bytes of another
 * type.
 */
type Content =
  | { readonly resource: object }
  | { readonly written: Buffer }
  | {
      readonly bytes: Uint8Array;
      readonly contentType: string;
      /** The same bytes packed already, where they are asked for again and again. */
      readonly packed?: Packed;
    };

/** Bytes in the content codings that browsers take. */
export interface Packed {
  readonly br: Uint8Array;
  readonly gzip: Uint8Array;
}

/** A part of a request that was denied. `address`: of what was said not to be here, which may be another's. */
export interface DeniedPart extends Pick<Denial, 'code' | 'route'> {
  readonly address?: string | undefined;
}

export type Answer = Content & {
  /** 200 where not given. */
  readonly status?: number;
  /** Of a refusal that the handler answers itself, for the log. */
  readonly code?: IssueCode;
  readonly headers?: Readonly<Record<string, string>>;
  /** Cookies for the browser, each as its whole header. */
  readonly cookies?: readonly string[];
  /** What of it is written down before it is given. */
  readonly discloses?: readonly Disclosure[];
  /** What of it its caller may not do: the rest is answered all the same. */
  readonly denied?: readonly DeniedPart[];
};

/** Throws a Refusal for what cannot be answered. */
export type Handler = (incoming: Incoming) => Answer | Promise<Answer>;

/** R4's interactions with a type of resource. */
export type Interaction = 'create' | 'read' | 'vread' | 'update' | 'history-instance' | 'search-type';

/** What the CapabilityStatement says of a route. */
export type Claim =
  | { readonly kind: 'interaction'; readonly type: string; readonly code: Interaction }
  | { readonly kind: 'operation'; readonly type: string | undefined; readonly name: string }
  | { readonly kind: 'system'; readonly code: 'batch' };

/**
 * What a body is: `resource` is FHIR, in any form that there is a codec for, `search` a form or the same as Parameters,
 * `order` an object of ours or the same as Parameters.
 */
export type BodyKind = 'resource' | 'json' | 'order' | 'form' | 'search' | 'multipart' | 'letter';

/** What the OpenAPI description says of a query parameter; an Input of an operation is one too. */
export interface ParameterDoc {
  readonly name: string;
  readonly type: string;
  readonly repeats?: true;
  readonly required?: true;
  /** The only values that it can have. */
  readonly values?: readonly string[];
  /** What an object holds. */
  readonly properties?: readonly ParameterDoc[];
  readonly text: string;
}

/** What the OpenAPI description says of a route besides its form, in English. */
export interface RouteDoc {
  readonly summary: string;
  /** Resource type of a good answer, or the media type of one that is no resource. */
  readonly returns: string;
  /** The query parameters, or the names that stand in the Parameters of a body. */
  readonly parameters?: readonly ParameterDoc[];
  /** The query parameters, where the others stand in the body. */
  readonly inAddress?: readonly ParameterDoc[];
  /** The type of resource that a body is, bare, of a route outside FHIR. */
  readonly takes?: string;
  /** What a body is that neither a type of resource nor parameters say all of. */
  readonly body?: string;
  /** Whether the codes of warnings stand in a header, since the answer itself has no room for them. */
  readonly warns?: true;
  /** Statuses of good answers beside 200, where its form does not tell them. */
  readonly succeeds?: readonly string[];
  /** Statuses that it refuses with beside those that its form tells. */
  readonly refuses?: readonly string[];
}

export interface Route {
  readonly method: Method;
  /** Express' pattern. It also names the route in the log. */
  readonly path: string;
  /** What whoever calls it must be allowed to do. */
  readonly scope: Needs;
  readonly handle: Handler;
  /** The kind of body that it takes; none where not given. */
  readonly body?: BodyKind;
  /** Most bytes of it; the service's limit for JSON where not given. */
  readonly bodyBytes?: number;
  /**
   * What it answers with, beside the outcome of a refusal: a resource where not given. A `file` has the type that its
   * doc tells; `page` is a resource, and HTML for a browser.
   */
  readonly produces?: 'letter' | 'either' | 'carrier' | 'file' | 'page';
  /** Names of the query parameters that it takes besides `_format` and `_pretty`. */
  readonly query?: readonly string[];
  /** Whether whatever else comes in the address is handed on too: a way back from another site is not ours to write. */
  readonly anyQuery?: true;
  readonly claim?: Claim;
  readonly doc?: RouteDoc;
}

/** An answer with JSON that is no resource. */
export function jsonAnswer(value: object, status = 200): Answer {
  return { status, bytes: Buffer.from(JSON.stringify(value)), contentType: 'application/json; charset=utf-8' };
}

/** An answer with a resource. */
export function resourceAnswer(resource: object, status = 200): Answer {
  return { status, resource };
}
