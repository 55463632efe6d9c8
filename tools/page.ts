/** The page's files as a clone serves them, into `dist/page/`: Node strips no types below node_modules. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sourceFiles } from '../src/http/page/files.ts';

const folder = fileURLToPath(new URL('../dist/page/', import.meta.url));
mkdirSync(folder, { recursive: true });
for (const [name, text] of sourceFiles()) writeFileSync(join(folder, name), text);
