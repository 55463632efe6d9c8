/** FHIR's IssueType (the ones that we use). */
export type IssueType =
  | 'invalid'
  | 'structure'
  | 'required'
  | 'value'
  | 'invariant'
  | 'not-supported'
  | 'not-found'
  | 'too-long'
  | 'too-costly'
  | 'business-rule'
  | 'conflict'
  | 'throttled'
  | 'timeout'
  | 'exception'
  | 'informational'
  | 'login'
  | 'forbidden'
  | 'code-invalid'
  | 'duplicate'
  | 'processing';

/** One error code: what it means and what to do about it, with {placeholders} that `Problem.values` fills. */
export interface CatalogEntry {
  readonly severity: 'error' | 'warning' | 'information';
  readonly type: IssueType;
  readonly da: string;
  readonly en: string;
  readonly mend: { readonly da: string; readonly en: string };
}

/** Keeps the codes as literal types and checks every entry. */
export function entries<Code extends string>(table: Record<Code, CatalogEntry>): Readonly<Record<Code, CatalogEntry>> {
  return table;
}
