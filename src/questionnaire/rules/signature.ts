import { type Extensible, extensions, url } from '../extensions.ts';
import type { CompiledItem, Report } from '../types.ts';
import { codingKey } from '../values/key.ts';
import type { Way } from '../way.ts';

/**
 * `signatureRequired` (extension) on the Questionnaire or an item: the response, or the item's answer, carries a
 * signature (questionnaireresponse-signature) of one of the types asked for.
 */
export function checkSignature(
  element: Extensible,
  types: ReadonlySet<string>,
  place: Way,
  item: CompiledItem | undefined,
  report: Report,
): void {
  const signed = extensions(element, url.signature).some(
    ({ valueSignature }) =>
      valueSignature !== undefined &&
      (types.size === 0 || valueSignature.type.some((type) => types.has(codingKey(type)))),
  );
  if (!signed) report('signature-missing', place, item);
}
