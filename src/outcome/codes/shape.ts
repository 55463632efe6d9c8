import { entries } from './entry.ts';

const seeType = {
  da: 'Se typen i FHIR R4, https://hl7.org/fhir/R4/datatypes.html.',
  en: 'See the type in FHIR R4, https://hl7.org/fhir/R4/datatypes.html.',
};
const seeResponse = {
  da: 'Se elementerne i FHIR R4, https://hl7.org/fhir/R4/questionnaireresponse.html.',
  en: 'See the elements in FHIR R4, https://hl7.org/fhir/R4/questionnaireresponse.html.',
};

/** What can be wrong with JSON as a FHIR R4 QuestionnaireResponse, whatever its Questionnaire. */
export const shapeCodes = entries({
  'resource-type-missing': {
    severity: 'error',
    type: 'structure',
    da: 'Indholdet er ikke en FHIR-ressource: resourceType (i XML elementets navn) mangler eller er ikke navnet på en ressource.',
    en: 'The content is not a FHIR resource: resourceType (in XML the name of the element) is missing or is not the name of a resource.',
    mend: {
      da: 'Send et JSON-objekt med resourceType QuestionnaireResponse, eller XML med roden QuestionnaireResponse.',
      en: 'Send a JSON object with resourceType QuestionnaireResponse, or XML with the root QuestionnaireResponse.',
    },
  },
  'resource-type-wrong': {
    severity: 'error',
    type: 'structure',
    da: 'Indholdet er en anden ressource; der ventes en QuestionnaireResponse.',
    en: 'The content is another resource; a QuestionnaireResponse is expected.',
    mend: { da: 'Send besvarelsen som QuestionnaireResponse.', en: 'Send the response as a QuestionnaireResponse.' },
  },
  'property-unknown': {
    severity: 'error',
    type: 'structure',
    da: '{element} har i FHIR R4 ingen egenskab med navnet {name}.',
    en: '{element} has no property named {name} in FHIR R4.',
    mend: seeResponse,
  },
  'property-name': {
    severity: 'error',
    type: 'structure',
    da: '{element} har en egenskab med et navn, som ingen egenskab i FHIR kan have.',
    en: '{element} has a property with a name that no property in FHIR can have.',
    mend: seeResponse,
  },
  'property-missing': {
    severity: 'error',
    type: 'required',
    da: '{element} mangler {name}.',
    en: '{element} lacks {name}.',
    mend: { da: 'Tilføj {name}.', en: 'Add {name}.' },
  },
  'type-wrong': {
    severity: 'error',
    type: 'structure',
    da: '{element} har en forkert slags JSON-værdi; der ventes {type}.',
    en: '{element} has a wrong kind of JSON value; {type} is expected.',
    mend: seeType,
  },
  'list-expected': {
    severity: 'error',
    type: 'structure',
    da: '{element} kan gentages og skal derfor være en liste, også når der kun er én.',
    en: '{element} may repeat and so must be an array, even of one.',
    mend: { da: 'Sæt kantede parenteser om: [ ... ].', en: 'Put it in square brackets: [ ... ].' },
  },
  'list-unexpected': {
    severity: 'error',
    type: 'structure',
    da: '{element} kan kun stå én gang og må i JSON ikke være en liste.',
    en: '{element} may stand only once, and in JSON must not be an array.',
    mend: {
      da: 'Send den ene værdi, i JSON uden kantede parenteser.',
      en: 'Send the one value, in JSON without square brackets.',
    },
  },
  'format-wrong': {
    severity: 'error',
    type: 'value',
    da: '{element} har ikke den form, som {type} skal have.',
    en: '{element} does not have the form of {type}.',
    mend: seeType,
  },
  'empty-element': {
    severity: 'error',
    type: 'structure',
    da: '{element} er tom. FHIR tillader hverken tomme objekter, lister og tekster eller null.',
    en: '{element} is empty. FHIR allows neither empty objects, arrays and strings nor null.',
    mend: { da: 'Udelad det, som ikke har noget indhold.', en: 'Leave out what has no content.' },
  },
  'value-choice': {
    severity: 'error',
    type: 'structure',
    da: '{element} har mere end én {choice}.',
    en: '{element} has more than one {choice}.',
    mend: {
      da: 'Send én værdi af én type; flere svar er flere elementer i answer.',
      en: 'Send one value of one type; several answers are several elements of answer.',
    },
  },
  'code-unknown': {
    severity: 'error',
    type: 'code-invalid',
    da: '{element} har en kode, som ikke findes i FHIR R4.',
    en: '{element} has a code that is not in FHIR R4.',
    mend: { da: 'Brug en af koderne {allowed}.', en: 'Use one of the codes {allowed}.' },
  },
  'items-and-answers': {
    severity: 'error',
    type: 'invariant',
    da: 'Et punkt har både svar (answer) og underpunkter (item) ved siden af hinanden.',
    en: 'An item has both answers (answer) and items (item) beside each other.',
    mend: {
      da: 'Lad underspørgsmål til et svar stå i svaret: answer.item.',
      en: 'Let the questions below an answer stand in the answer: answer.item.',
    },
  },
  'extension-content': {
    severity: 'error',
    type: 'invariant',
    da: 'En udvidelse (extension) skal have enten en værdi (value[x]) eller udvidelser i sig, og ikke begge dele.',
    en: 'An extension must have either a value (value[x]) or extensions in it, and not both.',
    mend: {
      da: 'Udelad udvidelsen, eller giv den én af delene.',
      en: 'Leave the extension out, or give it one of them.',
    },
  },
});
