/** Writes `docs/openapi.json` anew; a part of `npm run profiles`. A test holds that the file is as this would write it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { openApiText } from './openapi-text.ts';

const file = new URL('../../docs/openapi.json', import.meta.url);
const text = openApiText();
if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
  writeFileSync(file, text);
  process.stdout.write('docs/openapi.json written\n');
}
