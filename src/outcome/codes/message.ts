import { entries } from './entry.ts';

const sender = {
  da: 'Bed afsenderen rette meddelelsen; intet af den er brugt.',
  en: 'Ask the sender to mend the message; nothing of it was used.',
};

/** What can be wrong with a MedCom FHIR message, or with what is asked of one. */
export const messageCodes = entries({
  'message-unknown': {
    severity: 'error',
    type: 'structure',
    da: 'Det er ikke en MedCom FHIR-meddelelse, som kendes her: en Bundle, hvis første ressource er en MessageHeader med hændelsen care-communication-message.',
    en: 'This is no MedCom FHIR message that is known here: a Bundle whose first resource is a MessageHeader with the event care-communication-message.',
    mend: { da: 'Giv en CareCommunication 5.0.', en: 'Give a CareCommunication 5.0.' },
  },
  'message-version-unknown': {
    severity: 'error',
    type: 'not-supported',
    da: 'Meddelelsen er ikke af en version, som kendes her (MessageHeader.definition).',
    en: 'The message is of no version that is known here (MessageHeader.definition).',
    mend: { da: 'Brug CareCommunication {known}.', en: 'Use CareCommunication {known}.' },
  },
  'message-element-missing': {
    severity: 'error',
    type: 'required',
    da: 'Meddelelsen mangler {element}.',
    en: 'The message lacks {element}.',
    mend: sender,
  },
  'message-element-many': {
    severity: 'error',
    type: 'structure',
    da: 'Meddelelsen har flere {element} end {most}.',
    en: 'The message has more {element} than {most}.',
    mend: sender,
  },
  'message-element-form': {
    severity: 'error',
    type: 'value',
    da: '{element} i meddelelsen har en forkert form; den skal være {form}.',
    en: '{element} of the message has a wrong form; it must be {form}.',
    mend: sender,
  },
  'message-modifier': {
    severity: 'error',
    type: 'not-supported',
    da: 'Meddelelsen bærer {element}, som kan vende dens betydning, og som ikke kendes her.',
    en: 'The message carries {element}, which may turn its meaning and is not known here.',
    mend: sender,
  },
  'message-entry-twice': {
    severity: 'error',
    type: 'structure',
    da: 'To ressourcer i meddelelsen har samme navn (fullUrl eller id).',
    en: 'Two resources of the message have the same name (fullUrl or id).',
    mend: sender,
  },
  'message-reference': {
    severity: 'error',
    type: 'structure',
    da: 'En reference i meddelelsen fører ikke til en {type} i den.',
    en: 'A reference of the message leads to no {type} in it.',
    mend: sender,
  },
  'message-patients': {
    severity: 'error',
    type: 'structure',
    da: 'Meddelelsen skal handle om præcis én borger; den har {count} Patient.',
    en: 'The message must be about exactly one citizen; it has {count} Patient.',
    mend: sender,
  },
  'message-citizen': {
    severity: 'error',
    type: 'value',
    da: 'Meddelelsen siger ikke entydigt, hvilken borger den handler om: Patient skal have ét CPR-nummer, eller ét erstatningsnummer af hver slags.',
    en: 'The message does not say without doubt which citizen it is about: Patient must have one CPR number, or one replacement number of each kind.',
    mend: sender,
  },
  'message-gln': {
    severity: 'error',
    type: 'value',
    da: 'En af meddelelsens parter har intet lokationsnummer (GLN), som kan være rigtigt.',
    en: 'A party of the message has no GLN that can be right.',
    mend: sender,
  },
  'message-segment': {
    severity: 'error',
    type: 'required',
    da: 'En del af meddelelsen (payload) mangler sin tekst eller sit bilag, sin id, sin tid, sin forfatter eller sit telefonnummer.',
    en: 'A segment of the message (payload) lacks its text or attachment, its identifier, its time, its author or its telephone number.',
    mend: sender,
  },
  'message-segment-twice': {
    severity: 'error',
    type: 'structure',
    da: 'To dele af meddelelsen (payload) har samme id, så det ikke kan ses, hvilken der er kommet til.',
    en: 'Two segments of the message (payload) have the same identifier, so that nobody can tell which of them is new.',
    mend: sender,
  },
  'message-attachment-form': {
    severity: 'error',
    type: 'value',
    da: 'Et bilag i meddelelsen kan ikke læses: dets indhold er ikke hel base64.',
    en: 'An attachment of the message cannot be read: its content is no whole base64.',
    mend: sender,
  },
  'message-provenance': {
    severity: 'error',
    type: 'required',
    da: 'Meddelelsen skal have præcis én Provenance om sig selv (target er dens MessageHeader).',
    en: 'The message must have exactly one Provenance about itself (whose target is its MessageHeader).',
    mend: sender,
  },
  'message-sor-missing': {
    severity: 'error',
    type: 'required',
    da: 'Organisationen ({side}) har intet SOR-nummer, og en MedCom FHIR-meddelelse skal have det.',
    en: 'The organization ({side}) has no SOR number, and a MedCom FHIR message must have it.',
    mend: {
      da: 'Giv den en identifier med system urn:oid:1.2.208.176.1.1.',
      en: 'Give it an identifier with system urn:oid:1.2.208.176.1.1.',
    },
  },
  'message-number-form': {
    severity: 'error',
    type: 'value',
    da: 'Borgerens erstatningsnummer har ikke den form, som dets system har (X-eCPR og D-eCPR i dk-core), og enhver modtager ville afvise meddelelsen.',
    en: 'The replacement number of the citizen has not the form that its system has (X-eCPR and D-eCPR in dk-core), and every receiver would refuse the message.',
    mend: {
      da: 'Kontrollér nummer og system i svarets subject.',
      en: 'Check number and system of the response’s subject.',
    },
  },
  'message-author': {
    severity: 'error',
    type: 'required',
    da: 'Meddelelsen skal have forfatterens navn, og svaret giver det ikke.',
    en: 'The message must have the name of its author, and the response does not give it.',
    mend: {
      da: 'Sæt author.display, eller giv navnet med {option:author} "Given|Family".',
      en: 'Set author.display, or give the name by {option:author} "Given|Family".',
    },
  },
  'message-phone': {
    severity: 'error',
    type: 'required',
    da: 'Meddelelsen skal have et telefonnummer, som modtageren kan ringe til: cifre, eventuelt med + foran.',
    en: 'The message must have a telephone number that the receiver can call: digits, with + in front if need be.',
    mend: {
      da: 'Giv det med {option:phone}, eller sæt telecom (phone) på afsenderens Organization.',
      en: 'Give it by {option:phone}, or set telecom (phone) of the sender’s Organization.',
    },
  },
  'message-priority': {
    severity: 'error',
    type: 'business-rule',
    da: 'En prioritet hører til meddelelser om en henvisning alene (kategorien regarding-referral).',
    en: 'A priority belongs to messages about a referral alone (the category regarding-referral).',
    mend: {
      da: 'Udelad {option:priority}, eller giv {option:category} regarding-referral.',
      en: 'Leave out {option:priority}, or give {option:category} regarding-referral.',
    },
  },
  'message-several-earlier': {
    severity: 'error',
    type: 'conflict',
    da: 'En meddelelse svarer på, videresender eller retter én tidligere meddelelse, ikke flere.',
    en: 'A message answers, forwards or corrects one earlier message, not several.',
    mend: {
      da: 'Giv kun en af {option:reply}, {option:forward} og {option:correct}.',
      en: 'Give only one of {option:reply}, {option:forward} and {option:correct}.',
    },
  },
  'message-not-party': {
    severity: 'error',
    type: 'conflict',
    da: 'Afsender og modtager passer ikke til den tidligere meddelelse: den besvares til dens anden part, rettes af den, der sendte den, og videresendes til en tredje.',
    en: 'Sender and receiver do not fit the earlier message: it is answered to its other party, corrected by whoever sent it, and forwarded to a third one.',
    mend: {
      da: 'Kontrollér {option:sender} og {option:receiver}.',
      en: 'Check {option:sender} and {option:receiver}.',
    },
  },
  'message-receiver-missing': {
    severity: 'error',
    type: 'required',
    da: 'En ny eller videresendt meddelelse skal have en modtager.',
    en: 'A new or forwarded message must have a receiver.',
    mend: { da: 'Giv {option:receiver}.', en: 'Give {option:receiver}.' },
  },
  'message-attachment-content': {
    severity: 'error',
    type: 'required',
    da: 'Meddelelsen kan ikke videresendes: et bilag i tråden er her uden indhold, og et videresendt bilag skal have det.',
    en: 'The message cannot be forwarded: an attachment of the thread is here without its content, and a forwarded one must have it.',
    mend: {
      da: 'Videresend den meddelelse, som havde bilaget med.',
      en: 'Forward the message that had the attachment with it.',
    },
  },
  'message-before-earlier': {
    severity: 'error',
    type: 'business-rule',
    da: 'Meddelelsen kan ikke være sendt før den, som den følger efter.',
    en: 'The message cannot have been sent before the one that it follows.',
    mend: { da: 'Ret {option:time}.', en: 'Mend {option:time}.' },
  },
});
