import type { FhirResource, ImplementationGuide } from 'fhir/r4.js';
import type { Model, Text } from '../../model/types.ts';
import type { Example } from '../archive/examples.ts';
import type { Imprint } from './html.ts';

/** What the pages are made of. */
export interface Source {
  readonly model: Model;
  readonly resources: readonly FhirResource[];
  readonly examples: readonly Example[];
  /** Markdown of the change logs. */
  readonly changes: Text;
  /** The folder of the examples' files, as seen from a page. */
  readonly exampleFolder: string;
}

export function imprintOf({ model, resources }: Source): Imprint {
  return {
    title: { da: 'Differentieringsmodellen', en: 'The Differentiation Model' },
    publisher: implementationGuide(resources)?.publisher ?? '',
    base: model.base,
    version: model.version,
  };
}

export function implementationGuide(resources: readonly FhirResource[]): ImplementationGuide | undefined {
  return resources.find((resource) => resource.resourceType === 'ImplementationGuide');
}
