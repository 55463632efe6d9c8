import { entries } from './entry.ts';

/** What the inbox refuses beside what is wrong with a message itself, and what is asked of a letter that is kept. */
export const inboxCodes = entries({
  'envelope-reused': {
    severity: 'error',
    type: 'duplicate',
    da: 'Afsenderen har brugt kuvertens nummer før, og da var der et andet brev i den.',
    en: 'The sender has used the id of this envelope before, with another letter in it.',
    mend: { da: 'Send brevet i en kuvert med et nyt nummer.', en: 'Send the letter in an envelope with a new id.' },
  },
  'letter-reused': {
    severity: 'error',
    type: 'duplicate',
    da: 'Der er allerede et brev med dette nummer fra samme afsender, og det har et andet indhold.',
    en: 'There is a letter with this id from the same sender already, and its content is another one.',
    mend: {
      da: 'Giv brevet sit eget nummer; en rettelse sendes som rettetbrev med et nyt nummer.',
      en: 'Give the letter an id of its own; a correction is sent as rettetbrev with a new id.',
    },
  },
  'letter-sent': {
    severity: 'error',
    type: 'conflict',
    da: 'Brevet er sendt: modtageren har kvitteret for det. Et andet niveau kan ikke sættes i det mere.',
    en: 'The letter was sent: its receiver has answered it. No other level can be put into it any more.',
    mend: {
      da: 'Send et nyt brev (rettetbrev) med sit eget nummer.',
      en: 'Send a new letter (rettetbrev) with an id of its own.',
    },
  },
  'letter-citizen-unclear': {
    severity: 'error',
    type: 'business-rule',
    da: 'Det kan ikke afgøres, hvilken borger brevet handler om: erstatningsnummeret er kendt for en anden med et andet navn.',
    en: 'It cannot be told which citizen the letter is about: the replacement number is known of somebody with another name.',
    mend: {
      da: 'Send brevet med borgerens CPR-nummer, eller træk det niveau tilbage, som er sendt med nummeret, og spørg modtageren.',
      en: 'Send the letter with the citizen’s CPR number, or take back the level sent with the number, and ask the receiver.',
    },
  },
  'attachment-citizen': {
    severity: 'error',
    type: 'business-rule',
    da: 'Brevet og bilaget, det henviser til, handler om hver sin borger.',
    en: 'The letter and the attachment that it refers to are about two citizens.',
    mend: {
      da: 'Bed afsenderen kontrollere, hvem brev og bilag handler om.',
      en: 'Ask the sender to check whom letter and attachment are about.',
    },
  },
  'letter-not-kept': {
    severity: 'error',
    type: 'not-found',
    da: 'Der er intet brev med dette id her.',
    en: 'There is no letter with this id here.',
    mend: {
      da: 'Brug id fra Location i svaret på det brev, der blev sendt eller modtaget.',
      en: 'Use the id in the Location of the answer to the letter that was sent or received.',
    },
  },
  'letter-receipt-none': {
    severity: 'error',
    type: 'not-found',
    da: 'Brevet er ikke besvaret med en kvittering: afsenderen bad ikke om nogen, eller det er sendt herfra.',
    en: 'The letter was not answered by a receipt: its sender asked for none, or it was sent from here.',
    mend: {
      da: 'Se brevets tilstand på /medcom/letters/<id>.',
      en: 'Look at the state of the letter at /medcom/letters/<id>.',
    },
  },
  'letter-other-receiver': {
    severity: 'error',
    type: 'not-supported',
    da: 'Brevet er til en anden modtager: {gln} hører ikke til her.',
    en: 'The letter is for another receiver: {gln} does not belong here.',
    mend: {
      da: 'Kontrollér modtagerens lokationsnummer (GLN). Hører det til her, så tilføj det i NIVEAU_ORGANIZATION.',
      en: 'Check the location number (GLN) of the receiver. If it belongs here, add it to NIVEAU_ORGANIZATION.',
    },
  },
  'letter-parties': {
    severity: 'error',
    type: 'business-rule',
    da: 'Brevene i én kuvert har ikke samme afsender og modtager; kvitteringen kan kun nævne én af hver.',
    en: 'The letters of one envelope do not have the same sender and receiver; its receipt can name only one of each.',
    mend: {
      da: 'Send breve fra eller til andre lokationsnumre (GLN) i kuverter for sig.',
      en: 'Send letters from or to other location numbers (GLN) in envelopes of their own.',
    },
  },
  'config-organization': {
    severity: 'error',
    type: 'value',
    da: 'Miljøvariablen {name} skal være lokationsnumre (GLN) på 13 cifre, adskilt af komma.',
    en: 'The environment variable {name} must be location numbers (GLN) of 13 digits, separated by commas.',
    mend: {
      da: 'Skriv organisationens egne numre, som de står i dens breve, eller lad variablen være ude.',
      en: 'Write the own numbers of the organisation, as they stand in its letters, or leave the variable out.',
    },
  },
  'inbox-own': {
    severity: 'error',
    type: 'conflict',
    da: 'Mappen, som der hentes fra (NIVEAU_MEDCOM_INBOX), er også modtageren {name}: det, der sendes, ville komme ind som andres.',
    en: 'The folder that is fetched from (NIVEAU_MEDCOM_INBOX) is the destination {name} too: what is sent would come in as that of others.',
    mend: { da: 'Giv den ene af de to en anden mappe.', en: 'Give one of the two another folder.' },
  },
  'config-inbox': {
    severity: 'error',
    type: 'not-found',
    da: 'Miljøvariablen {name} er ikke en mappe, der kan læses og skrives i.',
    en: 'The environment variable {name} is not a folder that can be read and written to.',
    mend: { da: 'Opret mappen, eller ret rettighederne.', en: 'Make the folder, or mend its permissions.' },
  },
});
