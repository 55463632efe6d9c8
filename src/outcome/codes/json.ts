import { entries } from './entry.ts';

/** What can be wrong with the bytes of a JSON document, before FHIR is looked at. */
export const jsonCodes = entries({
  'json-malformed': {
    severity: 'error',
    type: 'structure',
    da: 'Indholdet er ikke gyldig JSON (linje {line}, tegn {column}).',
    en: 'The content is not well-formed JSON (line {line}, character {column}).',
    mend: {
      da: 'Send en fuldstændig JSON-tekst, som den står i RFC 8259.',
      en: 'Send one complete JSON text as RFC 8259 defines it.',
    },
  },
});
