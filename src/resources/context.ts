import type { CodeableConcept, Coding, Reference } from 'fhir/r4.js';
import type { Concept, Level, Model } from '../model/types.ts';
import { url } from '../questionnaire/extensions.ts';
import type { Particulars } from '../scoring/types.ts';
import type { Ids } from './ids.ts';

/** What every builder of a resource works from. */
export interface Context {
  readonly model: Model;
  readonly told: Particulars;
  readonly ids: Ids;
  readonly software: { readonly name: string; readonly version: string };
}

/** What every resource that we make begins with. */
export function head<Type extends string>(context: Context, resourceType: Type, id: string, profile: string) {
  const meta = { profile: [`${context.model.base}/StructureDefinition/${profile}`] };
  return { resourceType, id, meta, language: 'da' };
}

export function isWithdrawn({ told }: Context): boolean {
  return told.status === 'entered-in-error';
}

/** A coding with its Danish display. */
function codingOf(concept: Concept): Coding {
  return { system: concept.system, code: concept.code, display: concept.text.da };
}

export function codeable(concept: Concept): CodeableConcept {
  return { coding: [codingOf(concept)] };
}

/** A concept with its number, so that a receiver can compare without the CodeSystem at hand. */
export function ordinalCodeable(concept: Concept, ordinal: number | undefined): CodeableConcept {
  if (ordinal === undefined) return codeable(concept);
  return { coding: [{ extension: [{ url: url.ordinalValue, valueDecimal: ordinal }], ...codingOf(concept) }] };
}

export function levelCodeable(level: Level): CodeableConcept {
  return ordinalCodeable(level, level.ordinal);
}

/** One of our own codes of `/CodeSystem/observation`. */
export function observationCode(context: Context, code: string): Concept {
  const concept = context.model.concept('observation', code);
  if (concept === undefined) throw new Error(`CodeSystem observation: ${code} is missing`);
  return concept;
}

/**
 * The citizen by number and name, never by the sender's literal reference: on another server that may be another citizen. The response
 * itself keeps it.
 */
export function subjectOf({ told: { citizen } }: Context): Reference {
  const [identifier] = citizen.identifiers;
  return {
    type: 'Patient',
    ...(identifier === undefined ? {} : { identifier: { ...identifier } }),
    ...(citizen.display === undefined ? {} : { display: citizen.display }),
  };
}

/** The professional who assessed; undefined where the response names none. Never the software. */
export function professionalOf({ told: { professional } }: Context): Reference | undefined {
  if (professional === undefined) return undefined;
  const { reference, type, identifiers, display } = professional;
  const [identifier] = identifiers;
  const named = identifier !== undefined || display !== undefined;
  return {
    // On another server a literal reference may be somebody else: only where nothing else names the professional.
    ...(reference === undefined || named ? {} : { reference }),
    ...(type === undefined ? {} : { type }),
    ...(identifier === undefined ? {} : { identifier: { ...identifier } }),
    ...(display === undefined ? {} : { display }),
  };
}

/** Typed text for an Annotation, which is markdown: what looks like a tag or a link is escaped, so that it stays the characters typed. */
export function note(text: string): { text: string } {
  return { text: text.replace(/<(?=[A-Za-z/!?])/g, '\\<').replaceAll('](', ']\\(') };
}

/** "Absent, and it is not known": for what a professional has not rated or nobody can say. */
export const dataAbsent: CodeableConcept = {
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/data-absent-reason', code: 'unknown', display: 'Unknown' }],
};
