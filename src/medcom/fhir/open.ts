import type { Bundle, Communication, Identifier, MessageHeader, Organization, Patient, Provenance } from 'fhir/r4.js';
import { citizenSystem } from '../../intake/citizen-system.ts';
import { isPossibleCpr, isReplacementNumber } from '../../intake/cpr.ts';
import { systems } from '../../model/systems.ts';
import { type Problem, Refusal, refuse } from '../../outcome/problem.ts';
import type { CitizenNumber } from '../message/citizen-number.ts';
import { isGln } from '../message/gln.ts';
import { type BundleIndex, indexBundle, type Placed, referred } from './bundle-index.ts';
import { type ElementRules, elementProblems, isObject } from './elements.ts';
import {
  bundleRules,
  careHeaderRules,
  careProvenanceRules,
  communicationRules,
  organizationRules,
  otherRules,
  patientRules,
} from './rules.ts';
import { type Segment, segmentsOf } from './segments.ts';
import { careDefinition, careEvent } from './vocabulary.ts';

/** A party of a message. */
export interface MessageParty extends Placed<Organization> {
  readonly gln: string;
}

/** A CareCommunication that was read and held against its rules. */
export interface CareMessage {
  readonly bundle: Bundle;
  readonly index: BundleIndex;
  /** MessageHeader.id, which stays when the same is sent again. */
  readonly messageId: string;
  /** Such as 5.0. */
  readonly version: string;
  readonly header: Placed<MessageHeader>;
  readonly sender: MessageParty;
  readonly receiver: MessageParty;
  readonly patient: Placed<Patient>;
  readonly citizen: CitizenNumber;
  readonly communication: Placed<Communication>;
  /** The payloads, in their order. */
  readonly segments: readonly Segment[];
  /** Of this message; the others tell of the messages before it. */
  readonly provenance: Placed<Provenance>;
  readonly history: readonly Placed<Provenance>[];
}

/** The event of a message, whatever is wrong with it; undefined for what is none. */
export function eventOf(value: unknown): string | undefined {
  if (!isObject(value) || value.resourceType !== 'Bundle' || !Array.isArray(value.entry)) return undefined;
  const first: unknown = value.entry[0];
  const header = isObject(first) ? first.resource : undefined;
  if (!isObject(header) || header.resourceType !== 'MessageHeader') return undefined;
  const coding = header.eventCoding;
  return isObject(coding) && typeof coding.code === 'string' ? coding.code : undefined;
}

/**
 * Reads a CareCommunication 5.x: its elements by the rules of MedCom's profiles, its references, the numbers of its
 * parties and its citizen. All problems of one step at once.
 * Errors: message-unknown, message-version-unknown; those of `elementProblems`; message-entry-twice, message-several,
 * message-reference; message-patients, message-citizen, message-gln, message-segment,
 * message-segment-twice, message-provenance.
 */
export function openCareMessage(value: unknown): CareMessage {
  if (eventOf(value) !== careEvent) refuse('message-unknown', { place: 'Bundle' });
  refuseAll(elementProblems(value, bundleRules, 'Bundle'));
  const bundle = value as Bundle;
  const index = indexBundle(bundle.entry ?? []);
  refuseAll(elementsIn(index));
  const [header] = index.of('MessageHeader');
  const [patient, ...others] = index.of('Patient');
  if (header === undefined || patient === undefined || others.length > 0) {
    refuse('message-patients', { place: 'Bundle.entry', values: { count: String(others.length + (patient ? 1 : 0)) } });
  }
  const version = versionOf(header);
  const problems: Problem[] = [];
  const to = <Found>(found: Found | Problem): Found | undefined => {
    if (!isProblem(found)) return found;
    problems.push(found);
    return undefined;
  };
  const { destination: [destination] = [], sender: from, focus: [focus] = [] } = header.resource;
  const at = header.place;
  const sender = to(partyOf(index, from?.reference, `${at}.sender`));
  const receiver = to(partyOf(index, destination?.receiver?.reference, `${at}.destination[0].receiver`));
  const communication = to(referred(index, focus?.reference, 'Communication', `${at}.focus[0]`));
  // The only Patient there is.
  if (communication !== undefined) {
    const { subject } = communication.resource;
    to(referred(index, subject?.reference, 'Patient', `${communication.place}.subject`));
    if (namesAnother(subject?.identifier, patient)) {
      problems.push({ code: 'message-citizen', place: `${communication.place}.subject.identifier` });
    }
  }
  const citizen = to(citizenOf(patient));
  const segments = communication === undefined ? undefined : to(segmentsOf(communication, index));
  const own = index.of('Provenance').filter(({ resource }) => index.find(resource.target[0]?.reference) === header);
  const [provenance, ...more] = own;
  if (provenance === undefined || more.length > 0) problems.push({ code: 'message-provenance', place: 'Bundle.entry' });
  refuseAll(problems);
  if (!sender || !receiver || !communication || !citizen || !segments || !provenance)
    throw new Error('nothing is told');
  const messageId = header.resource.id ?? '';
  const history = index.of('Provenance').filter((one) => one !== provenance);
  return {
    ...{ bundle, index, messageId, version, header, sender, receiver, patient, citizen, communication, segments },
    ...{ provenance, history },
  };
}

