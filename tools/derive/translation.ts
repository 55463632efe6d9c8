import type { Extension } from 'fhir/r4.js';
import { url as extensionUrl } from '../../src/questionnaire/extensions.ts';

/** The `translation` extension of a text. */
export function translation(language: string, text: string): Extension {
  return {
    extension: [
      { url: 'lang', valueCode: language },
      { url: 'content', valueString: text },
    ],
    url: extensionUrl.translation,
  };
}
