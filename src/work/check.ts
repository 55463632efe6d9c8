import { acceptResponse, type Verdict } from '../intake/accept.ts';
import type { Model } from '../model/types.ts';
import { everyVersion, variantsOf } from '../model/versions.ts';
import { type Problem, Refusal } from '../outcome/problem.ts';
import { type CheckOptions, checkResponse } from '../questionnaire/check.ts';
import type { JsonDocument } from '../questionnaire/json/document.ts';
import { checkIntegers } from '../questionnaire/json/integers.ts';
import { questionnaireUrl } from '../questionnaire/resolve.ts';
import type { Ports } from './ports.ts';
import { type Received, receive } from './receive.ts';

/**
 * Checks a QuestionnaireResponse and lists what is wrong, in the order of the places; nothing wrong gives an empty list, and what cannot be
 * read is a problem too. A response to one of the model's Questionnaires is also checked as an assessment (citizen, professional, level);
 * one to another Questionnaire, contained or among `resources`, by that.
 */
export function validateResponse(
  { model }: Pick<Ports, 'model'>,
  received: Received,
  options: CheckOptions = {},
): readonly Problem[] {
  try {
    const document = receive(received);
    return isForAnother(model, document.value)
      ? checkResponse(document, { ...options, resources: besideOurs(model, options.resources) })
      : accept(model, document, 'validation').problems;
  } catch (error) {
    if (error instanceof Refusal) return error.problems;
    throw error;
  }
}

/** Checks a document as a response to one of our Questionnaires. */
export function accept(model: Model, document: JsonDocument, purpose: 'validation' | 'scoring'): Verdict {
  const integers = checkIntegers(document);
  return integers.length > 0
    ? { problems: integers, checked: undefined }
    : acceptResponse(model, document.value, purpose);
}

/** Names a Questionnaire that is not one of the model's. */
function isForAnother(model: Model, value: unknown): boolean {
  const url = questionnaireUrl(value);
  if (url === undefined) return false;
  return variantsOf(model, url).length === 0;
}

const besides = new WeakMap<Model, WeakMap<object, readonly unknown[]>>();

/** The same list each time for the same resources, as `checkResponse` wants it. */
function besideOurs(model: Model, resources?: readonly unknown[]): readonly unknown[] {
  const known = besides.get(model) ?? new WeakMap<object, readonly unknown[]>();
  const key = resources ?? model;
  const ours = everyVersion(model).flatMap(({ variants }) => variants.map(({ questionnaire }) => questionnaire));
  const list = known.get(key) ?? [...ours, ...(resources ?? [])];
  besides.set(model, known.set(key, list));
  return list;
}
