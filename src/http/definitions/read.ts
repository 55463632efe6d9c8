import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FhirResource } from 'fhir/r4.js';
import { earlierFolders, profilesFolder } from '../../profiles.ts';
import type { Metadata } from './types.ts';

/** A published resource: the bytes of its file, and what it is found by. */
export interface Definition {
  readonly metadata: Metadata;
  readonly bytes: Buffer;
  readonly etag: string;
}

const elements: ReadonlySet<string> = new Set(['id', 'url', 'version', 'name', 'title', 'status']);
const definitions = new Map<string, readonly Definition[]>();

/**
 * The resources of a type, read when they are first asked for: the newest in the order of their ids, then those of
 * earlier versions, each with its version behind its id, since the id alone is the newest's. What an earlier version
 * has under the same canonical is not repeated.
 */
export function definitionsOf(type: string): readonly Definition[] {
  const known = definitions.get(type);
  if (known !== undefined) return known;
  const read = [...namesIn(profilesFolder, type).map((file) => definition(readFileSync(file)))];
  for (const folder of earlierFolders().reverse()) {
    for (const file of namesIn(folder, type)) {
      const older = definition(olderBytes(readFileSync(file)));
      const { url, version } = older.metadata;
      if (!read.some(({ metadata }) => metadata.url === url && metadata.version === version)) read.push(older);
    }
  }
  definitions.set(type, read);
  return read;
}

function namesIn(folder: string, type: string): string[] {
  const names = readdirSync(folder).filter((name) => name.startsWith(`${type}-`) && name.endsWith('.json'));
  return names.sort().map((name) => join(folder, name));
}

/** Where it lies among the newest, its id leads to the newest. */
function olderBytes(bytes: Buffer): Buffer {
  const resource = JSON.parse(bytes.toString()) as Metadata;
  return Buffer.from(JSON.stringify({ ...resource, id: `${resource.id}-${resource.version}` }));
}

/** A published resource by canonical url, and by version where one is given; `url|version` is taken for both. */
export function definitionNamed(type: string, canonical: string, version?: string): Definition | undefined {
  const [url, named] = canonical.split('|', 2);
  const fits = ({ metadata }: Definition) =>
    metadata.url === url && [version, named].every((one) => one === undefined || one === metadata.version);
  return definitionsOf(type).find(fits);
}

/** The resource itself, read from its bytes at each call: most answers need none of it. */
export function resourceOf<Resource extends FhirResource>({ bytes }: Definition): Resource {
  return JSON.parse(bytes.toString()) as Resource;
}

/** Only what is searched stays beside the bytes: a snapshot is large. */
function definition(bytes: Buffer): Definition {
  const searched = Object.entries(JSON.parse(bytes.toString()) as Metadata).filter(([name]) => elements.has(name));
  const metadata = Object.fromEntries(searched) as unknown as Metadata;
  return { metadata, bytes, etag: `"${hash('sha256', bytes).slice(0, 32)}"` };
}
