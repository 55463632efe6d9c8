import type { Reference } from 'fhir/r4.js';
import type { Link, SystemNumber } from '../scoring/people.ts';
import type { Particulars } from '../scoring/types.ts';
import { fixed } from './fixed.ts';

/**
 * Whose references the results have. `sender`: the answer goes back to whoever sent the response, so literal references
 * (`Patient/123`) stand beside number and name. `logical`: number and name alone, since on another server a literal
 * reference may be somebody else.
 */
export type References = 'sender' | 'logical';

/** The citizen. */
export function subjectOf({ citizen }: Particulars, references: References): Reference {
  return referenceOf({ ...citizen, type: 'Patient', identifier: citizen.identifiers[0] }, references);
}

/** The professional who assessed; undefined where the response names none. Never the software. */
export function professionalOf({ professional }: Particulars, references: References): Reference | undefined {
  if (professional === undefined) return undefined;
  const link = { ...professional, identifier: professional.identifiers[0] };
  // Where nothing else names the professional, the literal reference is better than nobody.
  const named = link.identifier !== undefined || link.display !== undefined;
  return referenceOf(link, named ? references : 'sender');
}

/** The sender's encounter; undefined where nothing of it may be told. */
export function encounterOf({ encounter }: Particulars, references: References): Reference | undefined {
  return encounter && linkOf(encounter, references);
}

/** The requests and plans that the response answers, as far as they may be told; undefined where that is none. */
export function basedOn({ basedOn: links }: Particulars, references: References): Reference[] | undefined {
  const told = links.flatMap((link) => linkOf(link, references) ?? []);
  return told.length === 0 ? undefined : told;
}

function linkOf(link: Link, references: References): Reference | undefined {
  const tellable = references === 'sender' || link.identifier !== undefined || link.display !== undefined;
  return tellable ? referenceOf(link, references) : undefined;
}

function referenceOf(
  { reference, type, identifier, display }: Omit<Link, 'identifier'> & { identifier: SystemNumber | undefined },
  references: References,
): Reference {
  return {
    ...(reference === undefined || references === 'logical' ? {} : { reference }),
    ...(type === undefined ? {} : { type }),
    ...(identifier === undefined ? {} : { identifier: { ...identifier } }),
    ...(display === undefined ? {} : { display }),
  };
}

/** The professional of a level that names none: somebody assessed, and it is not known who. */
export const unknownPerformer: Reference = fixed({
  extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }],
  display: 'ikke oplyst',
});
