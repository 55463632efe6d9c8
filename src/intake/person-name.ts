import type { HumanName } from 'fhir/r4.js';

/** A longer name is refused: it stands in every resource that is made, so that one request would become fifty. */
export const longestName = 200;

/** The name to use: the official one, else the first with a family name, else the first. */
export function chosenName(names: readonly HumanName[] | undefined): HumanName | undefined {
  return (
    names?.find((name) => name.use === 'official') ?? names?.find((name) => name.family !== undefined) ?? names?.[0]
  );
}

/** "Nancy Ann Berggren": the name as it is shown; undefined where it names nobody. */
export function shownName(name: HumanName | undefined): string | undefined {
  if (name === undefined) return undefined;
  return visible(name.text) ?? visible([...givenNames(name), name.family ?? ''].join(' '));
}

/** The given names. FHIR pads the list with null where a name has only an extension. */
export function givenNames(name: HumanName | undefined): readonly string[] {
  return ((name?.given ?? []) as readonly (string | null)[]).filter((given) => given !== null);
}

/** A text with something to see in it, without white space around it. */
export function visible(text: string | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed === undefined || !/[^\p{White_Space}\p{Cf}]/u.test(trimmed) ? undefined : trimmed;
}
