import type { Model, Variant } from '../model/types.ts';
import type { Problem } from '../outcome/problem.ts';
import { root } from '../questionnaire/answers.ts';

/**
 * The variant that a response answers: its `questionnaire` must be one of ours with exactly the version that is known here
 * (FHIR.md "Versions": `url|version` resolves to exactly that version or is refused; `url` alone is refused for ours).
 */
export function resolveVariant(model: Model, canonical: string | undefined): Variant | Problem {
  const known = model.variants.map((variant) => variant.questionnaireUrl).join(', ');
  const place = `${root}.questionnaire`;
  if (canonical === undefined) {
    return { code: 'questionnaire-missing', place, values: { example: model.variants[0]?.questionnaireUrl ?? '' } };
  }
  const bar = canonical.indexOf('|');
  const url = bar < 0 ? canonical : canonical.slice(0, bar);
  const version = bar < 0 ? undefined : canonical.slice(bar + 1);
  const variant = model.variants.find((candidate) => candidate.questionnaire.url === url);
  if (variant === undefined) return { code: 'questionnaire-unknown', place, values: { known } };
  const values = { example: variant.questionnaireUrl };
  if (version === undefined) return { code: 'questionnaire-unversioned', place, values };
  return version === variant.version ? variant : { code: 'questionnaire-version-unknown', place, values };
}
