import { constants } from 'node:fs';
import { refuse } from '../outcome/problem.ts';
import { folderFor } from './folder.ts';
import { readServer } from './server-address.ts';
import { targetPrefix } from './target.ts';
import { optional, type Section, variable } from './variable.ts';

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
    read: folderFor(constants.W_OK | constants.X_OK, 'config-folder-target'),
  }),
  lease: variable({
    name: 'NIVEAU_OUTBOX_LEASE',
    initial: '90',
    help: {
      da: 'sekunder, før leverancer fra en tjeneste, der gik ned, tages op igen (5 til 600)',
      en: 'seconds until deliveries of a service that crashed are taken up again (5 to 600)',
    },
    read: readLease,
  }),
  fhirWrites: variable({
    name: `${targetPrefix}WRITES`,
    initial: 'transaction',
    help: {
      da: 'transaction, eller single (betingede skrivninger én ad gangen) til en server uden transaktioner',
      en: 'transaction, or single (conditional writes one by one) for a server without transactions',
    },
    read: (text) => (text === 'transaction' || text === 'single' ? text : refuse('target-setting')),
  }),
  routes: optional({
    name: 'NIVEAU_ROUTES',
    help: {
      da: 'fil med ruter: hvilke niveauer der sendes hvorhen i hvilken form; ellers alt til modtagerne ovenfor',
      en: 'file of routes: which levels go where in which form; everything to the destinations above otherwise',
    },
    read: (text) => text,
  }),
} satisfies Section;

/** In milliseconds. A shorter one could end while its holder still sends; it is prolonged at each third. */
function readLease(text: string): number {
  const seconds = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return seconds >= 5 && seconds <= 600 ? seconds * 1000 : refuse('config-lease');
}
