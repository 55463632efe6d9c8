import type { Text } from '../src/model/types.ts';
import { both } from './page.ts';
import type { Language } from './state.ts';

/** A variant by a word or two: what its title has in brackets at its end, else its code. */
export function variantName({ title, code }: { readonly title: Text; readonly code: string }): Text {
  return both((language: Language) => /\(([^()]+)\)$/.exec(title[language])?.[1] ?? code);
}

/** The variant of a code, by its name where the model has it. */
export function nameOfVariant(
  variants: readonly { readonly title: Text; readonly code: string }[] | undefined,
  code: string,
): Text {
  const found = variants?.find((one) => one.code === code);
  return found === undefined ? { da: code, en: code } : variantName(found);
}
