import type {
  BundleEntry,
  Communication,
  CommunicationPayload,
  Encounter,
  FhirResource,
  HumanName,
  MessageHeader,
  Organization,
  Patient,
  Practitioner,
  PractitionerRole,
  Provenance,
  ProvenanceEntity,
} from 'fhir/r4.js';
import { shownName } from '../../intake/person-name.ts';
import { systems } from '../../model/systems.ts';

import type { Text } from '../../model/types.ts';
import { ownBase } from '../../model/uuid.ts';
import { danishNarrative, type Row } from '../../resources/narrative.ts';
import { timeText } from '../../resources/time-text.ts';
import type { SystemNumber } from '../../scoring/people.ts';
import type { MessageOrganization } from './people.ts';
import {
  type CareActivity,
  careDefinition,
  careEvent,
  careVersion,
  codeSystems,
  extensions,
  profiles,
  sorEndpoint,
} from './vocabulary.ts';

/** A resource of a message and how the others refer to it. */
export interface Part<Resource extends FhirResource = FhirResource> {
  readonly resource: Resource;
  readonly reference: string;
  readonly entry: BundleEntry;
}

/** Makes the parts of one message: all of them are named in the same way. */
export type MakePart = <Resource extends FhirResource>(resource: Resource) => Part<Resource>;

/**
 * Names resources as those of the message that is followed are named, so that the references of both lead on: by an
 * address and `Type/id`, or by `urn:uuid:`.
 */
export function partsLike(fullUrl: string | undefined): MakePart {
  const base = fullUrl === undefined ? ownBase : /^(https?:\/\/.+)\/[A-Z]\w+\/[\w.-]+$/.exec(fullUrl)?.[1];
  return (resource) => {
    const { resourceType, id = '' } = resource;
    const reference = base === undefined ? `urn:uuid:${id}` : `${resourceType}/${id}`;
    const address = base === undefined ? reference : `${base}/${reference}`;
    return { resource, reference, entry: { fullUrl: address, resource } };
  };
}

/** The same in words, since a message is read by people too. MedCom wants it in every resource. */
function text(title: string, rows: readonly (readonly [string, ...(string | undefined)[]])[], extended = false) {
  const both = (words: string): Text => ({ da: words, en: words });
  const labelled = rows.map(([label, ...values]): Row => [both(label), ...values]);
  return danishNarrative(both(title), labelled, extended ? 'extensions' : 'generated');
}

const meta = (profile: string) => ({ profile: [profile] });

export function organizationPart(id: string, { gln, sor, name }: MessageOrganization): Organization {
  return {
    resourceType: 'Organization',
    id,
    meta: meta(profiles.organization),
    text: text('Organisation', [
      ['Navn', name],
      ['GLN', gln],
      ['SOR', sor],
    ]),
    identifier: [
      { system: systems.gln, value: gln },
      { system: systems.sor, value: sor },
    ],
    ...(name === undefined ? {} : { name }),
  };
}

export function patientPart(id: string, numbers: readonly SystemNumber[], name: HumanName): Patient {
  return {
    resourceType: 'Patient',
    id,
    meta: meta(profiles.patient),
    text: text('Borger', [
      ['Navn', shownName(name)],
      ['Nummer', ...numbers.map(({ value }) => value)],
    ]),
    identifier: numbers.map(({ system, value }) => ({
      use: system === systems.cpr ? 'official' : 'temp',
      ...{ system, value },
    })),
    name: [name],
  };
}

export function practitionerPart(id: string, name: HumanName): Practitioner {
  return {
    resourceType: 'Practitioner',
    id,
    meta: meta(profiles.practitioner),
    text: text('Fagperson', [['Navn', shownName(name)]]),
    name: [name],
  };
}

export function rolePart(id: string, role: string, practitioner: string, organization: string): PractitionerRole {
  return {
    resourceType: 'PractitionerRole',
    id,
    meta: meta(profiles.practitionerRole),
    text: text('Stilling', [['Stilling', role]]),
    practitioner: { reference: practitioner },
    organization: { reference: organization },
    code: [{ text: role }],
  };
}

