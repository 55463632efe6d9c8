import type { QuestionnaireResponse } from 'fhir/r4.js';
import type { Problem } from '../outcome/problem.ts';
import { root } from '../questionnaire/answers.ts';
import type { Citizen } from '../scoring/people.ts';
import { citizenSystem } from './citizen-system.ts';
import { holdsCpr, holdsNumber } from './cpr.ts';
import { visible } from './person-name.ts';

const place = `${root}.identifier`;
/** A longer one is none. It stands in every Bundle, is searched by, and is looked through for numbers. */
const longest = 1_000;

/**
 * The response's own identity: an amended or withdrawn one needs it. Codes: identifier-missing, identifier-incomplete,
 * identifier-too-long, identifier-personal.
 */
export function checkIdentifier(
  { identifier, status }: QuestionnaireResponse,
  citizen: Citizen | undefined,
): readonly Problem[] {
  if (identifier === undefined) {
    return status === 'amended' || status === 'entered-in-error' ? [{ code: 'identifier-missing', place }] : [];
  }
  const [system, value] = [visible(identifier.system), visible(identifier.value)];
  if (system === undefined || value === undefined) return [{ code: 'identifier-incomplete', place }];
  if (Math.max(system.length, value.length) > longest) {
    return [{ code: 'identifier-too-long', place, values: { maximum: String(longest) } }];
  }
  return isPersonal(system, value, citizen) ? [{ code: 'identifier-personal', place }] : [];
}

/** The identifier stands in search parameters, where no CPR number may stand ("CPR never in a URL"), whosever it is. */
function isPersonal(system: string, value: string, citizen: Citizen | undefined): boolean {
  const numbers = citizen?.identifiers ?? [];
  return (
    citizenSystem(system) !== undefined || [system, value].some((text) => holdsNumber(text, numbers) || holdsCpr(text))
  );
}
