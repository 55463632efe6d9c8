import { entries } from './entry.ts';

const sendAgain = {
  da: 'Ret det; er det modtaget, så bed afsenderen om et, der følger standarden: et MedCom-brev (Emessage) eller en FHIR-ressource.',
  en: 'Mend it; if it was received, ask the sender for one that follows the standard: a MedCom letter (Emessage) or a FHIR resource.',
};
const seeXml = {
  da: 'Se FHIR R4 om XML, https://hl7.org/fhir/R4/xml.html.',
  en: 'See FHIR R4 on XML, https://hl7.org/fhir/R4/xml.html.',
};

/** What can be wrong with the bytes of an XML document, in or out. */
export const xmlCodes = entries({
  'xml-too-large': {
    severity: 'error',
    type: 'too-long',
    da: 'XML-dokumentet er større end {limit} byte.',
    en: 'The XML document is larger than {limit} bytes.',
    mend: {
      da: 'Send mindre ad gangen; et brevs bilag sendes for sig (XBIN).',
      en: 'Send less at a time; attachments of a letter go on their own (XBIN).',
    },
  },
  'xml-encoding': {
    severity: 'error',
    type: 'not-supported',
    da: 'XML-dokumentets tegnsæt kan ikke læses, eller erklæringen modsiger indholdet.',
    en: 'The encoding of the XML document cannot be read, or its declaration contradicts the content.',
    mend: {
      da: 'Brug UTF-8; et brev må også være i ISO-8859-1 eller windows-1252, men FHIR er i UTF-8.',
      en: 'Use UTF-8; a letter may be in ISO-8859-1 or windows-1252 too, but FHIR is in UTF-8.',
    },
  },
  'xml-not-utf8': {
    severity: 'error',
    type: 'structure',
    da: 'XML-dokumentet skal læses som UTF-8, men linje {line} har tegn, der ikke er UTF-8; de ligner ISO-8859-1.',
    en: 'The XML document is to be read as UTF-8, but line {line} has characters that are not UTF-8; they look like ISO-8859-1.',
    mend: {
      da: 'Erklær det tegnsæt, som brevet er skrevet i: <?xml version="1.0" encoding="ISO-8859-1"?>.',
      en: 'Declare the encoding that the letter is written in: <?xml version="1.0" encoding="ISO-8859-1"?>.',
    },
  },
  'xml-version': {
    severity: 'error',
    type: 'not-supported',
    da: 'XML-dokumentet er ikke XML 1.0.',
    en: 'The XML document is not XML 1.0.',
    mend: sendAgain,
  },
  'xml-doctype': {
    severity: 'error',
    type: 'not-supported',
    da: 'XML-dokumentet har en DOCTYPE, og den slags modtages ikke: den kan skjule indhold og angreb.',
    en: 'The XML document has a DOCTYPE, which is not accepted: it can hide content and attacks.',
    mend: { da: 'Fjern DOCTYPE.', en: 'Remove the DOCTYPE.' },
  },
  'xml-malformed': {
    severity: 'error',
    type: 'structure',
    da: 'Indholdet er ikke velformet XML (linje {line}, tegn {column}).',
    en: 'The content is not well-formed XML (line {line}, character {column}).',
    mend: sendAgain,
  },
  'xml-too-deep': {
    severity: 'error',
    type: 'too-long',
    da: 'XML-dokumentet er indlejret i for mange lag: højst {limit}.',
    en: 'The XML document is nested too deeply: at most {limit} levels.',
    mend: sendAgain,
  },
  'xml-character': {
    severity: 'error',
    type: 'value',
    da: 'Teksten har et tegn ({character}), som XML ikke kan rumme.',
    en: 'The text has a character ({character}) that XML cannot hold.',
    mend: { da: 'Fjern tegnet.', en: 'Remove the character.' },
  },
  'xml-namespace': {
    severity: 'error',
    type: 'structure',
    da: '{element} står i, eller har i sig noget fra, et andet navnerum end FHIRs.',
    en: '{element} is in, or holds something from, another namespace than FHIR’s.',
    mend: {
      da: 'FHIRs elementer er i http://hl7.org/fhir, og en fortælling (div) i http://www.w3.org/1999/xhtml.',
      en: 'FHIR’s elements are in http://hl7.org/fhir, and a narrative (div) is in http://www.w3.org/1999/xhtml.',
    },
  },
  'xml-text': {
    severity: 'error',
    type: 'structure',
    da: '{element} har tekst mellem sine elementer; i FHIR står en værdi i attributten value.',
    en: '{element} has text between its elements; in FHIR a value stands in the attribute value.',
    mend: seeXml,
  },
  'xml-order': {
    severity: 'error',
    type: 'structure',
    da: 'I {element} kommer {name} efter {before}, men skal i FHIR R4 stå før.',
    en: 'In {element}, {name} comes after {before}, but in FHIR R4 it has to stand before.',
    mend: {
      da: 'Sæt elementerne i den rækkefølge, som FHIR R4 har dem i.',
      en: 'Put the elements in the order in which FHIR R4 has them.',
    },
  },
  'xml-unwritable': {
    severity: 'error',
    type: 'not-supported',
    da: 'Ressourcen kan ikke skrives som XML: den har noget ({name}), som FHIR R4 ikke kan have der, eller en fortælling, der ikke er XHTML.',
    en: 'The resource cannot be written as XML: it has something ({name}) that FHIR R4 cannot have there, or a narrative that is no XHTML.',
    mend: { da: 'Hent den som JSON.', en: 'Ask for it as JSON.' },
  },
});
