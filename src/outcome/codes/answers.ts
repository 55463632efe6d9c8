import { entries } from './entry.ts';

const mendAnswer = { da: 'Ret svaret.', en: 'Mend the answer.' };

/** What the extensions of a Questionnaire can make wrong about an answer (FHIR core and SDC). */
export const answerCodes = entries({
  'occurs-few': {
    severity: 'error',
    type: 'required',
    da: 'Der er {count} svar eller gentagelser; der skal være mindst {minimum}.',
    en: 'There are {count} answers or repetitions; there must be at least {minimum}.',
    mend: { da: 'Tilføj dem, der mangler.', en: 'Add those that are missing.' },
  },
  'occurs-many': {
    severity: 'error',
    type: 'structure',
    da: 'Der er for mange svar eller gentagelser: højst {maximum}.',
    en: 'There are too many answers or repetitions: at most {maximum}.',
    mend: { da: 'Fjern dem, der er for meget.', en: 'Remove those that are too many.' },
  },
  'answer-short': {
    severity: 'error',
    type: 'value',
    da: 'Svaret er for kort: mindst {minimum} tegn.',
    en: 'The answer is too short: at least {minimum} characters.',
    mend: mendAnswer,
  },
  'answer-pattern': {
    severity: 'error',
    type: 'value',
    da: 'Svaret har ikke den form, som spørgsmålet kræver.',
    en: 'The answer does not have the form that the question demands.',
    mend: {
      da: 'Skriv svaret, som spørgsmålet beder om; hele svaret skal passe til spørgeskemaets mønster (regex).',
      en: 'Write the answer as the question asks; the whole of it must match the pattern (regex) of the questionnaire.',
    },
  },
  'value-low': {
    severity: 'error',
    type: 'value',
    da: 'Svaret ligger under det mindste tilladte: {minimum}.',
    en: 'The answer lies below the lowest allowed: {minimum}.',
    mend: { da: 'Kontrollér værdien og dens enhed.', en: 'Check the value and its unit.' },
  },
  'value-high': {
    severity: 'error',
    type: 'value',
    da: 'Svaret ligger over det højeste tilladte: {maximum}.',
    en: 'The answer lies above the highest allowed: {maximum}.',
    mend: { da: 'Kontrollér værdien og dens enhed.', en: 'Check the value and its unit.' },
  },
  'answer-decimals': {
    severity: 'error',
    type: 'value',
    da: 'Tallet har for mange decimaler: højst {maximum}.',
    en: 'The number has too many decimal places: at most {maximum}.',
    mend: {
      da: 'Afrund tallet; også nuller til sidst tæller (1.10 har to).',
      en: 'Round the number; zeros at the end count too (1.10 has two).',
    },
  },
  'answer-unit': {
    severity: 'error',
    type: 'value',
    da: 'Svarets enhed kan ikke bruges her; tilladt er {allowed}.',
    en: 'The unit of the answer cannot be used here; {allowed} is allowed.',
    mend: {
      da: 'Brug en af spørgsmålets enheder, med både system og kode.',
      en: 'Use one of the units of the question, with both system and code.',
    },
  },
  'answer-unit-other': {
    severity: 'warning',
    type: 'value',
    da: 'Svaret har ingen enhed, eller en af en anden slags end spørgsmålets ({expected}).',
    en: 'The answer has no unit, or one of another kind than that of the question ({expected}).',
    mend: {
      da: 'Undersøg, om tallet er ment i den enhed, og angiv den med system og kode.',
      en: 'Find out whether the number is meant in that unit, and give it with system and code.',
    },
  },
  'option-disabled': {
    severity: 'error',
    type: 'business-rule',
    da: 'Svarmuligheden er ikke åben med de øvrige svar.',
    en: 'The option is not enabled by the other answers.',
    mend: {
      da: 'Vælg en anden svarmulighed, eller ret det svar, som lukker denne.',
      en: 'Choose another option, or mend the answer that disables this one.',
    },
  },
  'attachment-size-differs': {
    severity: 'error',
    type: 'conflict',
    da: 'Filen er på {length} byte, men size siger noget andet.',
    en: 'The file has {length} bytes, but size says otherwise.',
    mend: {
      da: 'Undersøg, om filen er hel. Ret eller udelad size.',
      en: 'Find out whether the file is whole. Mend size, or leave it out.',
    },
  },
  'attachment-type': {
    severity: 'error',
    type: 'value',
    da: 'Filen har en forkert type (contentType); tilladt er {allowed}.',
    en: 'The file has a wrong type (contentType); {allowed} is allowed.',
    mend: { da: 'Send en fil af en tilladt type.', en: 'Send a file of a type that is allowed.' },
  },
  'attachment-size': {
    severity: 'error',
    type: 'too-long',
    da: 'Filen er for stor: højst {maximum} byte.',
    en: 'The file is too large: at most {maximum} bytes.',
    mend: { da: 'Send en mindre fil.', en: 'Send a smaller file.' },
  },
  'reference-type': {
    severity: 'error',
    type: 'value',
    da: 'Svaret henviser til en forkert slags ressource; tilladt er {allowed}.',
    en: 'The answer refers to a wrong kind of resource; {allowed} is allowed.',
    mend: { da: 'Henvis til en tilladt ressource.', en: 'Refer to a resource that is allowed.' },
  },
  'reference-profile': {
    severity: 'warning',
    type: 'value',
    da: 'Den indlejrede ressource siger ikke, at den følger {allowed}.',
    en: 'The contained resource does not claim to follow {allowed}.',
    mend: {
      da: 'Sæt profilen i ressourcens meta.profile, hvis den følger den.',
      en: 'Set the profile in meta.profile of the resource if it follows it.',
    },
  },
  'option-exclusive': {
    severity: 'error',
    type: 'business-rule',
    da: 'Denne svarmulighed udelukker alle andre, men står sammen med andre svar.',
    en: 'This option excludes all others, but stands beside other answers.',
    mend: { da: 'Behold enten dette svar eller de andre.', en: 'Keep either this answer or the others.' },
  },
  'readonly-changed': {
    severity: 'warning',
    type: 'business-rule',
    da: 'Spørgsmålet kan ikke ændres af den, der udfylder skemaet, men svaret er et andet end spørgeskemaets startværdi.',
    en: 'The question cannot be changed by whoever fills in the form, but the answer is not the initial value of the questionnaire.',
    mend: {
      da: 'Behold startværdien, medmindre et program har sat en anden.',
      en: 'Keep the initial value, unless a program has set another one.',
    },
  },
  'signature-missing': {
    severity: 'error',
    type: 'required',
    da: 'Der mangler en underskrift, eller den er ikke af den slags, som spørgeskemaet kræver.',
    en: 'A signature is missing, or is not of the kind that the questionnaire demands.',
    mend: {
      da: 'Tilføj underskriften som udvidelsen questionnaireresponse-signature.',
      en: 'Add the signature as the extension questionnaireresponse-signature.',
    },
  },
  'calculation-differs': {
    severity: 'error',
    type: 'conflict',
    da: 'Den beregnede værdi er en anden end den, som de øvrige svar giver ({expected}).',
    en: 'The calculated value is not the one that the other answers give ({expectedEn}).',
    mend: {
      da: 'Udelad feltet, eller lad det beregne igen.',
      en: 'Leave the field out, or have it calculated again.',
    },
  },
  'calculation-overridden': {
    severity: 'warning',
    type: 'conflict',
    da: 'Svaret er et andet end det, som skemaet beregner af de øvrige svar ({expected}); feltet kan rettes af en person.',
    en: 'The answer is not what the form calculates from the other answers ({expectedEn}); a person can change the field.',
    mend: {
      da: 'Undersøg, om det er ment sådan.',
      en: 'Find out whether it is meant so.',
    },
  },
  'constraint-failed': {
    severity: 'error',
    type: 'invariant',
    da: 'Svarene passer ikke sammen: {human}',
    en: 'The answers do not fit together: {humanEn}',
    mend: mendAnswer,
  },
  'constraint-warned': {
    severity: 'warning',
    type: 'invariant',
    da: 'Svarene passer måske ikke sammen: {human}',
    en: 'The answers may not fit together: {humanEn}',
    mend: { da: 'Kontrollér svarene.', en: 'Check the answers.' },
  },
});
