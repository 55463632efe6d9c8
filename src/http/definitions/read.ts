import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { FhirResource } from 'fhir/r4.js';
import { profilesFolder } from '../../profiles.ts';
import type { Metadata } from './types.ts';

/** A published resource: the bytes of its file, and what it is found by. */
export interface Definition {
  readonly metadata: Metadata;
  readonly bytes: Buffer;
  readonly etag: string;
}

const elements: ReadonlySet<string> = new Set(['id', 'url', 'version', 'name', 'title', 'status']);
const definitions = new Map<string, readonly Definition[]>();

/** The resources of a type in the order of their ids, read from `profiles/` when they are first asked for. */
export function definitionsOf(type: string): readonly Definition[] {
  const known = definitions.get(type);
  if (known !== undefined) return known;
  const names = readdirSync(profilesFolder).filter((name) => name.startsWith(`${type}-`) && name.endsWith('.json'));
  const read = names.sort().map((name) => definition(readFileSync(profilesFolder + name)));
  definitions.set(type, read);
  return read;
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
