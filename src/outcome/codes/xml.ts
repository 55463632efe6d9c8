import { entries } from './entry.ts';

const sendAgain = {
  da: 'Giv et brev som XML (Emessage); er det modtaget, så bed afsenderen om et, der følger MedComs standard.',
  en: 'Give a letter as XML (Emessage); if it was received, ask the sender for one that follows MedCom’s standard.',
};

/** What can be wrong with the bytes of an XML document, in or out. */
export const xmlCodes = entries({
  'xml-too-large': {
    severity: 'error',
    type: 'too-long',
    da: 'Brevet er større end {limit} byte.',
    en: 'The letter is larger than {limit} bytes.',
    mend: { da: 'Send bilag for sig (XBIN).', en: 'Send attachments on their own (XBIN).' },
  },
  'xml-encoding': {
    severity: 'error',
    type: 'not-supported',
    da: 'Brevets tegnsæt kan ikke læses, eller erklæringen modsiger indholdet.',
    en: 'The encoding of the letter cannot be read, or its declaration contradicts the content.',
    mend: { da: 'Brug ISO-8859-1, windows-1252 eller UTF-8.', en: 'Use ISO-8859-1, windows-1252 or UTF-8.' },
  },
  'xml-not-utf8': {
    severity: 'error',
    type: 'structure',
    da: 'Brevet skal læses som UTF-8, men linje {line} har tegn, der ikke er UTF-8; de ligner ISO-8859-1.',
    en: 'The letter is to be read as UTF-8, but line {line} has characters that are not UTF-8; they look like ISO-8859-1.',
    mend: {
      da: 'Erklær det tegnsæt, som brevet er skrevet i: <?xml version="1.0" encoding="ISO-8859-1"?>.',
      en: 'Declare the encoding that the letter is written in: <?xml version="1.0" encoding="ISO-8859-1"?>.',
    },
  },
  'xml-version': {
    severity: 'error',
    type: 'not-supported',
    da: 'Brevet er ikke XML 1.0.',
    en: 'The letter is not XML 1.0.',
    mend: sendAgain,
  },
  'xml-doctype': {
    severity: 'error',
    type: 'not-supported',
    da: 'Brevet har en DOCTYPE, og den slags modtages ikke: den kan skjule indhold og angreb.',
    en: 'The letter has a DOCTYPE, which is not accepted: it can hide content and attacks.',
    mend: { da: 'Fjern DOCTYPE.', en: 'Remove the DOCTYPE.' },
  },
  'xml-malformed': {
    severity: 'error',
    type: 'structure',
    da: 'Brevet er ikke velformet XML (linje {line}, tegn {column}).',
    en: 'The letter is not well-formed XML (line {line}, character {column}).',
    mend: sendAgain,
  },
  'xml-too-deep': {
    severity: 'error',
    type: 'too-long',
    da: 'Brevet har elementer i mere end {limit} lag.',
    en: 'The letter nests elements more than {limit} deep.',
    mend: sendAgain,
  },
  'xml-character': {
    severity: 'error',
    type: 'value',
    da: 'Teksten har et tegn ({character}), som XML ikke kan rumme.',
    en: 'The text has a character ({character}) that XML cannot hold.',
    mend: { da: 'Fjern tegnet.', en: 'Remove the character.' },
  },
});
