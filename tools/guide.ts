/** `npm run guide [-- <folder>]`: writes the guide for people, a static site made from `profiles/`, into `guide/` or the folder. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { examples } from '../src/package/archive/examples.ts';
import { loadModel, readProfiles } from '../src/profiles.ts';
import { guideFiles } from './guide/guide.ts';

if (import.meta.main) {
  const folder = process.argv[2] ?? 'guide';
  const model = loadModel();
  const changes = readFileSync(new URL('../docs/changes.md', import.meta.url), 'utf8');
  const files = guideFiles({ model, resources: readProfiles(), examples: await examples(model), changes });
  for (const [name, text] of files) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  process.stdout.write(`${join(folder, 'index.html')}\n`);
}
