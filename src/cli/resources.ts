import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { EnvironmentProblem, systemCode } from './exit.ts';

/**
 * The resources of JSON files, and of every .json file in folders and below; of Bundles, what they hold. A file that cannot be read or is no
 * JSON is an environment problem (exit code 3).
 */
export function readResources(paths: readonly string[]): readonly unknown[] {
  return paths.flatMap(filesOf).flatMap((file) => unpack(parse(file)));
}

function filesOf(path: string): readonly string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    const names = readdirSync(path, { recursive: true, encoding: 'utf8' });
    return names
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => join(path, name));
  } catch (error) {
    throw unreadable(path, systemCode(error));
  }
}

function parse(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadable(file, systemCode(error));
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw unreadable(file, 'JSON');
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
