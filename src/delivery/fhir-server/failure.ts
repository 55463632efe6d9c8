/** In what way a FHIR server did not do what was asked of it. */
export type FailureKind =
  /** No answer: name, connection or TLS. */
  | 'unreachable'
  | 'timeout'
  /** An answer with an HTTP status that says no. */
  | 'refused'
  /** An answer that is no FHIR in JSON, such as a proxy's page. */
  | 'not-fhir'
  /** The server sends us elsewhere, by a redirect or by a link of another origin: not followed. */
  | 'elsewhere'
  | 'no-conditional-create'
  /** The authorisation server gives no token. */
  | 'token';

interface Details {
  readonly status?: number | undefined;
  /** Codes only: FHIR's issue types, HAPI's own numbers, Node's system codes. */
  readonly codes?: readonly string[];
  readonly retryAfter?: number | undefined;
}

/**
 * What went wrong with a call, reduced to what may be shown and logged. fhir-kit-client's own errors carry the URL, the headers and the
 * body, which may hold a CPR number or a token: nothing of them is kept, not even as `cause`.
 */
export class ServerFailure extends Error {
  readonly kind: FailureKind;
  readonly status: number | undefined;
  readonly codes: readonly string[];
  /** Milliseconds that the server asks us to wait. */
  readonly retryAfter: number | undefined;

  constructor(kind: FailureKind, { status, codes = [], retryAfter }: Details = {}) {
    super([kind, status, ...codes].filter((part) => part !== undefined).join(' '));
    this.name = 'ServerFailure';
    this.kind = kind;
    this.status = status;
    this.codes = codes;
    this.retryAfter = retryAfter;
  }
}
