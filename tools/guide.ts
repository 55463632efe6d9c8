/**
 * `npm run guide [-- <folder>]`: writes the guide for people, a static site made from `profiles/`, into `guide/` or the
 * folder.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { examples } from '../src/package/archive/examples.ts';
import { guideFiles } from '../src/package/guide/guide.ts';
import { resourceFile } from '../src/package/resource-file.ts';
import { loadModel, readChanges, readProfiles } from '../src/profiles.ts';

const folder = process.argv[2] ?? 'guide';
const model = loadModel();
const shown = await examples(model);
const source = { model, resources: readProfiles(), examples: shown, changes: readChanges() };
const files = [
  ...guideFiles({ ...source, exampleFolder: '../examples' }),
  ...shown.map(({ resource }) => {
    const [name, text] = resourceFile(resource);
    return [`examples/${name}`, text] as const;
  }),
];
for (const [name, text] of files) {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
process.stdout.write(`${join(folder, 'index.html')}\n`);
