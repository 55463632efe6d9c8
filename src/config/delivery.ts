import { accessSync, constants } from 'node:fs';
import { refuse } from '../outcome/problem.ts';
import { readServer } from './server-address.ts';
import { targetPrefix } from './target.ts';
import { optional, type Section } from './variable.ts';

/** Where what comes of kept responses is sent to. */
export const deliverySection = {
  fhirTarget: optional({
    name: `${targetPrefix}URL`,
    help: {
      da: 'FHIR-server, som alt, hvad svar bliver til, sendes til; ellers ingen',
      en: 'FHIR server that everything which comes of responses is sent to; none otherwise',
    },
    read: (text) => readServer(text) ?? refuse('target-setting'),
  }),
  folderTarget: optional({
    name: 'NIVEAU_FOLDER_TARGET',
    help: {
      da: 'mappe, som det samme skrives til, en fil pr. Bundle; ellers ingen',
      en: 'folder that the same is written to, a file per Bundle; none otherwise',
    },
    read: readWritableFolder,
  }),
} satisfies Section;

function readWritableFolder(text: string): string {
  try {
    accessSync(text, constants.W_OK | constants.X_OK);
    return text;
  } catch {
    return refuse('config-folder-target');
  }
}
