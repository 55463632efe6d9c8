import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isXml } from '../fhir-xml/is-xml.ts';
import { EnvironmentProblem, systemCode } from './exit.ts';
import { readInput } from './input.ts';
import { resourceOf } from './read-resource.ts';

/** The largest code system of a country has some 30 MB; an input without end must come to one. */
const mostBytes = 100_000_000;

/**
 * The resources of JSON and XML files, and of every .json and .xml file in folders and below; of Bundles, what they
 * hold. A file that cannot be read or is no JSON, and no FHIR as XML, is an environment problem (exit code 3).
 */
export async function readResources(paths: readonly string[]): Promise<readonly unknown[]> {
  const resources: unknown[] = [];
  for (const file of paths.flatMap(filesOf)) resources.push(...unpack(await parse(file)));
  return resources;
}

function filesOf(path: string): readonly string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    const names = readdirSync(path, { recursive: true, encoding: 'utf8' });
    return names
      .filter((name) => /\.(?:json|xml)$/.test(name))
      .sort()
      .map((name) => join(path, name));
  } catch (error) {
    throw unreadable(path, systemCode(error));
  }
}

async function parse(file: string): Promise<unknown> {
  const bytes = await readInput(file, mostBytes);
  if (bytes.length > mostBytes) throw unreadable(file, 'EFBIG');
  try {
    const received = await resourceOf(bytes, { bytes: mostBytes, depth: 1_000 });
    return received instanceof Uint8Array ? JSON.parse(new TextDecoder().decode(received)) : received.value;
  } catch {
    throw unreadable(file, isXml(bytes) ? 'FHIR XML' : 'JSON');
  }
}

function unpack(value: unknown): readonly unknown[] {
  const bundle = value as { resourceType?: unknown; entry?: unknown } | null;
  if (bundle?.resourceType !== 'Bundle' || !Array.isArray(bundle.entry)) return [value];
  return bundle.entry.map((entry: { resource?: unknown } | null) => entry?.resource);
}

function unreadable(file: string, reason: string): EnvironmentProblem {
  return new EnvironmentProblem({ code: 'file-unreadable', values: { file, reason } });
}
