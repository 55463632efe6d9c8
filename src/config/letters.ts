import { readdirSync } from 'node:fs';
import { refuse } from '../outcome/problem.ts';
import { optional, type Section } from './variable.ts';

/** What everything that handles letters is set by. */
export const letterSection = {
  medcomXsdDir: optional({
    name: 'MEDCOM_XSD_DIR',
    help: {
      da: 'mappe med MedComs skemaer; når den er sat, kontrolleres breve også mod dem',
      en: "folder with MedCom's schemas; when set, letters are also checked against them",
    },
    read: readFolder,
  }),
} satisfies Section;

function readFolder(text: string): string {
  try {
    readdirSync(text);
    return text;
  } catch {
    refuse('config-folder');
  }
}
