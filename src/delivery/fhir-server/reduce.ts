import type { OperationOutcomeIssue } from 'fhir/r4.js';
import { ServerFailure } from './failure.ts';
import { readRetryAfter } from './retry-after.ts';

/** What is used of the errors of fhir-kit-client and of fetch. */
interface Thrown {
  readonly name?: unknown;
  readonly cause?: { readonly code?: unknown; readonly message?: unknown };
  readonly response?: { readonly status: number; readonly data: unknown };
  readonly config?: { readonly headers?: Headers };
}

/**
 * Reduces whatever a call threw to a ServerFailure. A mistake of ours (a TypeError without cause, say) is thrown on as
 * it is. `definitionsOnly` keeps the server's own words too.
 */
export function reduce(error: unknown, definitionsOnly = false, now: number = Date.now()): ServerFailure {
  if (error instanceof ServerFailure) return error;
  const { name, cause, response, config }: Thrown = typeof error === 'object' && error !== null ? error : {};
  if (response !== undefined) {
    const { status, data } = response;
    if (status < 400) return new ServerFailure('not-fhir', { status });
    const retryAfter = readRetryAfter(config?.headers?.get('retry-after') ?? undefined, now);
    const diagnostics = definitionsOnly ? words(data) : undefined;
    return new ServerFailure('refused', { status, codes: issueCodes(data), retryAfter, diagnostics });
  }
  if (name === 'TimeoutError' || name === 'AbortError') return new ServerFailure('timeout');
  if (cause === undefined) throw error;
  if (cause.message === 'unexpected redirect') return new ServerFailure('elsewhere');
  const code = String(cause.code ?? (cause.message === 'bad port' ? 'BAD_PORT' : ''));
  return new ServerFailure('unreachable', { codes: /^[A-Z_0-9]{2,60}$/.test(code) ? [code] : [] });
}

/** FHIR's issue types and HAPI's numbers in an OperationOutcome; its texts may repeat what was sent. */
function issueCodes(body: unknown): string[] {
  if (typeof body !== 'object' || body === null || !('issue' in body) || !Array.isArray(body.issue)) return [];
  const codes = body.issue.flatMap((issue: { code?: unknown; diagnostics?: unknown }) => {
    const type = typeof issue.code === 'string' && /^[a-z-]{2,40}$/.test(issue.code) ? [issue.code] : [];
    const own = typeof issue.diagnostics === 'string' ? (issue.diagnostics.match(/\bHAPI-\d{4}\b/g) ?? []) : [];
    return [...type, ...own];
  });
  return [...new Set(codes)];
}

/** What the errors of an OperationOutcome say, as they say it. */
function words(body: unknown): string | undefined {
  const { issue }: { issue?: unknown } = Object(body);
  if (!Array.isArray(issue)) return undefined;
  const texts = issue.flatMap(({ severity, diagnostics, details }: Partial<OperationOutcomeIssue>) => {
    const text = diagnostics ?? details?.text;
    return typeof text === 'string' && severity !== 'information' && severity !== 'warning' ? [text] : [];
  });
  return texts.length === 0 ? undefined : texts.join(' ').replace(/\s+/g, ' ');
}
