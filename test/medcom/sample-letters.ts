import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';

const folder = fileURLToPath(new URL('../../../shared/medcom-letters/', import.meta.url));
const there = existsSync(folder);

/** Tests that need the sample letters. */
export const describeWithSamples = describe.skipIf(!there);

/** Samples by folder and name, such as `current/XBIN01_XB0131X.xml`; none where they are not there. */
export function samples(pattern: RegExp): readonly string[] {
  if (!there) return [];
  const names = ['current', 'legacy', 'conversion'].flatMap((part) =>
    readdirSync(folder + part).map((name) => `${part}/${name}`),
  );
  return names.filter((name) => pattern.test(name));
}

export function sample(name: string): Buffer {
  return readFileSync(folder + name);
}
