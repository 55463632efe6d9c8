import type { AuditEvent, AuditEventAgent, AuditEventEntity, CodeableConcept, Coding } from 'fhir/r4.js';
import type { Act, Actor, KeptEntry } from '../work/audit/entry.ts';

/** An act with what names it among all that are kept. */
export interface NumberedEntry extends KeptEntry {
  /** Chain, and number in it. */
  readonly lane: number;
  readonly number: number;
}

const balp = 'https://profiles.ihe.net/ITI/BALP';
const dicom = 'http://dicom.nema.org/resources/ontology/DCM';
const lifecycle = 'http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle';
const interaction = 'http://hl7.org/fhir/restful-interaction';

/** System of the pseudonyms that stand for citizens. */
const pseudonymSystem = 'http://differentieringsmodellen.dk/fhir/sid/borger-pseudonym';

const rest: Coding = {
  system: 'http://terminology.hl7.org/CodeSystem/audit-event-type',
  code: 'rest',
  display: 'Restful Operation',
};

/** What an act is in FHIR; `profile`: IHE's of BALP, where it has one, with a citizen and without. */
interface Form {
  readonly type: Coding;
  readonly subtype: Coding;
  readonly action: 'C' | 'R' | 'U' | 'D' | 'E';
  readonly profile?: 'Create' | 'Read' | 'Update' | 'Query' | 'PrivacyDisclosure.Source';
}

const dcm = (code: string, display: string): Coding => ({ system: dicom, code, display });
const event = (code: string, display: string): Coding => ({ system: lifecycle, code, display });
const overHttp = (code: string): Coding => ({ system: interaction, code, display: code });
const exported = dcm('110106', 'Export');
const imported = dcm('110107', 'Import');
const activity = dcm('110100', 'Application Activity');

const forms: Readonly<Record<Act, Form>> = {
  create: { type: rest, subtype: overHttp('create'), action: 'C', profile: 'Create' },
  update: { type: rest, subtype: overHttp('update'), action: 'U', profile: 'Update' },
  read: { type: rest, subtype: overHttp('read'), action: 'R', profile: 'Read' },
  vread: { type: rest, subtype: overHttp('vread'), action: 'R', profile: 'Read' },
  'history-instance': { type: rest, subtype: overHttp('history-instance'), action: 'R' },
  'search-type': { type: rest, subtype: overHttp('search-type'), action: 'E', profile: 'Query' },
  extract: { type: rest, subtype: overHttp('operation'), action: 'E' },
  'letter-read': { type: rest, subtype: overHttp('operation'), action: 'E' },
  'letter-in': { type: imported, subtype: event('receive', 'Receive/Retain Record Lifecycle Event'), action: 'C' },
  'letter-out': { type: exported, subtype: event('transmit', 'Transmit Record Lifecycle Event'), action: 'R' },
  delivery: {
    type: exported,
    subtype: event('disclose', 'Disclose Record Lifecycle Event'),
    action: 'R',
    profile: 'PrivacyDisclosure.Source',
  },
  denied: { type: dcm('110113', 'Security Alert'), subtype: dcm('110132', 'Use of Restricted Function'), action: 'E' },
  'sign-in': { type: dcm('110114', 'User Authentication'), subtype: dcm('110122', 'Login'), action: 'E' },
  'sign-out': { type: dcm('110114', 'User Authentication'), subtype: dcm('110123', 'Logout'), action: 'E' },
  'outbox-retry': { type: activity, subtype: event('transmit', 'Transmit Record Lifecycle Event'), action: 'E' },
  'outbox-skip': {
    type: activity,
    subtype: event('deprecate', 'Deprecate Record Lifecycle Event'),
    action: 'E',
  },
  retention: { type: activity, subtype: event('destroy', 'Destroy/Delete Record Lifecycle Event'), action: 'D' },
  erase: { type: activity, subtype: event('destroy', 'Destroy/Delete Record Lifecycle Event'), action: 'D' },
  backup: { type: exported, subtype: event('archive', 'Archive Record Lifecycle Event'), action: 'R' },
  restore: { type: activity, subtype: event('restore', 'Restore Record Lifecycle Event'), action: 'U' },
  'client-add': {
    type: dcm('110113', 'Security Alert'),
    subtype: dcm('110137', 'User Security Attributes Changed'),
    action: 'E',
  },
  'client-remove': {
    type: dcm('110113', 'Security Alert'),
    subtype: dcm('110137', 'User Security Attributes Changed'),
    action: 'E',
  },
  export: { type: exported, subtype: event('extract', 'Extract Record Lifecycle Event'), action: 'R' },
  'audit-of': {
    type: dcm('110101', 'Audit Log Used'),
    subtype: event('access', 'Access/View Record Lifecycle Event'),
    action: 'R',
  },
};

/** Every act that there is. */
export const everyAct = Object.keys(forms) as readonly Act[];

/**
 * An act as AuditEvents, after IHE's Basic Audit Log Patterns where it has one: one for each citizen whom it concerned,
 * who stand there by their pseudonyms. `site` names the installation.
 */
export function auditEvents(entry: NumberedEntry, site: string): readonly AuditEvent[] {
  const { citizens = [] } = entry;
  if (citizens.length === 0) return [auditEvent(entry, site, undefined, '')];
  return citizens.map((citizen, index) => auditEvent(entry, site, citizen, index === 0 ? '' : `-${index + 1}`));
}

