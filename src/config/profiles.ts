import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { refuse } from '../outcome/problem.ts';
import { type Section, variable } from './variable.ts';

/** Which model the program works by. `src/profiles.ts` reads it before anything else is set up; here it is checked. */
export const profilesSection = {
  profiles: variable({
    name: 'NIVEAU_PROFILES',
    initial: '',
    help: {
      da: 'mappe med en anden models profiler; ellers de medfølgende',
      en: 'folder with the profiles of another model; those that came along otherwise',
    },
    read: readFolder,
  }),
} satisfies Section;

function readFolder(text: string): string | undefined {
  if (text === '') return undefined;
  if (existsSync(join(text, 'CodeSystem-faktor.json'))) return text;
  refuse('config-folder');
}
