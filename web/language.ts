import type { Language } from './state.ts';

const key = 'niveau.sprog';

/** The language is the only thing that the browser keeps. */
export function savedLanguage(): Language {
  return localStorage.getItem(key) === 'en' ? 'en' : 'da';
}

export function saveLanguage(language: Language): void {
  localStorage.setItem(key, language);
}
