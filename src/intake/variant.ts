import type { Model, Variant } from '../model/types.ts';
import { everyVersion, variantsOf } from '../model/versions.ts';
import type { Problem } from '../outcome/problem.ts';
import { root } from '../questionnaire/answers.ts';

/**
 * The variant that a response answers: its `questionnaire` must be one of ours with exactly a version that is known
 * here (FHIR.md "Versions": `url|version` resolves to exactly that version or is refused; `url` alone is refused for
 * ours).
 */
export function resolveVariant(model: Model, canonical: string | undefined): Variant | Problem {
  const place = `${root}.questionnaire`;
  if (canonical === undefined) {
    return { code: 'questionnaire-missing', place, values: { example: model.variants[0]?.questionnaireUrl ?? '' } };
  }
  const bar = canonical.indexOf('|');
  const url = bar < 0 ? canonical : canonical.slice(0, bar);
  const version = bar < 0 ? undefined : canonical.slice(bar + 1);
  const variants = variantsOf(model, url);
  const [newest] = variants;
  if (newest === undefined) {
    const known = listed(everyVersion(model).flatMap(({ variants }) => variants));
    return { code: 'questionnaire-unknown', place, values: { known } };
  }
  if (version === undefined) {
    return { code: 'questionnaire-unversioned', place, values: { example: newest.questionnaireUrl } };
  }
  const found = variants.find((variant) => variant.version === version);
  return found ?? { code: 'questionnaire-version-unknown', place, values: { example: listed(variants) } };
}

function listed(variants: readonly Variant[]): string {
  return variants.map(({ questionnaireUrl }) => questionnaireUrl).join(', ');
}
