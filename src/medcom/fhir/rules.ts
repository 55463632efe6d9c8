import { isInstant } from '../message/time.ts';
import { any, type ElementRule, fixed, never, one, optional, rulesFor, some } from './elements.ts';
import { careEvent, codeSystems } from './vocabulary.ts';

/**
 * What a CareCommunication 5.0 must have so that it can be read, attached to and answered, resource by resource: the
 * elements that MedCom's profiles make mandatory, and those of R4 that they build on. What else a sender writes is its
 * own matter.
 */
const id = { pattern: /^[A-Za-z0-9.-]{1,64}$/, shown: 'id' };
const uuid = {
  pattern: /^urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  shown: 'urn:uuid:xxxxxxxx-xxxx-4xxx-xxxx-xxxxxxxxxxxx',
};
/** R4's instant and a dateTime with a time alike, on a day that is in the calendar. */
const instant = {
  pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/,
  shown: '2026-01-20T10:30:00+01:00',
  holds: isInstant,
};

/** R4 forbids processing a resource with what turns its meaning, and none of it is understood here. */
const modifiers = (...below: readonly string[]): readonly ElementRule[] =>
  ['implicitRules', 'modifierExtension', ...below.map((name) => `${name}.modifierExtension`)].map(never);

/** Of a resource that nothing is read from. */
export const otherRules = rulesFor(modifiers());

export const bundleRules = rulesFor([
  one('id', id),
  one('type', fixed('message')),
  one('timestamp', instant),
  some('entry'),
  one('entry.fullUrl'),
  one('entry.resource', 'element'),
  one('entry.resource.resourceType'),
  ...modifiers('entry'),
]);

/** Of every MedCom message. */
const header: readonly ElementRule[] = [
  ...modifiers('destination', 'source'),
  one('id', id),
  one('eventCoding', 'element'),
  one('eventCoding.system', fixed(codeSystems.event)),
  one('eventCoding.code'),
  some('destination', 1),
  one('destination.endpoint'),
  one('destination.receiver', 'element'),
  one('destination.receiver.reference'),
  one('sender', 'element'),
  one('sender.reference'),
  one('source', 'element'),
  one('source.endpoint'),
];

export const headerRules = rulesFor(header);

export const careHeaderRules = rulesFor([
  ...header,
  one('eventCoding.code', fixed(careEvent)),
  some('focus', 1),
  one('focus.reference'),
  one('definition'),
]);

/** Of an Acknowledgement. */
export const responseRules = rulesFor([
  never('response.modifierExtension'),
  one('response', 'element'),
  one('response.identifier', id),
  one('response.code', { pattern: /^(?:ok|transient-error|fatal-error)$/, shown: 'ok, transient-error, fatal-error' }),
]);

export const patientRules = rulesFor([
  ...modifiers(),
  some('identifier'),
  optional('identifier.system'),
  optional('identifier.value'),
  some('name'),
]);

export const communicationRules = rulesFor([
  ...modifiers('payload'),
  one('id', id),
  some('identifier', 1),
  one('identifier.value', uuid),
  one('status', fixed('unknown')),
  some('category', 1),
  some('category.coding', 1),
  one('category.coding.code'),
  one('subject', 'element'),
  one('subject.reference'),
  optional('subject.identifier', 'element'),
  optional('subject.identifier.system'),
  optional('subject.identifier.value'),
  optional('topic', 'element'),
  optional('topic.text'),
  optional('encounter', 'element'),
  some('payload'),
  some('payload.extension'),
  one('payload.extension.url'),
  optional('payload.extension.valueDateTime', instant),
  optional('payload.extension.valueReference', 'element'),
  one('payload.extension.valueReference.reference'),
  optional('payload.extension.valueContactPoint', 'element'),
  one('payload.extension.valueContactPoint.value'),
  optional('payload.extension.valueIdentifier', 'element'),
  one('payload.extension.valueIdentifier.value', uuid),
  one('payload.extension.valueIdentifier.assigner', 'element'),
  one('payload.extension.valueIdentifier.assigner.reference'),
  optional('payload.contentString'),
  optional('payload.contentAttachment', 'element'),
  optional('payload.contentAttachment.contentType'),
  optional('payload.contentAttachment.title'),
  optional('payload.contentAttachment.data'),
]);

/** Of every MedCom message. */
const provenanceRules: readonly ElementRule[] = [
  ...modifiers('agent', 'entity'),
  some('target', 1),
  one('target.reference'),
  one('activity', 'element'),
  some('activity.coding', 1),
  one('activity.coding.code'),
  some('agent'),
  one('agent.who', 'element'),
  any('entity'),
  one('entity.what', 'element'),
  optional('entity.what.identifier', 'element'),
  optional('entity.what.identifier.value'),
  optional('entity.what.reference'),
];

export const careProvenanceRules = rulesFor([...provenanceRules, some('entity')]);

export const organizationRules = rulesFor([
  ...modifiers(),
  one('id', id),
  some('identifier'),
  optional('identifier.system'),
  optional('identifier.value'),
  optional('name'),
]);
