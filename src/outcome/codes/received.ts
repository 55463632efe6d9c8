import { entries } from './entry.ts';

const askSender = {
  da: 'Bed afsenderen rette brevet.',
  en: 'Ask the sender to mend the letter.',
};

/**
 * What can be wrong with a letter that comes in, beside its form: its kind, its version, and what MedCom's schemas let
 * through.
 */
export const receivedCodes = entries({
  'letter-unknown': {
    severity: 'error',
    type: 'not-supported',
    da: 'Det er ikke et MedCom-brev, som Niveau kender.',
    en: 'This is not a MedCom letter that Niveau knows.',
    mend: {
      da: 'Send en henvisning, en epikrise, en kommunerapport eller en korrespondancemeddelelse, eller send niveauet i en korrespondance for sig.',
      en: 'Send a referral, a discharge letter, a municipal report or a correspondence, or send the level in a correspondence of its own.',
    },
  },
  'letter-never-carries': {
    severity: 'error',
    type: 'not-supported',
    da: 'Et {type} rummer ikke et samarbejdsniveau: det er et advis, en kvittering, et bilag eller ikke klinisk.',
    en: 'An {type} never carries a level: it is a notice, a receipt, an attachment or not clinical.',
    mend: {
      da: 'Send niveauet i en korrespondancemeddelelse (niveau letter XDIS91).',
      en: 'Send the level in a correspondence (niveau letter XDIS91).',
    },
  },
  'letter-version-unknown': {
    severity: 'error',
    type: 'not-supported',
    da: 'Brevets version er ikke en, som Niveau kender i dets namespace.',
    en: 'The version of the letter is not one that Niveau knows in its namespace.',
    mend: { da: 'Brug {known}.', en: 'Use {known}.' },
  },
  'letter-schema': {
    severity: 'error',
    type: 'structure',
    da: 'Brevet følger ikke MedComs skema ({rule}).',
    en: 'The letter does not follow MedCom’s schema ({rule}).',
    mend: askSender,
  },
  'letter-cpr-impossible': {
    severity: 'error',
    type: 'value',
    da: 'CPR-nummeret i brevet kan ikke findes: det begynder ikke med en dato.',
    en: 'The CPR number in the letter cannot exist: it does not begin with a date.',
    mend: askSender,
  },
  'letter-id-twice': {
    severity: 'error',
    type: 'duplicate',
    da: 'To breve i samme forsendelse har samme Letter/Identifier.',
    en: 'Two letters of one message have the same Letter/Identifier.',
    mend: askSender,
  },
  'letter-object-twice': {
    severity: 'error',
    type: 'duplicate',
    da: 'To henvisninger til bilag i samme brev har samme ObjectIdentifier.',
    en: 'Two references to attachments in one letter have the same ObjectIdentifier.',
    mend: askSender,
  },
  'letter-attachment-missing': {
    severity: 'error',
    type: 'not-found',
    da: 'Brevet henviser til et bilag, som ikke følger med (XBIN).',
    en: 'The letter refers to an attachment that does not come with it (XBIN).',
    mend: {
      da: 'Send bilaget i sin egen kuvert inden 60 minutter.',
      en: 'Send the attachment in an envelope of its own within 60 minutes.',
    },
  },
  'letter-gln-impossible': {
    severity: 'warning',
    type: 'value',
    da: 'Et lokationsnummer (GLN) i brevet kan ikke være rigtigt: det skal være 13 cifre, hvoraf det sidste er et kontrolciffer.',
    en: 'A GLN in the letter cannot be right: it must be 13 digits, the last of them a check digit.',
    mend: { da: 'Kontrollér nummeret i SOR.', en: 'Check the number in SOR.' },
  },
  'letter-priority-alone': {
    severity: 'warning',
    type: 'business-rule',
    da: 'Brevet har en ActionPriority, men siger ikke, hvad den praktiserende læge skal gøre (RecommendedAction).',
    en: 'The letter has an ActionPriority and does not say what the GP is to do (RecommendedAction).',
    mend: askSender,
  },
  'letter-text-over-budget': {
    severity: 'warning',
    type: 'too-long',
    da: 'Brevets tekst fylder {length} tegn; mange modtagere tager højst {most}.',
    en: 'The text of the letter has {length} characters; many receivers take at most {most}.',
    mend: { da: 'Send teksten i flere breve.', en: 'Send the text in several letters.' },
  },
});