function auditEvent(entry: NumberedEntry, site: string, citizen: string | undefined, part: string): AuditEvent {
  const { act, at, lane, number, code } = entry;
  const { type, subtype, action, profile } = forms[act];
  const named = code === undefined ? profileFor(profile, citizen) : undefined;
  return {
    resourceType: 'AuditEvent',
    id: `${lane}-${number}${part}`,
    ...(named !== undefined && { meta: { profile: [`${balp}/StructureDefinition/IHE.BasicAudit.${named}`] } }),
    type,
    subtype: [subtype],
    action,
    recorded: new Date(at).toISOString(),
    outcome: code === undefined ? '0' : '4',
    ...(code !== undefined && { outcomeDesc: code }),
    agent: agents(entry, site, action),
    source: {
      site,
      observer: { type: 'Device', display: 'Niveau' },
      type: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/security-source-type',
          code: '4',
          display: 'Application Server',
        },
      ],
    },
    entity: entities(entry, citizen),
  };
}

/** IHE has each of them with a citizen and without, but for a disclosure, which is always of one. */
function profileFor(profile: Form['profile'], citizen: string | undefined): string | undefined {
  if (profile === 'PrivacyDisclosure.Source') return citizen === undefined ? undefined : profile;
  return profile === undefined || citizen === undefined ? profile : `Patient${profile}`;
}

const source: CodeableConcept = { coding: [dcm('110153', 'Source Role ID')] };
const destination: CodeableConcept = { coding: [dcm('110152', 'Destination Role ID')] };

/** Whoever did it and the service itself, the source of the data first or last; and the user, where one is named. */
function agents({ act, by, particulars }: KeptEntry, site: string, action: Form['action']): AuditEventAgent[] {
  const service = {
    who: { display: 'Niveau' },
    requestor: by.kind === 'service',
    network: { address: site, type: '1' },
  } as const;
  const name = act === 'delivery' ? String(particulars?.destination ?? '-') : nameOf(by);
  const network = { address: (act === 'delivery' ? name : by.address) ?? '-', type: '1' } as const;
  const others = { who: { display: name }, requestor: by.kind !== 'service' && by.user === undefined, network };
  // Reading takes data from the service; all else, a search among it, brings something to it.
  const fromUs = action === 'R';
  const pair: AuditEventAgent[] = [
    { type: fromUs ? destination : source, ...others, ...altId(by) },
    { type: fromUs ? source : destination, ...service },
  ];
  return by.user === undefined ? pair : [...pair, user(by.user, action)];
}

function nameOf({ kind, name }: Actor): string {
  return name ?? (kind === 'service' ? 'Niveau' : kind);
}

/** The organisations that the client belongs to. */
function altId({ organizations = [] }: Actor): Pick<AuditEventAgent, 'altId'> {
  return organizations.length === 0 ? {} : { altId: organizations.join(' ') };
}

function user(name: string, action: Form['action']): AuditEventAgent {
  const writes = action === 'C' || action === 'U';
  const coding = {
    system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType',
    code: writes ? 'AUT' : 'IRCP',
    display: writes ? 'author (originator)' : 'information recipient',
  };
  return { type: { coding: [coding] }, who: { display: name }, requestor: true };
}

const entityType = (code: string, display: string): Coding => ({
  system: 'http://terminology.hl7.org/CodeSystem/audit-entity-type',
  code,
  display,
});
const role = (code: string, display: string): Coding => ({
  system: 'http://terminology.hl7.org/CodeSystem/object-role',
  code,
  display,
});

function entities(
  { act, target, correlation, query, particulars }: KeptEntry,
  citizen: string | undefined,
): AuditEventEntity[] {
  const all: AuditEventEntity[] = [];
  const detail = Object.entries(particulars ?? {}).map(([type, value]) => ({ type, valueString: String(value) }));
  const details = detail.length > 0 && act !== 'search-type' ? { detail } : {};
  const system = entityType('2', 'System Object');
  if (act === 'search-type') {
    const asked = `${target?.type ?? ''}${particulars?.operation ? `/$${particulars.operation}` : ''}?${query ?? ''}`;
    all.push({ type: system, role: role('24', 'Query'), query: Buffer.from(asked).toString('base64') });
  } else if (target !== undefined) {
    all.push({ what: whatOf(target), type: system, role: role('4', 'Domain Resource'), ...details });
  } else if (detail.length > 0) {
    all.push({ type: system, role: role('13', 'Security Resource'), name: act, ...details });
  }
  if (citizen !== undefined) {
    const what = { type: 'Patient', identifier: { system: pseudonymSystem, value: citizen } };
    all.push({ what, type: entityType('1', 'Person'), role: role('1', 'Patient') });
  }
  if (correlation !== undefined) {
    const type = { system: `${balp}/CodeSystem/BasicAuditEntityType`, code: 'XrequestId' };
    all.push({ what: { identifier: { value: correlation } }, type });
  }
  return all;
}

/** A letter is no resource; it has an id of ours. */
function whatOf({ type, id, version }: NonNullable<KeptEntry['target']>): AuditEventEntity['what'] {
  if (type === 'letter')
    return id === undefined ? { display: 'letter' } : { display: 'letter', identifier: { value: id } };
  if (id === undefined) return { type, display: type };
  return { reference: version === undefined ? `${type}/${id}` : `${type}/${id}/_history/${version}` };
}
