import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FhirResource } from 'fhir/r4.js';
import { partOf } from '../../src/package/part.ts';
import { digestOf, type Published, publishedName } from './digest.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * The present version as it was published, to stand beside the new one: of each resource of the model and the profiles what was published, from
 * the folder or, where it was edited since, from the last commit. Undefined where the version was not published: then nobody has it.
 * Throws an Error that names what can be found in neither.
 */
export function publishedVersion(
  stored: readonly FhirResource[],
  published: Published,
): readonly FhirResource[] | undefined {
  const own = stored.filter((resource) => partOf(resource) !== 'software');
  const known = own.filter((resource) => published[publishedName(resource)] !== undefined);
  if (known.length === 0) return undefined;
  const lost: string[] = [];
  const kept = known.flatMap((resource) => {
    const found = [resource, committed(resource)].find((one) => one && isPublished(one, published));
    if (found === undefined) lost.push(publishedName(resource));
    return found === undefined ? [] : [found];
  });
  if (lost.length > 0) {
    throw new Error(
      `changed, and not as published in the last commit either: ${lost.join(', ')}. Adopt first and edit then, or use --without-earlier.`,
    );
  }
  return kept;
}

function isPublished(resource: FhirResource, published: Published): boolean {
  return published[publishedName(resource)] === digestOf(resource);
}

/** The file in the last commit; undefined without git, or where it has none. */
function committed({ resourceType, id }: FhirResource): FhirResource | undefined {
  try {
    const path = `HEAD:./profiles/${resourceType}-${id}.json`;
    const shown = execFileSync('git', ['show', path], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 1e8,
    });
    return JSON.parse(shown.toString()) as FhirResource;
  } catch {
    return undefined;
  }
}
