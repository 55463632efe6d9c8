import type { Questionnaire } from 'fhir/r4.js';
import { createTerminology, isResource, type Terminology } from './terminology/terminology.ts';

/** Questionnaires, ValueSets and CodeSystems that responses are checked by. Anything else among them is passed over. */
export interface Resources {
  /** All versions of a Questionnaire. */
  readonly questionnaires: (url: string) => readonly Questionnaire[];
  /** Some canonicals that there are, for a message. */
  readonly known: string;
  readonly terminology: Terminology;
}

/** Sorts resources by what they are. */
export function indexResources(resources: readonly unknown[]): Resources {
  const questionnaires = new Map<string, Questionnaire[]>();
  for (const resource of resources) {
    if (!isResource(resource, 'Questionnaire') || typeof resource.url !== 'string') continue;
    const versions = questionnaires.get(resource.url);
    if (versions === undefined) questionnaires.set(resource.url, [resource as unknown as Questionnaire]);
    else versions.push(resource as unknown as Questionnaire);
  }
  return {
    questionnaires: (url) => questionnaires.get(url) ?? [],
    known: [...questionnaires.values()].flat().slice(0, 5).map(versionedUrl).join(', '),
    terminology: createTerminology(resources),
  };
}

/** `url|version`. */
export function versionedUrl({ url, version }: Questionnaire): string {
  return version === undefined ? (url ?? '') : `${url}|${version}`;
}
