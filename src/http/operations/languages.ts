import type { CodeSystem, CodeSystemConcept, CodeSystemConceptDesignation } from 'fhir/r4.js';
import type { Language } from '../../outcome/outcome.ts';

/**
 * The language of the displays: the first of `displayLanguage` that is ours (`en-GB` is English), else that of the
 * request.
 */
export function displayLanguage(wanted: string | undefined, request: Language): Language {
  const languages = (wanted ?? '').split(',').map((range) => range.trim().toLowerCase().split(/[-;]/, 1)[0]);
  const known = languages.find((language) => language === 'da' || language === 'en');
  return known === 'da' || known === 'en' ? known : request;
}

/** The preferred display of a concept in a language; the Danish one where it has no other. */
export function displayOf(concept: CodeSystemConcept, language: Language): string {
  const own = concept.display ?? concept.code;
  if (language === 'da') return own;
  return concept.designation?.find((one) => one.language === language && one.use === undefined)?.value ?? own;
}

/**
 * Every wording of a concept with its language. In the profiles one without language repeats the Danish, for validators
 * that read a response without language as English (FHIR.md "Traps for the profiles"): a person reads it once, as
 * Danish.
 */
export function designations(concept: CodeSystemConcept): CodeSystemConceptDesignation[] {
  const seen = new Map<string, CodeSystemConceptDesignation>();
  for (const designation of concept.designation ?? []) {
    const language = designation.language ?? 'da';
    const key = `${language}|${designation.use?.code}|${designation.value}`;
    if (!seen.has(key)) seen.set(key, { ...designation, language });
  }
  return [...seen.values()];
}

/** The concept of a code. Our CodeSystems are flat. */
export function conceptOf(codeSystem: CodeSystem, code: string): CodeSystemConcept | undefined {
  return codeSystem.concept?.find((concept) => concept.code === code);
}
