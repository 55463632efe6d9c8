/**
 * `npm run profiles`: writes what is derived anew, in `profiles/` and in `docs/`, and names each file that changed. A test holds that the
 * files are as this would write them.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { derivedFiles } from './derived.ts';

const root = new URL('../', import.meta.url);

if (import.meta.main) {
  for (const [name, text] of derivedFiles()) {
    const file = new URL(name, root);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    writeFileSync(file, text);
    process.stdout.write(`${name} written\n`);
  }
}
