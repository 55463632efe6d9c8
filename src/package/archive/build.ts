import type { FhirResource, ImplementationGuide } from 'fhir/r4.js';
import { buildModel } from '../../model/build.ts';
import { sortProfiles } from '../../model/profiles.ts';
import type { Model, Text } from '../../model/types.ts';
import { rebase, rebaseAll } from '../canonical.ts';
import { guideFiles } from '../guide/guide.ts';
import { inOrder } from '../order.ts';
import { fileName, fileText } from '../resource-file.ts';
import { type Example, examples } from './examples.ts';
import { listing, type PackagedResource } from './listing.ts';
import { manifest } from './manifest.ts';
import { tarball } from './tarball.ts';
import { conformanceBundle } from './transaction.ts';

/** What an administrator gets: the same for the same profiles and base, byte for byte. */
export interface Package {
  /** The npm-style FHIR package. */
  readonly archive: Uint8Array;
  /** The transaction Bundle of conditional creates, as JSON. */
  readonly bundle: string;
}

/**
 * The package of `profiles`, published under `base`. The examples lie apart, so that no server takes them for
 * definitions, and so does the guide for people, which links to them.
 */
export async function buildPackage(
  model: Model,
  profiles: readonly FhirResource[],
  base: string = model.base,
  changes: Text = { da: '', en: '' },
): Promise<Package> {
  const resources = inOrder(rebaseAll(profiles, model.base, base));
  const guide = guideOf(resources);
  const shown = (await examples(model)).map((example) => rebase(example, model.base, base));
  // On a server the examples are not there, and a reference to nothing would be refused: the package's guide alone
  // lists them.
  const listed = resources.map((resource) => (resource === guide ? withRest(guide, resources, shown) : resource));
  const pages = guideFiles({
    model: base === model.base ? model : buildModel(sortProfiles(resources)),
    resources,
    examples: shown,
    changes,
    exampleFolder: '../../../example',
  });
  const files = [
    { name: 'package/package.json', content: fileText(manifest(guide)) },
    ...folder('package', listed),
    ...folder(
      'package/example',
      shown.map(({ resource }) => resource),
    ),
    ...[...pages].map(([name, content]) => ({ name: `package/other/guide/${name}`, content })),
  ];
  return {
    archive: await tarball(files, new Date(`${guide.date}T00:00:00Z`)),
    bundle: fileText(conformanceBundle(resources)),
  };
}

/**
 * The guide with the examples, each under the profile that it is an example of, and with the operations that the
 * program has got since the guide was published.
 */
function withRest(
  guide: ImplementationGuide,
  resources: readonly FhirResource[],
  shown: readonly Example[],
): ImplementationGuide {
  const { definition } = guide;
  if (definition === undefined) return guide;
  const resource = shown.map(({ resource: { resourceType, id, meta }, title }) => {
    const [profile] = meta?.profile ?? [];
    return {
      reference: { reference: `${resourceType}/${id}` },
      name: `${resourceType}: ${title.da}`,
      description: title.en,
      ...(profile === undefined ? { exampleBoolean: true } : { exampleCanonical: profile }),
      groupingId: 'eksempler',
    };
  });
  const listed = new Set(definition.resource.map(({ reference }) => reference.reference));
  const since = resources.flatMap((one) => {
    const reference = `${one.resourceType}/${one.id}`;
    if (one === guide || listed.has(reference)) return [];
    const name = 'title' in one ? one.title : undefined;
    return [
      {
        reference: { reference },
        ...(name === undefined ? {} : { name }),
        exampleBoolean: false,
        groupingId: 'tjeneste',
      },
    ];
  });
  return { ...guide, definition: { ...definition, resource: [...definition.resource, ...since, ...resource] } };
}

function guideOf(resources: readonly FhirResource[]): ImplementationGuide {
  const guide = resources.find((resource) => resource.resourceType === 'ImplementationGuide');
  if (guide === undefined) throw new Error('the profiles have no ImplementationGuide');
  return guide;
}

function folder(path: string, resources: readonly FhirResource[]): { name: string; content: string }[] {
  const files: PackagedResource[] = resources
    .map((resource) => ({ filename: fileName(resource), resource }))
    .sort((one, other) => (one.filename < other.filename ? -1 : 1));
  return [
    { name: `${path}/.index.json`, content: fileText(listing(files)) },
    ...files.map(({ filename, resource }) => ({ name: `${path}/${filename}`, content: fileText(resource) })),
  ];
}
