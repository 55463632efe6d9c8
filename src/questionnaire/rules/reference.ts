import type { FhirResource, Reference } from 'fhir/r4.js';
import { extensions, url } from '../extensions.ts';
import { resourceTypes } from '../resource-types.ts';
import type { At, MakeCheck } from '../types.ts';

/** Types are relative to this, or whole. */
const definitions = 'http://hl7.org/fhir/StructureDefinition/';

/**
 * A contained resource has to be there, and a type that is told beside a reference be that of the reference;
 * `referenceResource` (extension): the types that the answer may refer to.
 */
export const referenceResource: MakeCheck = (item) => {
  if (item.type !== 'reference') return undefined;
  const allowed = extensions(item, url.referenceResource).flatMap(({ valueCode }) => valueCode ?? []);
  return ({ valueReference }, at) => {
    if (valueReference === undefined) return;
    const contained = containedIn(valueReference, at);
    const { type: written, reference } = valueReference;
    const told = written?.replace(definitions, '');
    const found = typeof contained === 'object' ? contained.resourceType : namedIn(reference);
    // "If both Reference.type and Reference.reference are populated ..., both SHALL be consistent" (R4).
    const isOther = told !== undefined && told !== found;
    if (isOther && found !== undefined && resourceTypes.has(found)) at.report('reference-form', 'value.type');
    if (typeof contained === 'string') at.report(contained, 'value');
    else if (allowed.length > 0) {
      // An identifier alone, or urn:uuid: of which type it is cannot be seen.
      const type = contained?.resourceType ?? told ?? namedIn(reference);
      if (type !== undefined && !allowed.includes(type))
        at.report('reference-type', 'value', { allowed: allowed.join(', ') });
    }
  };
};

/** `referenceProfile` (extension): only a contained resource can be looked at; it has to claim one of the profiles. */
export const referenceProfile: MakeCheck = (item) => {
  const allowed = extensions(item, url.referenceProfile).flatMap(({ valueCanonical }) => valueCanonical ?? []);
  if (item.type !== 'reference' || allowed.length === 0) return undefined;
  return ({ valueReference }, at) => {
    const contained = valueReference === undefined ? undefined : containedIn(valueReference, at);
    if (contained === undefined || typeof contained === 'string') return;
    const claims = [...profilesOf(contained), `${definitions}${contained.resourceType}`].map(bare);
    if (!allowed.some((profile) => claims.includes(bare(profile))))
      at.report('reference-profile', 'value', { allowed: allowed.join(', ') });
  };
};

function containedIn({ reference }: Reference, { context }: At) {
  if (reference === undefined || !reference.startsWith('#') || context.contained === undefined) return undefined;
  return context.contained(reference);
}

/** Contained resources are only known to be JSON. */
function profilesOf({ meta }: FhirResource): readonly string[] {
  const profiles: unknown = (meta as { profile?: unknown } | undefined)?.profile;
  return Array.isArray(profiles) ? profiles.filter((one) => typeof one === 'string') : [];
}

/** `Patient/1`, `http://example.dk/fhir/Patient/1/_history/2` -> Patient */
function namedIn(reference: string | undefined): string | undefined {
  return reference?.match(/(?:^|\/)([A-Z][A-Za-z]+)\/[^/]+(?:\/_history\/[^/]+)?$/)?.[1];
}

function bare(canonical: string): string {
  return canonical.split('|')[0] ?? canonical;
}
