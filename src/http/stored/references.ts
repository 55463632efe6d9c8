import { refuse } from '../../outcome/problem.ts';
import type { StoredParameter } from './parameters.ts';

/** What a citizen or an author may be a reference to, in R4's QuestionnaireResponse. */
const targets: Readonly<Partial<Record<StoredParameter['kind'], readonly string[]>>> = {
  citizen: ['Patient'],
  author: ['Device', 'Practitioner', 'PractitionerRole', 'Patient', 'RelatedPerson', 'Organization'],
};

/**
 * What a reference that is searched for stands as in what was received: an id alone may be one of several types, or of
 * the one that the modifier names; one to our own base is relative; another base's is its own (R4 "reference").
 */
export function referencesOf(
  { kind }: StoredParameter,
  modifier: string,
  base: string,
  text: string,
): readonly string[] {
  const [whole = ''] = text.split('/_history/', 1);
  const own = whole.startsWith(`${base}/`) ? whole.slice(base.length + 1) : whole;
  if (/[/:]/.test(own)) return [own];
  const types = isType(modifier) ? [modifier] : (targets[kind] ?? []);
  return types.map((type) => `${type}/${own}`);
}

/** Refuses a modifier that the parameter does not take, or a type that it cannot refer to. Code: query-modifier. */
export function checkModifier({ name, kind, modifiers = [], type }: StoredParameter, modifier: string): void {
  if (modifier === '' || modifiers.includes(modifier)) return;
  const known = targets[kind];
  if (type === 'reference' && (known === undefined ? isType(modifier) : known.includes(modifier))) return;
  const forms = [...modifiers, ...(known ?? [])].map((one) => `:${one}`);
  refuse('query-modifier', { values: { name, known: forms.join(', ') || '-' } });
}

function isType(modifier: string): boolean {
  return /^[A-Z][A-Za-z]+$/.test(modifier);
}
