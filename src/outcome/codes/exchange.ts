import { entries } from './entry.ts';

const sendWhole = {
  da: 'Bed afsenderen om at sende det igen; det er ikke kommet helt frem.',
  en: 'Ask the sender to send it again; it did not arrive whole.',
};

/** What can be wrong with attachments (XBIN), receipts (XCTL) and envelopes of the network (VANS). */
export const exchangeCodes = entries({
  'xbin-unknown': {
    severity: 'error',
    type: 'not-supported',
    da: 'Meddelelsen er ikke et bilag i en kendt version (XB0131X, XB0210X, XB0130X, XB0230X).',
    en: 'The message is not an attachment in a known version (XB0131X, XB0210X, XB0130X, XB0230X).',
    mend: {
      da: 'Giv kuverten med bilaget (XBIN01 eller XBIN02).',
      en: 'Give the envelope with the attachment (XBIN01 or XBIN02).',
    },
  },
  'xbin-base64': {
    severity: 'error',
    type: 'value',
    da: 'Bilagets indhold er ikke gyldig base64.',
    en: 'The content of the attachment is not valid base64.',
    mend: sendWhole,
  },
  'xbin-size': {
    severity: 'error',
    type: 'value',
    da: 'Bilaget fylder {size} byte, og det er ikke det, som OriginalObjectSize siger.',
    en: 'The attachment has {size} bytes, which is not what OriginalObjectSize says.',
    mend: sendWhole,
  },
  'receipt-unknown': {
    severity: 'error',
    type: 'not-supported',
    da: 'Meddelelsen er ikke en kvittering, der kan læses (XCTL01, XCTL02, XCTL03 fra 2005/08/07).',
    en: 'The message is not a receipt that can be read (XCTL01, XCTL02, XCTL03 of 2005/08/07).',
    mend: { da: 'Giv kuverten med kvitteringen.', en: 'Give the envelope with the receipt.' },
  },
  'receipt-unanswerable': {
    severity: 'error',
    type: 'required',
    da: 'Meddelelsen siger ikke, hvad en kvittering skal svare på (kuvertnummer, afsender og modtager).',
    en: 'The message does not say what a receipt has to answer (envelope id, sender and receiver).',
    mend: {
      da: 'Afvis den i stedet med en VANS-kvittering (niveau vans receipt).',
      en: 'Refuse it by a VANS receipt instead (niveau vans receipt).',
    },
  },
  'receipt-of-receipt': {
    severity: 'error',
    type: 'business-rule',
    da: 'Meddelelsen er selv en kvittering, og kvitteringer kvitteres der ikke for.',
    en: 'The message is a receipt itself, and receipts are not answered.',
    mend: { da: 'Send intet.', en: 'Send nothing.' },
  },
  'receipt-unwanted': {
    severity: 'error',
    type: 'business-rule',
    da: 'Afsenderen har ikke bedt om en positiv kvittering (minuspositivkvitt).',
    en: 'The sender did not ask for a positive receipt (minuspositivkvitt).',
    mend: {
      da: 'Send ingen, eller dan den alligevel med {option:unasked}. En negativ kvittering ({option:refuse}) kan altid sendes.',
      en: 'Send none, or make it all the same by {option:unasked}. A negative receipt ({option:refuse}) can always be sent.',
    },
  },
  'receipt-text-number': {
    severity: 'error',
    type: 'business-rule',
    da: 'Teksten til kvitteringen har et tal, der kan være et CPR-nummer. Den læses af teknikere, og må intet sige om borgeren.',
    en: 'The text of the receipt has a number that may be a CPR number. Technicians read it, and it must say nothing about the citizen.',
    mend: {
      da: 'Skriv den uden nummeret; kvitteringen nævner selv brevet, den svarer på.',
      en: 'Write it without the number; the receipt itself names the letter that it answers.',
    },
  },
  'receipt-letter-invalid': {
    severity: 'error',
    type: 'business-rule',
    da: 'Brevet følger ikke MedComs skema ({rule}), så det kan ikke kvitteres som modtaget.',
    en: 'The letter does not follow MedCom’s schema ({rule}), so it cannot be receipted as received.',
    mend: { da: 'Afvis det med {option:refuse} syntaksfejl.', en: 'Refuse it by {option:refuse} syntaksfejl.' },
  },
  'vans-unknown': {
    severity: 'error',
    type: 'not-supported',
    da: 'Meddelelsen er ikke en VANSEnvelope 1.0.4.',
    en: 'The message is not a VANSEnvelope 1.0.4.',
    mend: { da: 'Giv kuverten, som den kom fra nettet.', en: 'Give the envelope as it came from the network.' },
  },
  'vans-no-letter': {
    severity: 'error',
    type: 'structure',
    da: 'Det, der skal i kuverten, er ikke en Emessage med et brev eller en kvittering.',
    en: 'What is to be wrapped is not an Emessage with a letter or a receipt.',
    mend: { da: 'Giv en hel MedCom-meddelelse.', en: 'Give a whole MedCom message.' },
  },
  'vans-no-message': {
    severity: 'error',
    type: 'business-rule',
    da: 'Kuverten rummer en kvittering, ikke et brev.',
    en: 'The envelope holds a receipt, not a letter.',
    mend: {
      da: 'Kvitteringer besvares ikke; vis dem med {option:info}.',
      en: 'Receipts are not answered; show them by {option:info}.',
    },
  },
  'vans-endpoint': {
    severity: 'error',
    type: 'code-invalid',
    da: 'EndPointType mangler eller er ukendt.',
    en: 'EndPointType is missing or unknown.',
    mend: { da: 'Brug EAN, CVR eller VANS.', en: 'Use EAN, CVR or VANS.' },
  },
  'vans-gln': {
    severity: 'error',
    type: 'value',
    da: 'Lokationsnummeret (EAN) kan ikke være rigtigt: det skal være 13 cifre, hvoraf det sidste er et kontrolciffer.',
    en: 'The GLN (EAN) cannot be right: it must be 13 digits, the last of them a check digit.',
    mend: { da: 'Kontrollér nummeret i SOR.', en: 'Check the number in SOR.' },
  },
  'vans-base64': {
    severity: 'error',
    type: 'value',
    da: 'Indholdet af kuverten er ikke gyldig base64.',
    en: 'The content of the envelope is not valid base64.',
    mend: sendWhole,
  },
  'vans-size': {
    severity: 'error',
    type: 'value',
    da: 'Indholdet fylder {size} byte, og det er ikke det, som SizeInBytes siger.',
    en: 'The content has {size} bytes, which is not what SizeInBytes says.',
    mend: sendWhole,
  },
  'vans-unreachable': {
    severity: 'error',
    type: 'exception',
    da: 'VANS-nettet kan ikke nås.',
    en: 'The VANS network cannot be reached.',
    mend: {
      da: 'Kontrollér adressen i filen med ruter; kuverten sendes igen af sig selv, under samme id.',
      en: 'Check the address in the file of routes; the envelope is sent again by itself, under the same id.',
    },
  },
  'vans-timeout': {
    severity: 'error',
    type: 'timeout',
    da: 'VANS-nettet svarede ikke i tide; det er uvist, om kuverten nåede frem.',
    en: 'The VANS network did not answer in time; whether the envelope arrived is unknown.',
    mend: {
      da: 'Kuverten sendes igen af sig selv, under samme id.',
      en: 'The envelope is sent again by itself, under the same id.',
    },
  },
  'vans-busy': {
    severity: 'error',
    type: 'throttled',
    da: 'VANS-nettet kan ikke tage imod nu.',
    en: 'The VANS network cannot take anything now.',
    mend: {
      da: 'Kuverten sendes igen af sig selv, under samme id.',
      en: 'The envelope is sent again by itself, under the same id.',
    },
  },
  'vans-login': {
    severity: 'error',
    type: 'login',
    da: 'VANS-nettet giver ikke adgang.',
    en: 'The VANS network gives no access.',
    mend: {
      da: 'Kontrollér token eller certifikat i filen med ruter.',
      en: 'Check the token or certificate in the file of routes.',
    },
  },
  'vans-refused': {
    severity: 'error',
    type: 'business-rule',
    da: 'VANS-nettet afviser kuverten.',
    en: 'The VANS network refuses the envelope.',
    mend: {
      da: 'Kontrollér afsender og modtager (GLN) hos netværket; prøv derefter leverancen igen (på /drift, eller med niveau outbox retry).',
      en: 'Check sender and receiver (GLN) with the network; then try the delivery again (at /drift, or by niveau outbox retry).',
    },
  },
  'vans-answer': {
    severity: 'error',
    type: 'structure',
    da: 'Svaret fra VANS-adressen siger ikke, om kuverten er modtaget.',
    en: 'The answer from the VANS address does not say whether the envelope was taken.',
    mend: {
      da: 'Kontrollér adressen i filen med ruter; måske svarer en proxy i stedet.',
      en: 'Check the address in the file of routes; a proxy may be answering instead.',
    },
  },
});
