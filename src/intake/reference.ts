import type { FhirResource, Identifier, QuestionnaireResponse, Reference } from 'fhir/r4.js';
import type { IssueCode } from '../outcome/catalog.ts';
import { containedResource } from '../questionnaire/contained.ts';
import { citizenSystem } from './citizen-system.ts';
import { holdsCpr, holdsNumber, isPossibleCpr, isReplacementNumber } from './cpr.ts';

/** What a reference to a person leads to. */
export interface Target {
  /** The resource type that the reference names, wherever it does. */
  readonly type: string | undefined;
  readonly contained: FhirResource | undefined;
  /**
   * The literal reference, where a result may repeat it: not to a contained resource, not `urn:uuid:`, none with what
   * looks like a CPR number.
   */
  readonly literal: string | undefined;
}

/** A longer address is none. It would stand in every resource that is made. */
export const longestReference = 1_000;
const literal =
  /^(?:https?:\/\/[^\s?#|]+\/)?([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/;
const uuid = /^urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Follows a reference to a person of one of `types`. Only `#id`, `Type/id` and an absolute address of that form are
 * read: a search (`Patient?identifier=...`) would be resolved by another server, and by other rules than ours. Every
 * place that names a type must name the same one. Beside an identifier the literal reference identifies nobody:
 * `urn:uuid:` is in order there, and so is an id of a database that looks like a CPR number, unless it is the one that
 * the identifier has, in any spelling. Gives an error code instead: reference-form, reference-personal,
 * contained-unknown, contained-ambiguous or `wrongType`.
 */
export function follow<Code extends IssueCode>(
  response: QuestionnaireResponse,
  { reference, type, identifier }: Reference,
  types: readonly string[],
  wrongType: Code,
): Target | IssueCode {
  const found = reference === undefined ? nowhere : resolve(response, reference, identifier);
  if (typeof found === 'string') return found;
  const named = type ?? found.type;
  if (named !== undefined && !types.includes(named)) return wrongType;
  if (found.type !== undefined && found.type !== named) return wrongType;
  return { type: named, contained: found.contained, literal: found.literal };
}

const nowhere: Target = { type: undefined, contained: undefined, literal: undefined };

function resolve(
  response: QuestionnaireResponse,
  reference: string,
  identifier: Identifier | undefined,
): Target | IssueCode {
  if (reference.startsWith('#')) {
    const contained = containedResource(response, reference);
    return typeof contained === 'string' ? contained : { ...nowhere, type: contained.resourceType, contained };
  }
  // It means something within the sender's Bundle alone.
  if (uuid.test(reference)) return identifier?.value === undefined ? 'reference-form' : nowhere;
  const [, type] = reference.length > longestReference ? [] : (literal.exec(reference) ?? []);
  if (type === undefined) return 'reference-form';
  if (identifier !== undefined && holdsOwnNumber(reference, identifier)) return 'reference-personal';
  // Of an address, the path: a server's own number and port (10.10.12.10:80) would pass for a CPR number.
  if (!holdsCpr(reference.replace(/^https?:\/\/[^/]*/, ''))) return { ...nowhere, type, literal: reference };
  return identifier?.value === undefined ? 'reference-personal' : { ...nowhere, type };
}

function holdsOwnNumber(reference: string, { system = '', value = '' }: Identifier): boolean {
  const isNumber = isPossibleCpr(value) || (isReplacementNumber(value) && citizenSystem(system) !== undefined);
  return isNumber && holdsNumber(reference, [{ system, value }]);
}
