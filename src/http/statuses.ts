import type { IssueCode } from '../outcome/catalog.ts';

/** HTTP status by code. Refused content, which is every other code, is 422. */
const statuses: Partial<Record<IssueCode, number>> = {
  'json-empty': 400,
  'json-encoding': 400,
  'json-malformed': 400,
  'json-too-deep': 400,
  'json-forbidden-key': 400,
  'json-duplicate-key': 400,
  'json-character': 400,
  'json-number': 400,
  'json-too-large': 413,
  'form-encoding': 400,
  'multipart-malformed': 400,
  'multipart-too-large': 413,
  'request-part-missing': 400,
  'request-part-unknown': 400,
  'xml-malformed': 400,
  'xml-encoding': 400,
  'xml-version': 400,
  'xml-doctype': 400,
  'xml-too-deep': 400,
  'xml-too-large': 413,
  'url-malformed': 400,
  'request-incomplete': 400,
  'request-malformed': 400,
  'query-unsupported': 400,
  'query-modifier': 400,
  'query-value': 400,
  'route-unknown': 404,
  'resource-unknown': 404,
  'method-not-allowed': 405,
  'not-acceptable': 406,
  'not-acceptable-letter': 406,
  'request-timeout': 408,
  'content-type-unsupported': 415,
  'content-encoding-unsupported': 415,
  'host-unknown': 421,
  'too-many-requests': 429,
  'too-many-at-once': 429,
  'headers-too-large': 431,
  'internal-error': 500,
  'service-stopping': 503,
};

export function statusOf(code: IssueCode): number {
  return statuses[code] ?? 422;
}
