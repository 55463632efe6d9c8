import { entries } from './entry.ts';

/** Who is calling, and what it may do. */
export const accessCodes = entries({
  unauthenticated: {
    severity: 'error',
    type: 'login',
    da: 'Kalderen har ikke vist, hvem den er.',
    en: 'The caller has not shown who it is.',
    mend: {
      da: 'Send et gyldigt token eller en nøgle i Authorization: Bearer.',
      en: 'Send a valid token or key in Authorization: Bearer.',
    },
  },
  'token-invalid': {
    severity: 'error',
    type: 'login',
    da: 'Tokenet kan ikke bruges her.',
    en: 'The token cannot be used here.',
    mend: {
      da: 'Hent et nyt token hos en udsteder, som tjenesten kender, til tjenestens egen adresse (aud), og brug det ikke længere, end det gælder.',
      en: 'Get a new token from an issuer that the service knows, for the service’s own address (aud), and use it no longer than it is valid.',
    },
  },
  'token-expired': {
    severity: 'error',
    type: 'login',
    da: 'Tokenet er udløbet.',
    en: 'The token has expired.',
    mend: { da: 'Hent et nyt token.', en: 'Get a new token.' },
  },
  'key-unknown': {
    severity: 'error',
    type: 'login',
    da: 'Nøglen er ikke kendt, eller den er taget tilbage.',
    en: 'The key is not known, or it was taken back.',
    mend: {
      da: 'Bed den, der driver tjenesten, om en ny (niveau clients add).',
      en: 'Ask whoever runs the service for a new one (niveau clients add).',
    },
  },
  'certificate-unknown': {
    severity: 'error',
    type: 'login',
    da: 'Certifikatet er ikke kendt, eller det gælder ikke nu.',
    en: 'The certificate is not known, or it is not valid now.',
    mend: {
      da: 'Bed den, der driver tjenesten, om at registrere det (niveau clients add).',
      en: 'Ask whoever runs the service to register it (niveau clients add).',
    },
  },
  'issuer-unavailable': {
    severity: 'error',
    type: 'exception',
    da: 'Tokenets udsteder kan ikke nås, så tokenet kan ikke kontrolleres.',
    en: 'The issuer of the token cannot be reached, so that the token cannot be checked.',
    mend: { da: 'Prøv igen om lidt, med det samme token.', en: 'Try again in a while, with the same token.' },
  },
  'client-known': {
    severity: 'error',
    type: 'duplicate',
    da: 'Der er allerede en klient med det navn, den nøgle eller det certifikat.',
    en: 'There is a client with that name, key or certificate already.',
    mend: {
      da: 'Vælg et andet navn, eller fjern den først (niveau clients remove).',
      en: 'Choose another name, or remove it first (niveau clients remove).',
    },
  },
  'client-unknown': {
    severity: 'error',
    type: 'not-found',
    da: 'Der er ingen klient med det navn.',
    en: 'There is no client with that name.',
    mend: { da: 'Se dem, der er, med niveau clients list.', en: 'See those that there are by niveau clients list.' },
  },
  'client-certificate': {
    severity: 'error',
    type: 'structure',
    da: 'Filen {file} har intet certifikat.',
    en: 'The file {file} has no certificate.',
    mend: {
      da: 'Giv klientens certifikat (ikke dets nøgle) som PEM.',
      en: 'Give the client’s certificate (not its key) as PEM.',
    },
  },
  'identifier-taken': {
    severity: 'error',
    type: 'conflict',
    da: 'Der kan ikke gemmes et svar med denne identitet.',
    en: 'No response can be kept under this identity.',
    mend: {
      da: 'Giv svaret en identifier i afsenderens eget system, som ingen anden bruger.',
      en: 'Give the response an identifier in a system of its sender’s own, which nobody else uses.',
    },
  },
  'scope-missing': {
    severity: 'error',
    type: 'forbidden',
    da: 'Kalderen må ikke dette: den mangler {scope}.',
    en: 'The caller may not do this: it lacks {scope}.',
    mend: {
      da: 'Bed den, der giver klienten adgang, om det.',
      en: 'Ask whoever gives the client its access for that.',
    },
  },
});