function refuseAll(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new Refusal(problems);
}

function isProblem(found: unknown): found is Problem {
  return isObject(found) && 'code' in found;
}

/** A map, since a sender may name a type as a property that every object has. */
const rulesOf: ReadonlyMap<string, ElementRules> = new Map([
  ['MessageHeader', careHeaderRules],
  ['Patient', patientRules],
  ['Communication', communicationRules],
  ['Provenance', careProvenanceRules],
  ['Organization', organizationRules],
]);

function elementsIn({ all }: BundleIndex): readonly Problem[] {
  const problems: Problem[] = [];
  for (const { resource, place } of all) {
    problems.push(...elementProblems(resource, rulesOf.get(resource.resourceType) ?? otherRules, place));
  }
  return problems;
}

/** Code: message-version-unknown. */
function versionOf({ resource: { definition = '' }, place }: Placed<MessageHeader>): string {
  const version = definition.startsWith(`${careDefinition}|`) ? definition.slice(careDefinition.length + 1) : '';
  if (/^5\.\d{1,2}$/.test(version)) return version;
  return refuse('message-version-unknown', { place: `${place}.definition`, values: { known: '5.0' } });
}

/** Problem codes: message-reference, message-gln. */
export function partyOf(index: BundleIndex, reference: string | undefined, place: string): MessageParty | Problem {
  const found = referred(index, reference, 'Organization', place);
  if (isProblem(found)) return found;
  const gln = glnOf(found.resource);
  return gln === undefined ? { code: 'message-gln', place: `${found.place}.identifier` } : { ...found, gln };
}

/** The GLN that can be; undefined for an organisation without one, or with several. */
function glnOf({ identifier = [] }: Organization): string | undefined {
  const wanted: readonly string[] = [systems.gln, systems.glnBefore];
  const found = identifier.flatMap(({ system = '', value = '' }) =>
    wanted.includes(system) && isGln(value) ? value : [],
  );
  return new Set(found).size === 1 ? found[0] : undefined;
}

/**
 * The number by which the message names its citizen: CPR, else X-eCPR, else D-eCPR, as MedCom's mapping to XDIS91
 * chooses. Two of one kind would leave it open who is meant. Problem code: message-citizen.
 */
function citizenOf({ resource, place }: Placed<Patient>): CitizenNumber | Problem {
  const { cpr, xEcpr, dEcpr } = systems;
  const numbers = new Map<string, string>();
  for (const { system = '', value = '', use } of resource.identifier ?? []) {
    const canonical = citizenSystem(system);
    if (canonical === undefined || value === '' || use === 'old') continue;
    const kind = canonical === cpr || canonical === xEcpr ? canonical : dEcpr;
    if ((numbers.get(kind) ?? value) !== value) return { code: 'message-citizen', place: `${place}.identifier` };
    numbers.set(kind, value);
  }
  const own = numbers.get(cpr);
  const value = own ?? numbers.get(xEcpr) ?? numbers.get(dEcpr) ?? '';
  const isPossible = own === undefined ? isReplacementNumber(value) : isPossibleCpr(value);
  if (!isPossible) return { code: 'message-citizen', place: `${place}.identifier` };
  return { kind: own === undefined ? 'replacement' : 'cpr', value };
}

/** True for a number of a citizen that the Patient has not. */
function namesAnother(identifier: Identifier | undefined, { resource }: Placed<Patient>): boolean {
  const system = citizenSystem(identifier?.system ?? '');
  if (system === undefined) return false;
  const isSame = (one: Identifier) => citizenSystem(one.system ?? '') === system && one.value === identifier?.value;
  return resource.identifier?.some(isSame) !== true;
}
