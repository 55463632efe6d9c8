import { catalog, type IssueCode } from '../../../outcome/catalog.ts';
import { type Language, sentence } from '../../../outcome/outcome.ts';

/** A moment as JSON has it; undefined stays undefined and is left out. */
export function timeOf(moment: number | undefined): string | undefined {
  return moment === undefined ? undefined : new Date(moment).toISOString();
}

/** What a code of ours means and what to do about it; a code that is none of the catalog's stands alone. */
export function textOf(code: string | undefined, language: Language): string | undefined {
  return code !== undefined && isCode(code) ? sentence({ code }, language) : undefined;
}

function isCode(code: string): code is IssueCode {
  return Object.hasOwn(catalog, code);
}
