import type { FhirResource } from 'fhir/r4.js';

/** A file of the package and the resource in it. */
export interface PackagedResource {
  readonly filename: string;
  readonly resource: FhirResource;
}

// What the specification of `.index.json` copies from the root of a resource, when it is a plain string there.
const copied = ['resourceType', 'id', 'url', 'version', 'kind', 'type', 'derivation', 'content'] as const;

/** `.index.json` of a folder of a package: by this, readers find a resource without opening every file. */
export function listing(files: readonly PackagedResource[]): object {
  return { 'index-version': 2, files: files.map(entry) };
}

function entry({ filename, resource }: PackagedResource): object {
  const root: Readonly<Record<string, unknown>> = { ...resource };
  const values = copied.flatMap((name) => (typeof root[name] === 'string' ? [[name, root[name]]] : []));
  return { filename, ...Object.fromEntries(values) };
}
