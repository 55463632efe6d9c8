/**
 * The addresses and codes of MedCom's FHIR messages: CareCommunication 5.0 (package 5.0.2, dk-core 3.4.0) and
 * Acknowledgement 2.0 (package 2.0.3, dk-core 2.0.0).
 */
const ig = 'http://medcomfhir.dk/ig';
const core = `${ig}/core/StructureDefinition/medcom-core`;
const care = `${ig}/carecommunication/StructureDefinition/medcom-careCommunication`;
const messaging = `${ig}/messaging/StructureDefinition/medcom-messaging`;
const ack = `${ig}/acknowledgement/StructureDefinition`;
const terms = `${ig}/terminology/CodeSystem`;

export const profiles = {
  message: `${care}-message`,
  header: `${care}-messageHeader`,
  communication: `${care}-communication`,
  provenance: `${care}-provenance`,
  patient: `${core}-patient`,
  encounter: `${core}-encounter`,
  practitioner: `${core}-practitioner`,
  practitionerRole: `${core}-practitionerrole`,
  organization: `${messaging}-organization`,
  messagingProvenance: `${messaging}-provenance`,
  acknowledgement: `${ack}/medcom-messaging-acknowledgement`,
  ackHeader: `${ack}/medcom-messaging-acknowledgementHeader`,
  ackOutcome: `${ack}/medcom-acknowledgement-operationoutcome`,
} as const;

/** What a segment of the text says of itself. */
export const extensions = {
  date: `${core}-datetime-extension`,
  identifier: `${core}-identifier-extension`,
  author: `${core}-practitioner-extension`,
  contact: `${core}-contact-extension`,
  use: `${messaging}-destinationUseExtension`,
} as const;

export const codeSystems = {
  event: `${terms}/medcom-messaging-eventCodes`,
  use: `${terms}/medcom-messaging-destinationUse`,
  activity: `${terms}/medcom-messaging-activityCodes`,
  category: `${terms}/medcom-careCommunication-categoryCodes`,
  ackError: `${terms}/medcom-acknowledgement-error-codes`,
  encounterClass: `${terms}/medcom-core-encounter-act-codes`,
} as const;

export const careEvent = 'care-communication-message';

/** The definition of CareCommunication, behind which its version stands. */
export const careDefinition = `${ig}/messagedefinitions/MessageDefinition/MedComCareCommunicationMessageDefinition`;

/** What we write. Every 5.x is read. */
export const careVersion = '5.0';

export const ackEvent = 'acknowledgement-message';

export const ackDefinition = `${ig}/messagedefinitions/MessageDefinition/MedComAcknowledgementMessageDefinition`;

export const ackVersion = '2.0';

/** What an Acknowledgement says of a message: received, not now, never as it is. */
export const ackCode = ['ok', 'transient-error', 'fatal-error'] as const;

/** Categories of a message that carries a level. */
export const careCategories = ['carecoordination', 'discharge', 'regarding-referral'] as const;

export type CareCategory = (typeof careCategories)[number];

/** A priority is for messages about a referral alone (medcom-careCommunication-5). */
export const carePriorities = ['routine', 'asap'] as const;

export type CarePriority = (typeof carePriorities)[number];

export type CareActivity = 'new-message' | 'reply-message' | 'forward-message';

/** Where messages and receipts go: the organisation in SOR. */
export function sorEndpoint(sor: string): string {
  return `https://sor2.sum.dsdn.dk/#id=${sor}`;
}
