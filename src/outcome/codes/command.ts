import { entries } from './entry.ts';

/** What can be wrong around a command: its files and its environment. */
export const commandCodes = entries({
  'file-unreadable': {
    severity: 'error',
    type: 'not-found',
    da: 'Filen {file} kan ikke læses ({reason}).',
    en: 'The file {file} cannot be read ({reason}).',
    mend: { da: 'Kontrollér stien og rettighederne.', en: 'Check the path and the permissions.' },
  },
  'file-unwritable': {
    severity: 'error',
    type: 'exception',
    da: 'Filen {file} kan ikke skrives ({reason}).',
    en: 'The file {file} cannot be written ({reason}).',
    mend: { da: 'Kontrollér stien og rettighederne.', en: 'Check the path and the permissions.' },
  },
  unexpected: {
    severity: 'error',
    type: 'exception',
    da: 'Der skete en fejl i Niveau selv ({error}). Intet er ændret.',
    en: 'Something went wrong in Niveau itself ({error}). Nothing was changed.',
    mend: {
      da: 'Meld fejlen med denne kode og versionen af Niveau, men uden borgerens oplysninger.',
      en: 'Report it with this code and the version of Niveau, but without the citizen’s data.',
    },
  },
  'output-failed': {
    severity: 'error',
    type: 'exception',
    da: 'Resultatet kan ikke skrives ({reason}).',
    en: 'The result cannot be written ({reason}).',
    mend: {
      da: 'Kontrollér, om disken er fuld, eller om den, der læser det, er stoppet (EPIPE).',
      en: 'Check whether the disk is full, or whoever reads it has stopped (EPIPE).',
    },
  },
  'output-closed': {
    severity: 'error',
    type: 'exception',
    da: 'Standard output er lukket, så svaret ville gå tabt. Intet er gjort.',
    en: 'Standard output is closed, so that the answer would be lost. Nothing was done.',
    mend: {
      da: 'Sig, hvor svaret skal hen (> fil), eller at det ikke skal bruges (> /dev/null, åbnet alene til skrivning).',
      en: 'Say where the answer goes (> file), or that nobody needs it (> /dev/null, opened for writing alone).',
    },
  },
  'organization-wrong': {
    severity: 'error',
    type: 'structure',
    da: 'Det, der er givet som {side}, er ikke en Organization efter FHIR R4.',
    en: 'What is given as {side} is not an Organization of FHIR R4.',
    mend: {
      da: 'Giv én Organization i JSON, med name og med identifier som en liste af system og value.',
      en: 'Give one Organization in JSON, with a name and with identifier as a list of system and value.',
    },
  },
  'address-unusable': {
    severity: 'error',
    type: 'exception',
    da: 'Tjenesten kan ikke åbne adressen {address} ({reason}).',
    en: 'The service cannot open the address {address} ({reason}).',
    mend: {
      da: 'Vælg en anden port med {option:port}, eller en anden adresse med NIVEAU_ADDRESS, som 127.0.0.1:8081.',
      en: 'Choose another port by {option:port}, or another address by NIVEAU_ADDRESS, such as 127.0.0.1:8081.',
    },
  },
  'processes-alone': {
    severity: 'error',
    type: 'business-rule',
    da: '{name} kan ikke deles af flere processer.',
    en: '{name} cannot be shared by several processes.',
    mend: {
      da: 'Udelad {option:processes}, eller brug PostgreSQL (NIVEAU_STORE=postgres://...).',
      en: 'Leave out {option:processes}, or use PostgreSQL (NIVEAU_STORE=postgres://...).',
    },
  },
});
