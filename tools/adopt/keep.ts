import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FhirResource } from 'fhir/r4.js';
import { partOf } from '../../src/package/part.ts';
import { fileName } from '../../src/package/resource-file.ts';
import { digestOf, type Published, publishedName } from './digest.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * The present version as it was published, to stand beside the new one: of each resource of the model and the profiles
 * what was published, from the folder or, where it was edited since, from the last commit. Undefined where the version
 * was not published: then nobody has it.
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

/**
 * The present version as it stands in the last commit, or without git in the folder: for a model that was another
 * publisher's so far. Whether that one noted it as published does not matter; responses may name it.
 */
export function othersVersion(stored: readonly FhirResource[]): readonly FhirResource[] {
  return stored.filter((resource) => partOf(resource) !== 'software').map((one) => committed(one) ?? one);
}

function isPublished(resource: FhirResource, published: Published): boolean {
  return published[publishedName(resource)] === digestOf(resource);
}

/** The resource in the last commit; undefined without git, or where it has none of that url and version. */
function committed(resource: FhirResource): FhirResource | undefined {
  try {
    const path = `HEAD:./profiles/${fileName(resource)}`;
    const shown = execFileSync('git', ['show', path], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 1e8,
    });
    const found = JSON.parse(shown.toString()) as FhirResource;
    return publishedName(found) === publishedName(resource) ? found : undefined;
  } catch {
    return undefined;
  }
}
