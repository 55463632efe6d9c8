import type { Text } from '../../model/types.ts';
import type { Problem } from '../../outcome/problem.ts';
import type { ServerFailure } from './failure.ts';

/** Why a server was not reached, by Node's and undici's codes. */
const reasons: readonly (readonly [RegExp, Text])[] = [
  [/^ECONNREFUSED$/, { da: 'der lytter ingen på den adresse og port', en: 'nothing listens at that address and port' }],
  [/^(ENOTFOUND|EAI_AGAIN)$/, { da: 'navnet kan ikke slås op', en: 'the name cannot be looked up' }],
  [
    /^(ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/,
    { da: 'der kom ingen forbindelse i tide', en: 'no connection came about in time' },
  ],
  [
    /^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/,
    { da: 'der er ingen vej til adressen herfra', en: 'there is no way to the address from here' },
  ],
  [/^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/, { da: 'forbindelsen blev brudt', en: 'the connection was broken off' }],
  [
    /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/,
    { da: 'der er ikke tillid til serverens certifikat', en: "the server's certificate is not trusted" },
  ],
  [
    /^ERR_(TLS|SSL)/,
    {
      da: 'den krypterede forbindelse kom ikke i stand; måske taler serveren http',
      en: 'the encrypted connection failed; the server may speak http',
    },
  ],
  [
    /^HPE_/,
    { da: 'svaret er ikke HTTP; måske taler serveren https', en: 'the answer is not HTTP; the server may speak https' },
  ],
  [
    /^BAD_PORT$/,
    {
      da: 'porten er en af dem, som programmer ikke kalder (fetch, "bad port")',
      en: 'the port is one that programs do not call (fetch, "bad port")',
    },
  ],
];
const unknownReason: Text = { da: 'grunden kendes ikke', en: 'the reason is not known' };

/** A failure of a server as a problem of the catalog, with the advice for the traps that are known. */
export function explainFailure(failure: ServerFailure): Problem {
  const { kind, status, codes } = failure;
  const values = { status: String(status ?? '-'), codes: codes.join(', ') || '-' };
  switch (kind) {
    case 'unreachable': {
      const why = reasons.find(([pattern]) => codes.some((code) => pattern.test(code)))?.[1] ?? unknownReason;
      return { code: 'server-unreachable', values: { ...values, why: why.da, whyEn: why.en } };
    }
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
  // "while its base is missing … 412 HAPI-0705: Unknown base definition".
  if (codes.includes('HAPI-0705')) return 'server-base-missing';
  // "Conditional PUT … 412 HAPI-0988 (in a transaction HAPI-2207)"; others say multiple-matches, and R4 has 412 for
  // nothing else here.
  if (status === 412 || codes.some((code) => ['HAPI-0988', 'HAPI-2207', 'multiple-matches'].includes(code))) {
    return 'server-several';
  }
  return 'server-refused';
}
