import { catalog, type IssueCode } from '../../../outcome/catalog.ts';
import type { Language } from '../../../outcome/outcome.ts';

/** A moment as JSON has it; undefined stays undefined and is left out. */
export function timeOf(moment: number | undefined): string | undefined {
  return moment === undefined ? undefined : new Date(moment).toISOString();
}

/** A code with what it means and what to do about it; one that is none of the catalog's stands alone. */
export function explained(code: string | undefined, language: Language): object {
  if (code === undefined || !isCode(code)) return { code };
  const { [language]: text, mend } = catalog[code];
  return { code, text: withoutValues(text), mend: withoutValues(mend[language]) };
}

function isCode(code: string): code is IssueCode {
  return Object.hasOwn(catalog, code);
}

/** What would fill a sentence was not kept: brackets around it, or the colon before it, go with it. */
function withoutValues(text: string): string {
  return text.replace(/ \([^()]*\{\w+\}[^()]*\)|: \{\w+\}/g, '').replace(/\{\w+\}/g, '…');
}
