import type { QuestionnaireResponse } from 'fhir/r4.js';
import { acceptResponse } from '../intake/accept.ts';
import type { Model } from '../model/types.ts';
import { everyVersion, variantsOf } from '../model/versions.ts';
import { type Problem, Refusal } from '../outcome/problem.ts';
import { type Checker, type CheckerOptions, createChecker } from '../questionnaire/checker.ts';
import { questionnaireUrl } from '../questionnaire/resolve.ts';
import type { Ports } from './ports.ts';
import { type Received, receive } from './receive.ts';

/**
 * A checker by the model's Questionnaires and what else is given. It keeps what it compiles: hold one for many
 * responses.
 */
export function createModelChecker(
  model: Model,
  resources: readonly unknown[] = [],
  options: CheckerOptions = {},
): Checker {
  const ours = everyVersion(model).flatMap(({ variants }) => variants.map(({ questionnaire }) => questionnaire));
  return createChecker([...ours, ...resources], options);
}

/**
 * Checks a QuestionnaireResponse and lists what is wrong, in the order of the places; nothing wrong gives an empty
 * list, or of an unfinished response that it is in order so far; what cannot be read is a problem too. A response to
 * one of the model's Questionnaires is also checked as an assessment (citizen, professional, level); one to another
 * Questionnaire by `checker`, or with `ours` it is refused.
 */
export function validateResponse(
  { model, clock }: Pick<Ports, 'model' | 'clock'>,
  received: Received,
  checker: Checker = createModelChecker(model),
  ours = false,
): readonly Problem[] {
  try {
    const document = receive(received);
    const problems =
      !ours && isForAnother(model, document.value)
        ? checker.check(document)
        : acceptResponse(model, document, 'validation', clock()).problems;
    return problems.length > 0 ? problems : soFar(document.value);
  } catch (error) {
    if (error instanceof Refusal) return error.problems;
    throw error;
  }
}

/** Of an unfinished response in which nothing is wrong: what is not there yet was not looked for. */
function soFar(value: unknown): readonly Problem[] {
  const { status } = value as QuestionnaireResponse;
  return status === 'in-progress' || status === 'stopped' ? [{ code: 'ok-so-far', values: { status } }] : [];
}

/** Names a Questionnaire that is not one of the model's. */
function isForAnother(model: Model, value: unknown): boolean {
  const url = questionnaireUrl(value);
  if (url === undefined) return false;
  return variantsOf(model, url).length === 0;
}
