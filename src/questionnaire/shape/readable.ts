import type {
  Extension,
  QuestionnaireResponse,
  QuestionnaireResponseItem,
  QuestionnaireResponseItemAnswer,
} from 'fhir/r4.js';
import { fhirPathIn } from '../../outcome/place.ts';
import type { Problem } from '../../outcome/problem.ts';
import { root, unreadable } from '../answers.ts';
import { url } from '../extensions.ts';
import { fhirPath } from '../place.ts';

/** What can be measured of a response whose shape is wrong. */
export interface Readable {
  /** With what is wrong left out; items and answers keep their places. */
  readonly response: QuestionnaireResponse;
  /** Items or answers could not be read: nothing is said of what is missing, nor of what depends on them. */
  readonly partial: boolean;
  /** False where one of these could not be read: nothing can be said of it, nor that it is missing. */
  readonly isRead: (...names: readonly (keyof QuestionnaireResponse)[]) => boolean;
}

/** Where problems of shape are: their own places, and those with all around them. */
interface Faults {
  readonly places: ReadonlySet<string>;
  readonly faulty: ReadonlySet<string>;
}

function faultsOf(problems: readonly Problem[]): Faults {
  const places = new Set(problems.map(({ place }) => fhirPathIn(place)));
  const faulty = new Set(places);
  for (const place of places) for (const { index } of place.matchAll(/[.[]/g)) faulty.add(place.slice(0, index));
  return { places, faulty };
}

/**
 * Leaves out what the problems of shape point at, if there are any. Undefined where the items cannot be read, or
 * nothing says by which Questionnaire to measure.
 */
export function readable(value: unknown, problems: readonly Problem[]): Readable | undefined {
  if (problems.length === 0) return { response: value as QuestionnaireResponse, partial: false, isRead: () => true };
  // What is no QuestionnaireResponse at all has a problem without a place.
  if (problems.some(({ place }) => place === undefined)) return undefined;
  const faults = faultsOf(problems);
  const { places, faulty } = faults;
  const { item, ...given } = (value ?? {}) as Readonly<Record<string, unknown>>;
  // What is no response at all lacks nothing else.
  if (given.resourceType !== root || faulty.has(`${root}.questionnaire`)) return undefined;
  const response: Record<string, unknown> = {};
  for (const name in given) if (!faulty.has(`${root}.${name}`)) response[name] = given[name];
  if (item !== undefined) {
    // The list itself is none.
    if (!Array.isArray(item) || places.has(`${root}.item`)) return undefined;
    response.item = readItems(item, root, faults);
  }
  return {
    response: response as unknown as QuestionnaireResponse,
    partial: item !== undefined && faulty.has(`${root}.item`),
    isRead: (...names) => names.every((name) => !faulty.has(`${root}.${name}`)),
  };
}

function readItems(items: readonly unknown[], above: string, faults: Faults): QuestionnaireResponseItem[] {
  return items.map((one, index) => readItem(one, `${above}.item[${index}]`, faults));
}

function readItem(item: unknown, place: string, faults: Faults): QuestionnaireResponseItem {
  const { faulty } = faults;
  const { linkId, text, extension, answer, item: below } = (item ?? {}) as Readonly<Record<string, unknown>>;
  const isNamed = typeof linkId === 'string' && !faulty.has(`${place}.linkId`);
  // With items beside its answers it is neither a group nor a question.
  if (!isNamed || (answer !== undefined && below !== undefined)) return { linkId: unreadable };
  const own: Record<string, unknown> = { linkId };
  if (text !== undefined && !faulty.has(`${place}.text`)) own.text = text;
  if (extension !== undefined && !faulty.has(`${place}.extension`)) own.extension = extension;
  if (Array.isArray(answer))
    own.answer = answer.map((one, index) => readAnswer(one, `${place}.answer[${index}]`, faults));
  if (Array.isArray(below)) own.item = readItems(below, place, faults);
  return own as unknown as QuestionnaireResponseItem;
}

function readAnswer(answer: unknown, place: string, faults: Faults): QuestionnaireResponseItemAnswer {
  if (typeof answer !== 'object' || answer === null) return unread;
  const { places, faulty } = faults;
  const { item: below, extension, ...own } = answer as Readonly<Record<string, unknown>>;
  const isValueRead = !places.has(place) && !Object.keys(own).some((name) => faulty.has(fhirPath(place, [name])));
  const hasOthers = extension !== undefined && !faulty.has(`${place}.extension`);
  const kept = !isValueRead ? unread : hasOthers ? { ...own, extension: extension as Extension[] } : own;
  return Array.isArray(below) ? { ...kept, item: readItems(below, place, faults) } : kept;
}

/** An answer that could not be read is there, and is not measured: like one that says why it has no value. */
const unread: QuestionnaireResponseItemAnswer = { extension: [{ url: url.dataAbsentReason, valueCode: 'error' }] };
