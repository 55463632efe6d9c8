import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { profilesFolder } from '../../profiles.ts';
import type { Metadata } from './types.ts';

/** A published resource: the bytes of its file, and what it is found by. */
export interface Definition {
  readonly metadata: Metadata;
  readonly bytes: Buffer;
  readonly etag: string;
}

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

function definition(bytes: Buffer): Definition {
  const metadata = JSON.parse(bytes.toString()) as Metadata;
  return { metadata, bytes, etag: `"${hash('sha256', bytes).slice(0, 32)}"` };
}
