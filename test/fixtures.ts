import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where the scenarios lie. */
export const fixturesFolder = fileURLToPath(new URL('../fixtures/', import.meta.url));

/** The scenarios by name: those that are accepted, and those that are refused (`afvist-`). */
export const scenarios = readdirSync(fixturesFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !['breve', 'organisationer'].includes(entry.name))
  // Made by `npm run profiles`, of the model that is published here: `test/published/` is about them.
  .filter((entry) => !entry.name.startsWith('eksempel-'))
  .map((entry) => entry.name);

export const accepted = scenarios.filter((name) => !name.startsWith('afvist-'));
export const refused = scenarios.filter((name) => name.startsWith('afvist-'));

/** The bytes of a scenario's response. */
export function responseBytes(name: string): Buffer {
  return readFileSync(`${fixturesFolder}${name}/response.json`);
}
