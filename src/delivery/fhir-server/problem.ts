import type { Problem } from '../../outcome/problem.ts';
import type { ServerFailure } from './failure.ts';

/** A failure of a server as a problem of the catalog, with the advice for the traps that are known. */
export function problemOf(failure: ServerFailure): Problem {
  const { kind, status, codes } = failure;
  const values = { status: String(status ?? '-'), codes: codes.join(', ') || '-' };
  switch (kind) {
    case 'unreachable':
      return { code: 'server-unreachable', values };
    case 'timeout':
      return { code: 'server-timeout' };
    case 'not-fhir':
      return { code: 'server-not-fhir', values };
    case 'elsewhere':
      return { code: 'server-elsewhere' };
    case 'no-conditional-create':
      return { code: 'server-no-conditional-create', values };
    case 'token':
      return { code: 'server-token', values };
    case 'refused':
      return { code: refusalCode(failure), values };
  }
}

function refusalCode({ status = 0, codes }: ServerFailure): Problem['code'] {
  if (status === 401 || status === 403) return 'server-login';
  // A FHIR server that lacks a type says so in an outcome; anything else there is no FHIR server.
  if ((status === 404 || status === 405) && codes.length === 0) return 'server-not-fhir';
  if (status === 429 || status === 503) return 'server-busy';
  // "Conditional PUT … 412 HAPI-0988 (in a transaction HAPI-2207)"; others say multiple-matches.
  if (codes.some((code) => ['HAPI-0988', 'HAPI-2207', 'multiple-matches'].includes(code))) return 'server-several';
  // "while its base is missing … 412 HAPI-0705: Unknown base definition".
  if (codes.includes('HAPI-0705')) return 'server-base-missing';
  return 'server-refused';
}
