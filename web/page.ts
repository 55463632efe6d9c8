import type { Text } from '../src/model/types.ts';
import type { Language, Shown } from './state.ts';

/** A page's state, which is shown anew by `show` whenever it changes, with the words that the page has. */
export function createPage<State extends { readonly language: Language }, Word extends string>(
  first: State,
  words: Readonly<Record<Word, Text>>,
  show: (page: Shown<State, Word>) => void,
): Shown<State, Word> {
  let state = first;
  const tell = (text: Text) => text[state.language];
  const page: Shown<State, Word> = {
    get state() {
      return state;
    },
    change(part) {
      state = { ...state, ...part };
      show(page);
    },
    say: (word, values = {}) => filled(tell(words[word]), values),
    tell,
  };
  return page;
}

/** A text with its values in place. */
export function filled(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}

/** The same sentence in both languages: what is shown goes along when the language is switched. */
export function both(make: (language: Language) => string): Text {
  return { da: make('da'), en: make('en') };
}

/** A day (YYYY-MM-DD) as people write it. */
export function dayText(day: string, language: Language): string {
  const form = new Intl.DateTimeFormat(language === 'da' ? 'da-DK' : 'en-GB', { dateStyle: 'long', timeZone: 'UTC' });
  return form.format(new Date(`${day}T12:00:00Z`));
}

/**
 * Gives the focus back where it was lost: a button that is shut while something is done, or gone after it, loses it,
 * and whoever uses the keyboard their place. `otherwise` is where it goes when that button is gone.
 */
export function focusAgain(held: Element | null, otherwise?: HTMLElement | null): void {
  if (document.activeElement !== document.body || !(held instanceof HTMLElement) || held === document.body) return;
  const place = held.isConnected ? held : otherwise;
  place?.focus({ preventScroll: true });
}

/** Opens and shuts the dialog of a page as what stands in it comes and goes; the browser gives the focus back. */
export function syncDialog(isWanted: boolean): void {
  const dialog = document.querySelector('dialog');
  if (isWanted && dialog?.open === false) dialog.showModal();
  if (!isWanted && dialog?.open === true) dialog.close();
}
