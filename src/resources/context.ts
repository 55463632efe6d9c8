import type { Identifier, Meta, Reference } from 'fhir/r4.js';
import { madePer } from '../model/made-per.ts';
import type { Model, Text } from '../model/types.ts';
import type { Particulars } from '../scoring/types.ts';
import { factorRows } from './components.ts';
import { fixed } from './fixed.ts';
import { type Given, given } from './given.ts';
import { type Ids, idsOf } from './ids.ts';
import { escapeMarkdown } from './markdown.ts';
import { type Part, part, row } from './narrative.ts';
import { basedOn, encounterOf, professionalOf, type References, subjectOf } from './references.ts';
import { timeText } from './time-text.ts';
import { versionRows, words } from './words.ts';

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
  readonly said: Given<Said>;
}

/** What the resources of one response have in common, ready to be placed in each. */
export type Said = {
  /** Ids of the response, of the level's Observation and of the plan. */
  readonly response: string;
  readonly level: string;
  readonly plan: string;
  readonly authored: string;
  /** The citizen. */
  readonly subject: Reference;
  /** The professional who assessed; undefined where the response names none. Never the software. */
  readonly professional: Reference | undefined;
  /** The sender's encounter; undefined where nothing of it may be told. */
  readonly encounter: Reference | undefined;
  /** The requests and plans that the response answers, as far as they may be told. */
  readonly basedOn: Reference[] | undefined;
  /** Rows of narratives, each empty where there is nothing to tell. */
  readonly citizenRow: Part;
  readonly assessedByRow: Part;
  readonly timeRow: Part;
  readonly versionRows: Part;
  /** The factors with their ratings, as every narrative of the level lists them. */
  readonly factorRows: Part;
};

/** The context of one response, plan or letter. */
export function createContext(
  model: Model,
  told: Particulars,
  software: Software,
  { references = 'logical', superseded = false }: Partial<Pick<Context, 'references' | 'superseded'>> = {},
): Context {
  const ids = idsOf(told);
  const moment = timeText(told.authored);
  const said = given({
    response: ids.response,
    level: ids.level,
    plan: ids.plan,
    authored: told.authored,
    subject: subjectOf(told, references),
    professional: professionalOf(told, references),
    encounter: encounterOf(told, references),
    basedOn: basedOn(told, references),
    citizenRow: row(words.citizen, told.citizen.display),
    assessedByRow: row(words.assessedBy, told.professional?.display),
    timeRow: row(words.time, moment),
    versionRows: part(versionRows(told, superseded)),
    factorRows: factorRows(told),
  });
  return { model, told, ids, software, references, superseded, moment, said };
}

/** What every resource that we make begins with. `meta.profile` names the version that it was made by. */
export function head<Type extends string>(model: Model, resourceType: Type, id: string, profile: string) {
  const known = metas(model);
  const meta =
    known.get(profile) ?? fixed({ profile: [`${model.base}/StructureDefinition/${profile}|${model.version}`] });
  known.set(profile, meta);
  return { resourceType, id, meta, language: 'da' };
}

/** By the names of the profiles. */
const metas = madePer((_: Model) => new Map<string, Meta>());

/**
 * What a result is found by on a server that gives ids of its own: the id that is derived from the response, under our
 * own system.
 */
export function resultIdentifier({ base }: Model, id: string): Identifier {
  return { system: `${base}/resultat`, value: id };
}

/** The encounter, where there is something to tell of it. */
export function within({ encounter }: Said): { encounter?: Reference } {
  return encounter === undefined ? {} : { encounter };
}

/** The requests and plans that the response answers, where there is something to tell of them. */
export function answering({ basedOn }: Said): { basedOn?: Reference[] } {
  return basedOn === undefined ? {} : { basedOn };
}

export function isWithdrawn({ told }: Context): boolean {
  return told.status === 'entered-in-error';
}

/** Text for an Annotation, which is markdown: it is rendered as the characters that were typed. */
export function note(text: string): { text: string } {
  return { text: escapeMarkdown(text) };
}
