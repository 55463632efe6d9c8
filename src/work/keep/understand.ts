import type { QuestionnaireResponse } from 'fhir/r4.js';
import { acceptResponse } from '../../intake/accept.ts';
import { digestIn, readIdentity } from '../../intake/identity.ts';
import type { Variant } from '../../model/types.ts';
import { isError } from '../../outcome/outcome.ts';
import { type Problem, Refusal } from '../../outcome/problem.ts';
import type { JsonDocument } from '../../questionnaire/json/document.ts';
import type { Citizen, Professional } from '../../scoring/people.ts';
import type { Ports } from '../ports.ts';
import { type ScoredResponse, scoreResponse } from '../score.ts';
import type { KeptStatus } from './decide.ts';

/** What a response says, finished or not. */
export interface Understood {
  readonly response: QuestionnaireResponse;
  readonly identity: string;
  /** It has an identifier of its own. */
  readonly identified: boolean;
  /** Of the content, without `id` and `meta`. */
  readonly digest: string;
  readonly status: KeptStatus;
  readonly variant: Variant;
  readonly citizen: Citizen;
  readonly professional: Professional | undefined;
  readonly scored: ScoredResponse | undefined;
  readonly warnings: readonly Problem[];
}

/**
 * Checks what arrives, as a draft or as an assessment. Codes: those of `scoreResponse`; for a draft, of
 * `validateResponse`.
 */
export function understand(ports: Ports, document: JsonDocument): Understood {
  const { value } = document;
  const status = typeof value === 'object' && value !== null && 'status' in value ? value.status : undefined;
  if (status === 'in-progress' || status === 'stopped') {
    const { problems, checked } = acceptResponse(ports.model, document, 'validation', ports.clock());
    if (checked === undefined) throw new Refusal(problems.filter(isError));
    const { response, variant, citizen, professional } = checked;
    const { identity, identified, version } = readIdentity(response);
    const about = { response, identity, identified, digest: digestIn(version) };
    return { ...about, status, variant, citizen, professional, scored: undefined, warnings: problems };
  }
  return understandScored(document, scoreResponse(ports, document));
}

/** What a document says that was scored. */
export function understandScored({ value }: JsonDocument, scored: ScoredResponse): Understood {
  const { assessment, warnings } = scored;
  const { identity, identified, version, variant, citizen, professional } = assessment;
  // The scored response has its numbers as they were received; what is compared and indexed are values.
  const response = value as QuestionnaireResponse;
  const about = { response, identity, identified, digest: digestIn(version) };
  return { ...about, status: assessment.status, variant, citizen, professional, scored, warnings };
}
