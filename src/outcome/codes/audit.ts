import { entries } from './entry.ts';

const keyMend = {
  da: 'Læg nøglefilen fra denne databases installation på plads; NIVEAU_AUDIT_KEY siger, hvor den ligger.',
  en: 'Put the key file of this store’s installation in its place; NIVEAU_AUDIT_KEY says where it is.',
};

const faultMend = {
  da: 'Stands ændringer, gem databasen, som den er, og sammenlign med en sikkerhedskopi og med forseglingerne i loggen.',
  en: 'Stop changes, keep the store as it is, and compare with a backup and with the seals in the log.',
};

/** The audit: its key, and what is found when it is gone through. */
export const auditCodes = entries({
  'citizen-argument': {
    severity: 'error',
    type: 'business-rule',
    da: 'Et nummer på en borger må ikke stå på kommandolinjen, hvor alle på maskinen kan se det.',
    en: 'A number of a citizen must not stand on the command line, where everybody on the machine can see it.',
    mend: { da: 'Giv det i en fil eller på standard input.', en: 'Give it in a file or on standard input.' },
  },
  'citizen-unknown': {
    severity: 'error',
    type: 'not-found',
    da: 'Om borgeren med det nummer er intet gemt.',
    en: 'Nothing is held about the citizen with that number.',
    mend: { da: 'Kontrollér nummeret og databasen.', en: 'Check the number and the store.' },
  },
  'erase-pending': {
    severity: 'error',
    type: 'conflict',
    da: '{count} leverancer om borgeren er ikke sendt endnu; slettes de, får modtageren dem aldrig.',
    en: '{count} deliveries about the citizen were not sent yet; erased, they never reach their receiver.',
    mend: {
      da: 'Vent, til de er sendt, eller lad dem ligge for altid (niveau outbox skip).',
      en: 'Wait until they are sent, or leave them undone for good (niveau outbox skip).',
    },
  },
  'erase-record': {
    severity: 'error',
    type: 'business-rule',
    da: '{count} svar er ændret for mindre end ti år siden, og så længe skal en journal gemmes.',
    en: '{count} responses changed less than ten years ago, and a record has to be kept for so long.',
    mend: {
      da: 'Hvor journalen føres et andet sted, så sig det med {option:recordElsewhere}.',
      en: 'Where the record is kept elsewhere, say so by {option:recordElsewhere}.',
    },
  },
  'citizen-number': {
    severity: 'error',
    type: 'value',
    da: 'Der står ikke netop ét nummer på en borger.',
    en: 'There is not exactly one number of a citizen.',
    mend: {
      da: 'Skriv CPR-nummeret, eller system|nummer for et erstatnings-CPR.',
      en: 'Write the CPR number, or system|number for a replacement number.',
    },
  },
  'audit-key-missing': {
    severity: 'error',
    type: 'not-found',
    da: 'Nøglen til databasens revisionsspor er ikke i filen {file}.',
    en: 'The key of the store’s audit is not in the file {file}.',
    mend: keyMend,
  },
  'audit-key-unreadable': {
    severity: 'error',
    type: 'exception',
    da: 'Filen {file} kan ikke læses eller laves, eller der er ingen Ed25519-nøgle i den.',
    en: 'The file {file} cannot be read or made, or there is no Ed25519 key in it.',
    mend: keyMend,
  },
  'audit-key-other': {
    severity: 'error',
    type: 'conflict',
    da: 'Nøglen i filen {file} er ikke den, som databasens revisionsspor er forseglet med.',
    en: 'The key in the file {file} is not the one that the store’s audit is sealed by.',
    mend: keyMend,
  },
  'audit-row-changed': {
    severity: 'error',
    type: 'exception',
    da: 'Række {at} i revisionssporet er ikke, som den blev skrevet.',
    en: 'Row {at} of the audit is not as it was written.',
    mend: faultMend,
  },
  'audit-row-missing': {
    severity: 'error',
    type: 'exception',
    da: 'Række {at} i revisionssporet er væk.',
    en: 'Row {at} of the audit is gone.',
    mend: faultMend,
  },
  'audit-row-added': {
    severity: 'error',
    type: 'exception',
    da: 'Række {at} i revisionssporet står efter kædens ende.',
    en: 'Row {at} of the audit stands behind the end of its chain.',
    mend: faultMend,
  },
  'audit-end-missing': {
    severity: 'error',
    type: 'exception',
    da: 'Revisionssporet er skåret af før række {at}.',
    en: 'The audit is cut off before row {at}.',
    mend: faultMend,
  },
  'audit-end-changed': {
    severity: 'error',
    type: 'exception',
    da: 'Kædens ende ved række {at} er ikke sat af denne installation.',
    en: 'The end of the chain at row {at} was not set by this installation.',
    mend: faultMend,
  },
  'audit-seal-changed': {
    severity: 'error',
    type: 'exception',
    da: 'Forsegling {at} er ikke den, som denne installation har underskrevet.',
    en: 'Seal {at} is not the one that this installation has signed.',
    mend: faultMend,
  },
  'audit-seal-missing': {
    severity: 'error',
    type: 'exception',
    da: 'Forsegling {at} er væk: revisionssporet er skåret af, eller databasen er en ældre kopi.',
    en: 'Seal {at} is gone: the audit is cut off, or the store is an older copy.',
    mend: faultMend,
  },
  'audit-index-changed': {
    severity: 'error',
    type: 'exception',
    da: 'Registeret over borgere i revisionssporet passer ikke til dets rækker.',
    en: 'The index of citizens in the audit does not fit its rows.',
    mend: faultMend,
  },
});
