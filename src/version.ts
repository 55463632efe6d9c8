import { readFileSync } from 'node:fs';

const manifest: { version: string } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

/** This software's name and version, as it stands in Provenance and in the CapabilityStatement. */
export const software = Object.freeze({ name: 'Niveau', version: manifest.version } as const);