/** Nothing is known of it but its number: class and status are those of MedCom's mapping of `inaktiv`. */
export function encounterPart(id: string, episode: string, sor: string, patient: string): Encounter {
  return {
    resourceType: 'Encounter',
    id,
    meta: meta(profiles.encounter),
    text: text('Forløb', [['Forløbs-id', episode]]),
    status: 'unknown',
    class: { system: codeSystems.encounterClass, code: 'other' },
    subject: { reference: patient },
    episodeOfCare: [{ identifier: { system: sorEndpoint(sor), value: episode } }],
  };
}

/** What is written or attached, and who answers for it. */
export interface Signature {
  readonly identifier: string;
  /** An instant. */
  readonly time: string;
  /** References to the organisation and the author. */
  readonly assigner: string;
  readonly author: string;
  readonly phone: string;
}

export function textPayload(contentString: string, signature: Signature): CommunicationPayload {
  return { ...signed(signature), contentString };
}

export function pdfPayload(title: string, pdf: Uint8Array, signature: Signature): CommunicationPayload {
  const data = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('base64');
  const { time: creation } = signature;
  return { ...signed(signature), contentAttachment: { contentType: 'application/pdf', data, title, creation } };
}

function signed({ identifier, time, assigner, author, phone }: Signature): CommunicationPayload {
  return {
    extension: [
      { url: extensions.date, valueDateTime: time },
      {
        url: extensions.identifier,
        valueIdentifier: { value: `urn:uuid:${identifier}`, assigner: { reference: assigner } },
      },
      { url: extensions.author, valueReference: { reference: author } },
      { url: extensions.contact, valueContactPoint: { system: 'phone', value: phone, use: 'work' } },
    ],
  };
}

export type CommunicationContent = Pick<
  Communication,
  'identifier' | 'category' | 'priority' | 'topic' | 'subject' | 'encounter' | 'payload'
>;

export function communicationPart(id: string, content: CommunicationContent): Communication {
  const { topic, payload = [], ...rest } = content;
  const words = payload.map(({ contentString, contentAttachment }) => contentString ?? contentAttachment?.title);
  return {
    resourceType: 'Communication',
    id,
    meta: meta(profiles.communication),
    text: text(
      'Korrespondancemeddelelse',
      [
        ['Emne', topic?.text],
        ['Meddelelse', ...words],
      ],
      true,
    ),
    status: 'unknown',
    ...rest,
    ...(topic === undefined ? {} : { topic }),
    payload,
  };
}

export function headerPart(
  id: string,
  sender: { readonly reference: string; readonly sor: string },
  receiver: { readonly reference: string; readonly sor: string },
  focus: string,
): MessageHeader {
  return {
    resourceType: 'MessageHeader',
    id,
    meta: meta(profiles.header),
    text: text('Meddelelse', [['Type', 'CareCommunication']]),
    eventCoding: { system: codeSystems.event, code: careEvent },
    destination: [
      {
        extension: [{ url: extensions.use, valueCoding: { system: codeSystems.use, code: 'primary' } }],
        endpoint: sorEndpoint(receiver.sor),
        receiver: { reference: receiver.reference },
      },
    ],
    sender: { reference: sender.reference },
    source: { endpoint: sorEndpoint(sender.sor) },
    focus: [{ reference: focus }],
    definition: `${careDefinition}|${careVersion}`,
  };
}

export function provenancePart(
  id: string,
  {
    target,
    time,
    activity,
    agent,
    entity,
  }: {
    readonly target: string;
    readonly time: string;
    readonly activity: CareActivity;
    readonly agent: string;
    readonly entity: ProvenanceEntity[];
  },
): Provenance {
  return {
    resourceType: 'Provenance',
    id,
    meta: meta(profiles.provenance),
    text: text('Herkomst', [
      ['Sendt', timeText(time).da],
      ['Aktivitet', activityWords[activity]],
    ]),
    target: [{ reference: target }],
    occurredDateTime: time,
    recorded: time,
    activity: { coding: [{ system: codeSystems.activity, code: activity }] },
    agent: [{ who: { reference: agent } }],
    entity,
  };
}

const activityWords: Readonly<Record<CareActivity, string>> = {
  'new-message': 'ny meddelelse',
  'reply-message': 'svar',
  'forward-message': 'videresendt',
};

/** A payload that a message brings (`entity` of its Provenance). */
export function payloadEntity(identifier: string): ProvenanceEntity {
  return { role: 'source', what: { identifier: { value: identifier } } };
}
