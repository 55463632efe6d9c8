import { entries } from './entry.ts';

/** What can be wrong with the bytes of a JSON document, before FHIR is looked at. */
export const jsonCodes = entries({
  'json-empty': {
    severity: 'error',
    type: 'required',
    da: 'Der er intet indhold.',
    en: 'There is no content.',
    mend: { da: 'Send ressourcen som JSON.', en: 'Send the resource as JSON.' },
  },
  'json-too-large': {
    severity: 'error',
    type: 'too-long',
    da: 'Indholdet er for stort: højst {limit} byte.',
    en: 'The content is too large: at most {limit} bytes.',
    mend: { da: 'Send mindre ad gangen.', en: 'Send less at a time.' },
  },
  'json-encoding': {
    severity: 'error',
    type: 'structure',
    da: 'Indholdet er ikke gyldig UTF-8 (linje {line}, tegn {column}).',
    en: 'The content is not valid UTF-8 (line {line}, character {column}).',
    mend: {
      da: 'Gem og send teksten som UTF-8, ikke som ISO-8859-1 eller UTF-16.',
      en: 'Save and send the text as UTF-8, not as ISO-8859-1 or UTF-16.',
    },
  },
  'json-malformed': {
    severity: 'error',
    type: 'structure',
    da: 'Indholdet er ikke gyldig JSON (linje {line}, tegn {column}).',
    en: 'The content is not well-formed JSON (line {line}, character {column}).',
    mend: {
      da: 'Ret stedet: ofte er der et komma eller en klamme for meget eller for lidt, eller indholdet er ikke JSON.',
      en: 'Mend the place: often there is a comma or a brace too many or too few, or the content is no JSON.',
    },
  },
  'json-too-deep': {
    severity: 'error',
    type: 'too-long',
    da: 'Indholdet er indlejret i for mange lag: højst {limit}.',
    en: 'The content is nested too deeply: at most {limit} levels.',
    mend: { da: 'Brug færre lag.', en: 'Use fewer levels.' },
  },
  'json-forbidden-key': {
    severity: 'error',
    type: 'structure',
    da: 'Et objekt har en egenskab, som ikke er tilladt i JSON her (__proto__ eller constructor.prototype).',
    en: 'An object has a property that is not allowed in JSON here (__proto__ or constructor.prototype).',
    mend: { da: 'Fjern egenskaben.', en: 'Remove the property.' },
  },
  'json-duplicate-key': {
    severity: 'error',
    type: 'duplicate',
    da: 'Et objekt har den samme egenskab to gange (linje {line}, tegn {column}), så det er uvist, hvilken der gælder.',
    en: 'An object has the same property twice (line {line}, character {column}), so it is not certain which one counts.',
    mend: { da: 'Send hver egenskab én gang.', en: 'Send each property once.' },
  },
  'json-character': {
    severity: 'error',
    type: 'value',
    da: 'En tekst har et tegn, som ikke kan gemmes eller sendes videre (linje {line}, tegn {column}): et kontroltegn eller et halvt Unicode-tegn.',
    en: 'A text has a character that cannot be stored or passed on (line {line}, character {column}): a control character or half a Unicode character.',
    mend: {
      da: 'Fjern tegnet. Tabulator, linjeskift og vognretur er tilladt.',
      en: 'Remove the character. Tab, line feed and carriage return are allowed.',
    },
  },
  'json-number': {
    severity: 'error',
    type: 'value',
    da: 'Et tal er for stort eller for lille til at kunne holdes nøjagtigt (linje {line}, tegn {column}).',
    en: 'A number is too large or too small to be held exactly (line {line}, character {column}).',
    mend: {
      da: 'Kontrollér tallet. Et nummer, der ikke skal regnes med, sendes som tekst.',
      en: 'Check the number. A number that is not for calculating is sent as text.',
    },
  },
});
