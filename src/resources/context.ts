import type { CodeableConcept, Coding, Identifier, Reference } from 'fhir/r4.js';
import type { Concept, Level, Model, Text } from '../model/types.ts';
import { url } from '../questionnaire/extensions.ts';
import type { Link, SystemNumber } from '../scoring/people.ts';
import type { Particulars } from '../scoring/types.ts';
import { type Ids, idsOf } from './ids.ts';
import { escapeMarkdown } from './markdown.ts';
import { timeText } from './time-text.ts';

/**
 * Whose references the results have. `sender`: the answer goes back to whoever sent the response, so literal references
 * (`Patient/123`) stand beside number and name. `logical`: number and name alone, since on another server a literal
 * reference may be somebody else.
 */
export type References = 'sender' | 'logical';

/** The program that made the results. */
export interface Software {
  readonly name: string;
  readonly version: string;
}

/** What every builder of a resource works from. */
export interface Context {
  readonly model: Model;
  readonly told: Particulars;
  readonly ids: Ids;
  readonly software: Software;
  readonly references: References;
  /** A newer assessment has taken the place of this one: its plan and Tasks are closed. */
  readonly superseded: boolean;
  /** When it was assessed, as people read it. */
  readonly moment: Text;
}

/** The context of one response, plan or letter. */
export function createContext(
  model: Model,
  told: Particulars,
  software: Software,
  { references = 'logical', superseded = false }: Partial<Pick<Context, 'references' | 'superseded'>> = {},
): Context {
  return { model, told, ids: idsOf(told), software, references, superseded, moment: timeText(told.authored) };
}

/** What every resource that we make begins with. `meta.profile` names the version that it was made by. */
export function head<Type extends string>({ model }: Context, resourceType: Type, id: string, profile: string) {
  const meta = { profile: [`${model.base}/StructureDefinition/${profile}|${model.version}`] };
  return { resourceType, id, meta, language: 'da' };
}

/**
 * What a result is found by on a server that gives ids of its own: the id that is derived from the response, under our
 * own system.
 */
export function resultIdentifier({ model }: Context, id: string): Identifier {
  return { system: `${model.base}/resultat`, value: id };
}

export function isWithdrawn({ told }: Context): boolean {
  return told.status === 'entered-in-error';
}

/** A coding in its CodeSystem's own words, with the version. */
function codingOf({ system, version, code, display }: Concept): Coding {
  return { system, version, code, display };
}

/** A concept; the words of its variant stand in `text` where they are others than the CodeSystem's. */
export function codeable(...concepts: readonly [Concept, ...Concept[]]): CodeableConcept {
  return { coding: concepts.map(codingOf), ...wordedOtherwise(concepts[0]) };
}

/** A concept with its number, so that a receiver can compare without the CodeSystem at hand. */
export function ordinalCodeable(concept: Concept, ordinal: number | undefined): CodeableConcept {
  if (ordinal === undefined) return codeable(concept);
  const extension = [{ url: url.ordinalValue, valueDecimal: ordinal }];
  return { coding: [{ extension, ...codingOf(concept) }], ...wordedOtherwise(concept) };
}

function wordedOtherwise({ display, text }: Concept): { text?: string } {
  return text.da === display ? {} : { text: text.da };
}

export function levelCodeable(level: Level): CodeableConcept {
  return ordinalCodeable(level, level.ordinal);
}

/** The citizen. */
export function subjectOf({ told: { citizen }, references }: Context): Reference {
  return referenceOf({ ...citizen, type: 'Patient', identifier: citizen.identifiers[0] }, references);
}

/** The professional who assessed; undefined where the response names none. Never the software. */
export function professionalOf({ told: { professional }, references }: Context): Reference | undefined {
  if (professional === undefined) return undefined;
  const link = { ...professional, identifier: professional.identifiers[0] };
  // Where nothing else names the professional, the literal reference is better than nobody.
  const named = link.identifier !== undefined || link.display !== undefined;
  return referenceOf(link, named ? references : 'sender');
}

/** The sender's encounter; undefined where nothing of it may be told. */
export function encounterOf({ told: { encounter }, references }: Context): { encounter?: Reference } {
  const reference = encounter && linkOf(encounter, references);
  return reference === undefined ? {} : { encounter: reference };
}

/** The requests and plans that the response answers, as far as they may be told. */
export function basedOn({ told, references }: Context): { basedOn?: Reference[] } {
  const links = told.basedOn.flatMap((link) => linkOf(link, references) ?? []);
  return links.length === 0 ? {} : { basedOn: links };
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

/** Text for an Annotation, which is markdown: it is rendered as the characters that were typed. */
export function note(text: string): { text: string } {
  return { text: escapeMarkdown(text) };
}

/** "Absent, and it is not known": for what a professional has not rated or nobody can say. */
export const dataAbsent: CodeableConcept = {
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/data-absent-reason', code: 'unknown', display: 'Unknown' }],
};

/** The professional of a level that names none: somebody assessed, and it is not known who. */
export const unknownPerformer: Reference = {
  extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }],
  display: 'ikke oplyst',
};
