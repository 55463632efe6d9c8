import { entries } from './entry.ts';

const tellAuthor = {
  da: 'Meld fejlen til dem, der har lavet spørgeskemaet. Svaret er ikke gjort forkert af den.',
  en: 'Tell those who made the questionnaire. The response is not made wrong by it.',
};
const giveResource = {
  da: 'Læg ressourcen ind i svaret (contained), eller giv den ved siden af svaret, hvor kommandoen validate bruges.',
  en: 'Put the resource into the response (contained), or give it beside the response where the command validate is used.',
};

/** What is wrong with a Questionnaire, or cannot be looked at: warnings, which never make a right response wrong. */
export const questionnaireCodes = entries({
  'questionnaire-version-assumed': {
    severity: 'warning',
    type: 'required',
    da: 'Svaret nævner spørgeskemaet uden version; det er målt efter {example}.',
    en: 'The response names the questionnaire without a version; it was measured by {example}.',
    mend: { da: 'Skriv {example}, hvis det er den version.', en: 'Write {example} if that is the version.' },
  },
  'questionnaire-draft': {
    severity: 'warning',
    type: 'business-rule',
    da: 'Spørgeskemaet er et udkast (draft).',
    en: 'The questionnaire is a draft.',
    mend: { da: 'Brug en udgivet version.', en: 'Use a published version.' },
  },
  'questionnaire-retired': {
    severity: 'warning',
    type: 'business-rule',
    da: 'Spørgeskemaet er taget ud af brug (retired).',
    en: 'The questionnaire is retired.',
    mend: { da: 'Brug den gældende version.', en: 'Use the current version.' },
  },
  'authored-unstated': {
    severity: 'warning',
    type: 'required',
    da: 'Svaret siger ikke, hvornår det er afgivet (authored).',
    en: 'The response does not say when it was given (authored).',
    mend: {
      da: 'Sæt authored til dato og klokkeslæt med tidszone, for eksempel 2026-01-20T10:30:00+01:00.',
      en: 'Set authored to date and time with zone, for example 2026-01-20T10:30:00+01:00.',
    },
  },
  'questionnaire-malformed': {
    severity: 'warning',
    type: 'structure',
    da: 'Spørgeskemaet har her noget andet end en {type} og er målt uden den.',
    en: 'The questionnaire has something other than a {type} here and was used without it.',
    mend: tellAuthor,
  },
  'questionnaire-linkid': {
    severity: 'warning',
    type: 'invariant',
    da: 'Et punkt i spørgeskemaet har intet linkId, eller det samme som et andet punkt. Svar på det er ikke målt.',
    en: 'An item of the questionnaire has no linkId, or that of another item. Answers to it were not measured.',
    mend: tellAuthor,
  },
  'questionnaire-type': {
    severity: 'warning',
    type: 'value',
    da: 'Et punkt i spørgeskemaet har ingen type, eller en som FHIR R4 ikke har. Typen af dets svar er ikke målt.',
    en: 'An item of the questionnaire has no type, or one that FHIR R4 does not have. The type of its answers was not measured.',
    mend: tellAuthor,
  },
  'questionnaire-enable-when': {
    severity: 'warning',
    type: 'invariant',
    da: 'En betingelse (enableWhen) i spørgeskemaet kan ikke følges: spørgsmålet, operatoren eller svarets type passer ikke.',
    en: 'A condition (enableWhen) of the questionnaire cannot be followed: its question, operator or type of answer does not fit.',
    mend: tellAuthor,
  },
  'questionnaire-circle': {
    severity: 'warning',
    type: 'invariant',
    da: 'Betingelserne (enableWhen) i spørgeskemaet går i ring, så spørgsmålet aldrig kan åbnes for første gang.',
    en: 'The conditions (enableWhen) of the questionnaire go round in a circle, so the question can never be opened first.',
    mend: tellAuthor,
  },
  'questionnaire-bounds': {
    severity: 'warning',
    type: 'invariant',
    da: 'Spørgeskemaets grænser modsiger hinanden, eller en af dem passer ikke til spørgsmålet og er ikke brugt.',
    en: 'The bounds of the questionnaire contradict each other, or one of them does not fit the question and was not used.',
    mend: tellAuthor,
  },
  'questionnaire-pattern': {
    severity: 'warning',
    type: 'value',
    da: 'Spørgeskemaets mønster (regex) kan ikke læses, passer ikke til nogen tekst, ser frem eller tilbage i teksten, eller gentager for meget. Det er ikke brugt.',
    en: 'The pattern (regex) of the questionnaire cannot be read, matches no text at all, looks around or back in the text, or repeats too much. It was not used.',
    mend: tellAuthor,
  },
  'questionnaire-expression': {
    severity: 'warning',
    type: 'value',
    da: 'Et udtryk i spørgeskemaet kan ikke beregnes her: {expression}. Hvad der hviler på det, er ikke målt.',
    en: 'An expression of the questionnaire cannot be evaluated here: {expression}. What rests on it was not measured.',
    mend: {
      da: 'Svaret er ikke gjort forkert af det. Er udtrykket en fejl, så meld den til dem, der har lavet spørgeskemaet.',
      en: 'The response is not made wrong by it. If the expression is a mistake, tell those who made the questionnaire.',
    },
  },
  'expressions-unchecked': {
    severity: 'warning',
    type: 'not-supported',
    da: 'Spørgeskemaet følger med svaret, og dets udtryk (FHIRPath) og mønstre (regex) bruges derfor ikke her.',
    en: 'The questionnaire came with the response, so its expressions (FHIRPath) and patterns (regex) are not used here.',
    mend: {
      da: 'Skal de bruges, så kontrollér svaret med niveau validate på kommandolinjen.',
      en: 'Where they matter, check the response by niveau validate on the command line.',
    },
  },
  'value-set-unknown': {
    severity: 'warning',
    type: 'not-found',
    da: 'Svarmulighederne kendes ikke her, så koden er ikke målt: {url}.',
    en: 'The options are not known here, so the code was not measured: {url}.',
    mend: giveResource,
  },
});
