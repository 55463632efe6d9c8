import { entries } from './entry.ts';

/** What the store answers: identity, versions, search, and a database that cannot write. */
export const storeCodes = entries({
  'response-differs': {
    severity: 'error',
    type: 'conflict',
    da: 'Der er allerede gemt et færdigt svar med denne identifier, og det har et andet indhold: {parts}.',
    en: 'A finished response with this identifier is already kept, and its content is another one: {parts}.',
    mend: {
      da: 'Er det en rettelse, så send svaret med status amended; er det en ny vurdering, så giv den sin egen identifier.',
      en: 'If this is a correction, send it with status amended; if it is a new assessment, give it an identifier of its own.',
    },
  },
  'response-finished': {
    severity: 'error',
    type: 'conflict',
    da: 'Svaret er allerede færdigt og kan ikke blive til en kladde igen.',
    en: 'The response is finished already and cannot become a draft again.',
    mend: { da: 'Send en rettelse med status amended.', en: 'Send a correction with status amended.' },
  },
  'response-withdrawn': {
    severity: 'error',
    type: 'conflict',
    da: 'Svaret er trukket tilbage og kan ikke ændres mere.',
    en: 'The response was withdrawn and cannot be changed any more.',
    mend: {
      da: 'Send en ny vurdering med sin egen identifier.',
      en: 'Send a new assessment with an identifier of its own.',
    },
  },
  'citizen-differs': {
    severity: 'error',
    type: 'business-rule',
    da: 'Svaret handler om en anden borger end det, der er gemt med samme identifier.',
    en: 'The response is about another citizen than the one that is kept with the same identifier.',
    mend: {
      da: 'Træk det gemte svar tilbage (entered-in-error) og send et nyt med sin egen identifier.',
      en: 'Withdraw the kept response (entered-in-error), and send a new one with an identifier of its own.',
    },
  },
  'citizen-two': {
    severity: 'error',
    type: 'business-rule',
    da: 'Svaret nævner to numre, som hører til hver sin borger i det, der er gemt.',
    en: 'The response names two numbers which belong to two citizens in what is kept.',
    mend: {
      da: 'Kontrollér borgerens CPR-nummer og erstatningsnummer.',
      en: 'Check the citizen’s CPR number and replacement number.',
    },
  },
  'questionnaire-changed': {
    severity: 'error',
    type: 'business-rule',
    da: 'Svaret hører til et andet spørgeskema end det, der er gemt med samme identifier.',
    en: 'The response belongs to another questionnaire than the one that is kept with the same identifier.',
    mend: {
      da: 'Træk det gemte svar tilbage (entered-in-error) og send et nyt med sin egen identifier.',
      en: 'Withdraw the kept response (entered-in-error), and send a new one with an identifier of its own.',
    },
  },
  'identifier-changed': {
    severity: 'error',
    type: 'business-rule',
    da: 'Svarets identifier er en anden end den, der er gemt under dette id.',
    en: 'The identifier of the response is another one than the one that is kept under this id.',
    mend: {
      da: 'Send svaret med den gemte identifier, eller opret et nyt med POST.',
      en: 'Send the response with the kept identifier, or create a new one by POST.',
    },
  },
  'id-differs': {
    severity: 'error',
    type: 'invalid',
    da: 'Svarets id er ikke det, der står i adressen.',
    en: 'The id of the response is not the one in the address.',
    mend: { da: 'Brug det id, som tjenesten gav.', en: 'Use the id that the service gave.' },
  },
  'version-conflict': {
    severity: 'error',
    type: 'conflict',
    da: 'Svaret er ændret, siden den version, som If-Match nævner.',
    en: 'The response was changed since the version that If-Match names.',
    mend: {
      da: 'Hent den nyeste version, og gentag ændringen på den.',
      en: 'Fetch the newest version, and make the change on it again.',
    },
  },
  'condition-unsupported': {
    severity: 'error',
    type: 'not-supported',
    da: 'Betingelsen i {name} forstås ikke: {expected}.',
    en: 'The condition in {name} is not understood: {expectedEn}.',
    mend: { da: 'Ret betingelsen, eller udelad den.', en: 'Correct the condition, or leave it out.' },
  },
  'version-unknown': {
    severity: 'error',
    type: 'not-found',
    da: 'Den version findes ikke.',
    en: 'There is no such version.',
    mend: { da: 'Se versionerne på {history}.', en: 'The versions are listed at {history}.' },
  },
  'search-citizen-address': {
    severity: 'error',
    type: 'business-rule',
    da: 'En borgers nummer må ikke stå i en adresse, hvor det ender i logfiler.',
    en: 'A citizen’s number may not stand in an address, where it ends in log files.',
    mend: {
      da: 'Søg med POST til {search}, med parametrene i kroppen.',
      en: 'Search by POST to {search}, with the parameters in the body.',
    },
  },
  'page-unknown': {
    severity: 'error',
    type: 'not-found',
    da: 'Linket til næste side forstås ikke.',
    en: 'The link to the next page is not understood.',
    mend: { da: 'Begynd søgningen forfra.', en: 'Begin the search again.' },
  },
  'store-unavailable': {
    severity: 'error',
    type: 'exception',
    da: 'Databasen svarer ikke. Intet er gemt.',
    en: 'The database does not answer. Nothing was kept.',
    mend: {
      da: 'Send det samme igen om lidt; driften skal se på databasen, hvis det bliver ved.',
      en: 'Send the same again in a while; if it goes on, those who run the service must look at the database.',
    },
  },
  'store-full': {
    severity: 'error',
    type: 'exception',
    da: 'Der er ikke plads på databasens disk. Intet er gemt.',
    en: "The database's disk is full. Nothing was kept.",
    mend: {
      da: 'Driften skal skaffe plads; send derefter det samme igen.',
      en: 'Those who run the service must make room; then send the same again.',
    },
  },
  'store-in-use': {
    severity: 'error',
    type: 'exception',
    da: 'En anden tjeneste bruger allerede databasen (NIVEAU_STORE).',
    en: 'Another service uses the database (NIVEAU_STORE) already.',
    mend: {
      da: 'Stop den, eller giv denne tjeneste sin egen fil; flere tjenester sammen kræver PostgreSQL.',
      en: 'Stop it, or give this service a file of its own; several services together need PostgreSQL.',
    },
  },
  'store-newer': {
    severity: 'error',
    type: 'exception',
    da: 'Databasen er skrevet af en nyere udgave af programmet (skema {found}; her kendes {known}).',
    en: 'The database was written by a newer version of the program (schema {found}; known here: {known}).',
    mend: { da: 'Brug den nyere udgave.', en: 'Use the newer version.' },
  },
  'store-copied': {
    severity: 'error',
    type: 'exception',
    da: 'Databasefilen er en kopi, som blev taget, mens tjenesten skrev i den; den kan mangle det sidste.',
    en: 'The database file is a copy that was made while the service wrote to it; it may lack the last of it.',
    mend: {
      da: 'Brug en kopi fra niveau backup, eller en, der er taget, mens tjenesten stod stille.',
      en: 'Use a copy made by niveau backup, or one that was made while the service was stopped.',
    },
  },
  'folder-unwritable': {
    severity: 'error',
    type: 'exception',
    da: 'Der kan ikke skrives i mappen, som leverancerne går til.',
    en: 'The folder that deliveries go to cannot be written to.',
    mend: {
      da: 'Giv tjenesten ret til at skrive i den, og skaf plads; leverancerne går videre af sig selv.',
      en: 'Let the service write to it, and make room; the deliveries go on by themselves.',
    },
  },
  'delivery-unknown': {
    severity: 'error',
    type: 'not-found',
    da: 'Der er ingen leverance med det nummer.',
    en: 'There is no delivery with that number.',
    mend: { da: 'Numrene står i niveau outbox list.', en: 'The numbers stand in niveau outbox list.' },
  },
  'store-none': {
    severity: 'error',
    type: 'not-supported',
    da: 'Der er ingen database (NIVEAU_STORE=none).',
    en: 'There is no store (NIVEAU_STORE=none).',
    mend: { da: 'Sæt NIVEAU_STORE, som tjenesten har den.', en: 'Set NIVEAU_STORE as the service has it.' },
  },
  'config-folder-target': {
    severity: 'error',
    type: 'value',
    da: 'Miljøvariablen {name} peger ikke på en mappe, der kan skrives i.',
    en: 'The environment variable {name} does not point to a folder that can be written to.',
    mend: { da: 'Ret stien, eller fjern variablen.', en: 'Mend the path or remove the variable.' },
  },
  'config-store': {
    severity: 'error',
    type: 'value',
    da: 'Miljøvariablen {name} peger ikke på en database, som forstås.',
    en: 'The environment variable {name} names no database that is understood.',
    mend: {
      da: 'Skriv sqlite:<fil>, postgres://bruger@vært/database eller none.',
      en: 'Write sqlite:<file>, postgres://user@host/database, or none.',
    },
  },
});
