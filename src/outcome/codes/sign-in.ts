import { entries } from './entry.ts';

/** What can go wrong while people sign in at the page, and with the settings for that. */
export const signInCodes = entries({
  'sign-in-stale': {
    severity: 'error',
    type: 'login',
    da: 'Dette login blev ikke begyndt i denne browser, eller det er for længe siden.',
    en: 'This sign-in was not begun in this browser, or too long ago.',
    mend: { da: 'Log ind igen.', en: 'Sign in again.' },
  },
  'sign-in-denied': {
    severity: 'error',
    type: 'login',
    da: 'Login blev afbrudt eller afvist dér, hvor der logges ind.',
    en: 'The sign-in was broken off or denied where one signs in.',
    mend: {
      da: 'Log ind igen, eller bed den, der giver adgang, om hjælp.',
      en: 'Sign in again, or ask whoever gives access for help.',
    },
  },
  'sign-in-failed': {
    severity: 'error',
    type: 'login',
    da: 'Svaret fra det sted, hvor der logges ind, kan ikke godtages.',
    en: 'The answer of the place where one signs in cannot be accepted.',
    mend: {
      da: 'Log ind igen. Hjælper det ikke, står grunden i tjenestens log.',
      en: 'Sign in again. If that does not help, the reason stands in the log of the service.',
    },
  },
  'sign-in-unavailable': {
    severity: 'error',
    type: 'exception',
    da: 'Stedet, hvor der logges ind, kan ikke nås.',
    en: 'The place where one signs in cannot be reached.',
    mend: { da: 'Prøv igen om lidt.', en: 'Try again in a while.' },
  },
  'launch-unknown': {
    severity: 'error',
    type: 'forbidden',
    da: 'Siden blev åbnet fra et EPJ-system, som tjenesten ikke kender.',
    en: 'The page was launched from an EHR that the service does not know.',
    mend: {
      da: 'Bed den, der driver tjenesten, om at tilføje systemet (NIVEAU_SMART_EHRS).',
      en: 'Ask whoever runs the service to add the EHR (NIVEAU_SMART_EHRS).',
    },
  },
  'launch-incomplete': {
    severity: 'error',
    type: 'required',
    da: 'Siden blev ikke åbnet, som SMART App Launch foreskriver: iss og launch skal være der, hver én gang.',
    en: 'The page was not launched as SMART App Launch says: iss and launch have to be there, each once.',
    mend: { da: 'Åbn siden fra borgerens journal.', en: 'Launch the page from the record of the citizen.' },
  },
  'launch-citizen': {
    severity: 'error',
    type: 'processing',
    da: 'EPJ-systemet siger, hvem borgeren er, men borgeren kan ikke læses dér.',
    en: 'The EHR says who the citizen is, but the citizen cannot be read there.',
    mend: {
      da: 'Åbn siden fra borgerens journal igen. Hjælper det ikke, må tjenesten ikke læse Patient i EPJ-systemet.',
      en: 'Launch the page from the record of the citizen again. If that does not help, the service may not read Patient in the EHR.',
    },
  },
  'session-expired': {
    severity: 'error',
    type: 'login',
    da: 'Login er udløbet, eller der er logget ud.',
    en: 'The sign-in has expired, or was signed out of.',
    mend: { da: 'Log ind igen.', en: 'Sign in again.' },
  },
  'request-forged': {
    severity: 'error',
    type: 'forbidden',
    da: 'Forespørgslen kommer ikke fra tjenestens egen side.',
    en: 'The request does not come from the own page of the service.',
    mend: {
      da: 'Genindlæs siden. Et program bruger et token eller en nøgle, ikke en cookie.',
      en: 'Load the page again. A program uses a token or a key, not a cookie.',
    },
  },
  'config-oidc-issuer': {
    severity: 'error',
    type: 'value',
    da: 'Miljøvariablen {name} er ikke en udsteders adresse.',
    en: 'The environment variable {name} is not the address of an issuer.',
    mend: {
      da: 'Skriv den med https (http kun på denne maskine), uden forespørgsel: https://login.example.dk.',
      en: 'Write it with https (http on this machine only), without a query: https://login.example.dk.',
    },
  },
  'config-key-file': {
    severity: 'error',
    type: 'value',
    da: 'Miljøvariablen {name} peger ikke på en fil med en privat nøgle.',
    en: 'The environment variable {name} does not point to a file with a private key.',
    mend: { da: 'Giv en JWK med kty, d, kid og alg.', en: 'Give a JWK with kty, d, kid and alg.' },
  },
  'config-ehrs': {
    severity: 'error',
    type: 'value',
    da: 'Miljøvariablen {name} peger ikke på en fil med EPJ-systemer.',
    en: 'The environment variable {name} does not point to a file with EHRs.',
    mend: {
      da: 'Giv en liste i JSON, hvor hvert system har iss (https), clientId og grants (docs/smart-launch.md).',
      en: 'Give a list in JSON, in which each EHR has iss (https), clientId and grants (docs/smart-launch.md).',
    },
  },
  'config-session-key': {
    severity: 'error',
    type: 'value',
    da: 'Miljøvariablen {name} er ikke en tilfældig nøgle.',
    en: 'The environment variable {name} is not a random key.',
    mend: {
      da: 'Lav mindst 32 bytes i Base64: openssl rand -base64 32.',
      en: 'Make at least 32 bytes in Base64: openssl rand -base64 32.',
    },
  },
  'config-grants': {
    severity: 'error',
    type: 'value',
    da: 'Miljøvariablen {name} har et scope, som ikke giver noget her.',
    en: 'The environment variable {name} has a scope that grants nothing here.',
    mend: {
      da: 'Skriv dem som user/QuestionnaireResponse.crus niveau/medcom.cr (docs/security.md).',
      en: 'Write them as user/QuestionnaireResponse.crus niveau/medcom.cr (docs/security.md).',
    },
  },
  'config-public-url-open': {
    severity: 'error',
    type: 'value',
    da: 'Miljøvariablen {name} begynder ikke med https, og der logges ind på siden.',
    en: 'The environment variable {name} does not begin with https, and people sign in at the page.',
    mend: {
      da: 'Lad en proxy eller tjenesten selv tale TLS (docs/proxy.md), og skriv adressen med https.',
      en: 'Let a proxy or the service itself speak TLS (docs/proxy.md), and write the address with https.',
    },
  },
});
