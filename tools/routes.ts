/**
 * A part of `npm run profiles`: writes anew what is made from the table of routes, `docs/openapi.json` and the rest of the
 * CapabilityStatement in `profiles/`. Tests hold that the files are as this would write them.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { capabilityText, openApiText } from './derived-texts.ts';

write('docs/openapi.json', openApiText());
write('profiles/CapabilityStatement-niveau.json', capabilityText());

function write(name: string, text: string): void {
  const file = new URL(`../${name}`, import.meta.url);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  writeFileSync(file, text);
  process.stdout.write(`${name} written\n`);
}
