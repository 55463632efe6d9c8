/** Writes `docs/openapi.json` anew, from the table of routes; a part of `npm run profiles`. A test holds that the file is as this writes it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { readConfig } from '../config.ts';
import { loadModel } from '../profiles.ts';
import { healthRoutes } from './handlers/health.ts';
import { defaultLimits } from './limits.ts';
import { openApi } from './openapi.ts';
import { fhirRoutes } from './routes.ts';

const file = new URL('../../docs/openapi.json', import.meta.url);
const routes = [...healthRoutes({ stopping: false }), ...fhirRoutes(readConfig({}), loadModel(), defaultLimits)];
const text = `${JSON.stringify(openApi(routes), null, 2)}\n`;
if (text !== before()) {
  writeFileSync(file, text);
  process.stdout.write('docs/openapi.json written\n');
}

function before(): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
