import { entries } from './entry.ts';
import { letterFormCodes } from './letter-form.ts';
import { xmlCodes } from './xml.ts';

/** Why a response does not become a letter, and what is wrong with letters and XML. */
export const letterCodes = entries({
  ...xmlCodes,
  ...letterFormCodes,
  'letter-type': {
    severity: 'error',
    type: 'not-supported',
    da: 'Den brevtype kan ikke dannes.',
    en: 'That type of letter cannot be made.',
    mend: { da: 'Vælg en af {known}.', en: 'Choose one of {known}.' },
  },
  'letter-withdrawn': {
    severity: 'error',
    type: 'business-rule',
    da: 'Svaret er trukket tilbage (entered-in-error), så det giver intet niveau at sende eller vise.',
    en: 'The response is withdrawn (entered-in-error), so it gives no level to send or show.',
    mend: {
      da: 'Brug et gældende svar. Er niveauet sendt før i et brev, så send et nyt, der siger, at det er trukket tilbage, med {option:withdrawal}.',
      en: 'Use a response that stands. If the level was sent in a letter before, send a new one that says that it was withdrawn, by {option:withdrawal}.',
    },
  },
  'letter-not-withdrawn': {
    severity: 'error',
    type: 'business-rule',
    da: 'Svaret gælder, så der er intet niveau at trække tilbage.',
    en: 'The response stands, so there is no level to withdraw.',
    mend: {
      da: 'Giv det svar, der er trukket tilbage (entered-in-error), eller udelad {option:withdrawal}.',
      en: 'Give the response that was withdrawn (entered-in-error), or leave out {option:withdrawal}.',
    },
  },
  'letter-id-personal': {
    severity: 'error',
    type: 'value',
    da: 'En id i brevet indeholder borgerens nummer. Den står i kvitteringer, filnavne og logge, og det må et CPR-nummer ikke.',
    en: 'An id of the letter holds the citizen’s number. It stands in receipts, file names and logs, and a CPR number must not.',
    mend: {
      da: 'Giv en anden id, eller udelad den: så dannes den.',
      en: 'Give another id, or leave it out: it is made then.',
    },
  },
  'letter-time-early': {
    severity: 'error',
    type: 'business-rule',
    da: 'Brevet kan ikke være sendt, før det niveau, som det fortæller, blev vurderet.',
    en: 'The letter cannot have been sent before the level that it tells was assessed.',
    mend: {
      da: 'Ret {option:time}, eller svarets authored.',
      en: 'Mend {option:time}, or the response’s authored.',
    },
  },
  'letter-no-level': {
    severity: 'error',
    type: 'business-rule',
    da: 'Der er intet niveau at sende eller vise: reglen giver kun et interval, og niveauet er hverken vurderet eller aftalt.',
    en: 'There is no level to send or show: the rule gives an interval only, and the level is neither assessed nor agreed.',
    mend: {
      da: 'Vurdér niveauet, eller besvar de faktorer, der mangler.',
      en: 'Assess the level, or rate the factors that are missing.',
    },
  },
  'letter-suggestion-only': {
    severity: 'error',
    type: 'business-rule',
    da: 'Niveau {level} er kun reglens forslag; ingen fagperson har vurderet det, og det er ikke aftalt.',
    en: 'Level {level} is only suggested by the rule; no professional assessed it, and it is not agreed.',
    mend: {
      da: 'Vurdér niveauet, eller vælg at sende forslaget med {option:includeSuggestion}.',
      en: 'Assess the level, or choose to send the suggestion with {option:includeSuggestion}.',
    },
  },
  'letter-too-long': {
    severity: 'error',
    type: 'too-long',
    da: 'Teksten fylder {length} tegn i {pieces} stykker; et brev rummer {most} tegn i {places} stykker.',
    en: 'The text has {length} characters in {pieces} pieces; a letter holds {most} characters in {places} pieces.',
    mend: {
      da: 'Forkort de længste svar (tegn: {answers}), eller udelad belastning, begrundelser og kommentar med {option:brief}. Intet bliver skåret af.',
      en: 'Shorten the longest answers (characters: {answers}), or leave out factors, reasons and comment by {option:brief}. Nothing is cut off.',
    },
  },
  'letter-date-partial': {
    severity: 'error',
    type: 'value',
    da: 'Datoen ({linkId}) mangler dag eller måned, som brevet skal have.',
    en: 'The date ({linkId}) lacks its day or month, which the letter must have.',
    mend: { da: 'Skriv hele datoen, for eksempel 2026-07-01.', en: 'Write the whole date, for example 2026-07-01.' },
  },
  'letter-option-form': {
    severity: 'error',
    type: 'value',
    da: 'Indstillingen mangler eller har en forkert form.',
    en: 'The option is missing or has a wrong form.',
    mend: { da: 'Skriv den som {form}.', en: 'Write it as {formEn}.' },
  },
  'letter-organization': {
    severity: 'error',
    type: 'structure',
    da: 'Det, der er givet som {side}, er ikke en Organization.',
    en: 'What is given as {side} is not an Organization.',
    mend: { da: 'Giv en FHIR R4 Organization.', en: 'Give a FHIR R4 Organization.' },
  },
  'letter-gln-missing': {
    severity: 'error',
    type: 'required',
    da: 'Organisationen ({side}) har intet lokationsnummer (GLN), og uden det kan et brev ikke adresseres.',
    en: 'The organization ({side}) has no GLN, and without it a letter cannot be addressed.',
    mend: {
      da: 'Giv den en identifier med system https://www.gs1.org/gln.',
      en: 'Give it an identifier with system https://www.gs1.org/gln.',
    },
  },
  'letter-gln-check-digit': {
    severity: 'error',
    type: 'value',
    da: 'Organisationens ({side}) lokationsnummer (GLN) kan ikke være rigtigt: det skal være 13 cifre, hvoraf det sidste er et kontrolciffer.',
    en: 'The GLN of the organization ({side}) cannot be right: it must be 13 digits, the last of them a check digit.',
    mend: { da: 'Kontrollér nummeret i SOR.', en: 'Check the number in SOR.' },
  },
  'letter-sender-name': {
    severity: 'error',
    type: 'required',
    da: 'Afsenderen har intet navn på højst {most} tegn, hverken som name eller alias.',
    en: 'The sender has no name of at most {most} characters, neither as name nor as alias.',
    mend: {
      da: 'Giv et kort navn med {option:senderName}, eller et kort alias.',
      en: 'Give a short name with {option:senderName}, or a short alias.',
    },
  },
  'letter-citizen-number': {
    severity: 'error',
    type: 'required',
    da: 'Svaret giver hverken CPR-nummer eller erstatningsnummer for borgeren.',
    en: 'The response gives neither a CPR number nor a replacement number of the citizen.',
    mend: {
      da: 'Sæt subject.identifier til et af dem.',
      en: 'Set subject.identifier to one of them.',
    },
  },
  'letter-patient-name': {
    severity: 'error',
    type: 'required',
    da: 'Svaret giver ikke borgerens efternavn, som brevet skal have.',
    en: 'The response does not give the surname of the citizen, which the letter must have.',
    mend: {
      da: 'Sæt subject.display, eller giv navnet med {option:patientName} "Given|Family".',
      en: 'Set subject.display, or give the name with {option:patientName} "Given|Family".',
    },
  },
});
