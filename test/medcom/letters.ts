import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';

/** MedCom's sample letters, beside the project. */
const letterDirectory = fileURLToPath(new URL('../../../shared/medcom-letters', import.meta.url));

const there = existsSync(letterDirectory);

/** Tests that need the sample letters. */
export const describeWithLetters = describe.skipIf(!there);

export interface SampleLetter {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Every sample that is a MedCom message; none where the folder is not there. */
export function everyLetter(): readonly SampleLetter[] {
  if (!there) return [];
  const names = readdirSync(letterDirectory, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.xml'),
  );
  return names
    .sort()
    .map((name) => ({ name, bytes: readFileSync(`${letterDirectory}/${name}`) }))
    .filter(({ bytes }) => bytes.subarray(0, 2_000).includes('Emessage'));
}
