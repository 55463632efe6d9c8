import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { refuse } from '../outcome/problem.ts';
import { optional, type Section } from './variable.ts';

/** Which model the program works by. `src/profiles.ts` reads it before anything else is set up; here it is checked. */
export const profilesSection = {
  profiles: optional({
    name: 'NIVEAU_PROFILES',
    help: {
      da: 'mappe med en anden models profiler; ellers de medfølgende',
      en: 'folder with the profiles of another model; those that came along otherwise',
    },
    read: readFolder,
  }),
} satisfies Section;

function readFolder(text: string): string {
  if (existsSync(join(text, 'CodeSystem-faktor.json'))) return text;
  refuse('config-folder');
}
