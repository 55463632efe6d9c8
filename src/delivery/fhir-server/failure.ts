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
  /**
   * The server's own words. Only of definitions (`openServer`, `definitionsOnly`): of anything else they may repeat a
   * citizen's data.
   */
  readonly diagnostics?: string | undefined;
}

/** A call that failed: its method and type, and the canonical of the definition that it was about. */
export interface During {
  readonly request: string;
  readonly canonical: string;
}

/**
 * What went wrong with a call, reduced to what may be shown and logged. fhir-kit-client's own errors carry the URL, the
 * headers and the body, which may hold a CPR number or a token: nothing of them is kept, not even as `cause`.
 */
export class ServerFailure extends Error {
  readonly kind: FailureKind;
  readonly status: number | undefined;
  readonly codes: readonly string[];
  /** Milliseconds that the server asks us to wait. */
  readonly retryAfter: number | undefined;
  readonly diagnostics: string | undefined;
  /** What was being done, where the caller says so. */
  readonly during: During | undefined;

  constructor(kind: FailureKind, { status, codes = [], retryAfter, diagnostics }: Details = {}, during?: During) {
    super([kind, status, ...codes].filter((part) => part !== undefined).join(' '));
    this.name = 'ServerFailure';
    this.kind = kind;
    this.status = status;
    this.codes = codes;
    this.retryAfter = retryAfter;
    this.diagnostics = diagnostics;
    this.during = during;
  }

  /** The same failure, with what was being done. */
  while(during: During): ServerFailure {
    return new ServerFailure(this.kind, this, this.during ?? during);
  }
}
