import { readFileSync } from 'node:fs';
import type { Bundle, Communication, CommunicationPayload, FhirResource, Organization, Provenance } from 'fhir/r4.js';
import { requireStatement } from '../../../src/medcom/block/level.ts';
import { composeCareMessage, type Enclosed } from '../../../src/medcom/fhir/compose.ts';
import { openCareMessage } from '../../../src/medcom/fhir/open.ts';
import type { MessageOptions } from '../../../src/medcom/fhir/options.ts';
import { scoreResponse } from '../../../src/work/score.ts';
import { fixturesFolder, responseBytes } from '../../fixtures.ts';
import { ports } from '../../ports.ts';

export function organization(name: string): Organization {
  return JSON.parse(readFileSync(`${fixturesFolder}organisationer/${name}.json`, 'utf8')) as Organization;
}

export const hospital = organization('sender');
export const municipality = organization('kommune');
export const home = organization('plejecenter');

export const assessmentIn = (name: string) => scoreResponse(ports, responseBytes(name)).assessment;
export const statementIn = (name: string) => requireStatement(assessmentIn(name));
export const statement = statementIn('somatik-3-aftalt');

export const time = '2026-02-01T10:00:00+01:00';
export const later = '2026-02-02T11:30:00+01:00';
export const pdf = Buffer.from('%PDF-1.7 a page');
export const options: MessageOptions = { time, phone: '44 52 70 00' };

/** A message from the hospital to the municipality; with `follow`, whatever else is given. */
export function composed(given: Partial<MessageOptions> = {}, enclosed: Enclosed = {}, told = statement): Bundle {
  return composeCareMessage(told, { sender: hospital, receiver: municipality }, { ...options, ...given }, enclosed)
    .bundle;
}

/** The resources of a type. */
export function of<Type extends FhirResource['resourceType']>(bundle: Bundle, type: Type) {
  const found = (bundle.entry ?? []).flatMap(({ resource }) => (resource?.resourceType === type ? [resource] : []));
  return found as Extract<FhirResource, { resourceType: Type }>[];
}

export function communicationIn(bundle: Bundle): Communication {
  const [communication] = of(bundle, 'Communication');
  if (communication === undefined) throw new Error('no Communication');
  return communication;
}

/** The Provenance of the message itself. */
export function provenanceIn(bundle: Bundle): Provenance {
  return openCareMessage(bundle).provenance.resource;
}

/** A copy of a message with something in it changed. */
export function changed(bundle: Bundle, change: (copy: Bundle) => void): Bundle {
  const copy = structuredClone(bundle);
  change(copy);
  return copy;
}

/** Segments of these texts, all signed as one is, each under a number of its own. */
export function segmentsLike(payload: CommunicationPayload, texts: readonly string[]): CommunicationPayload[] {
  return texts.map((contentString, index) => {
    const { extension } = structuredClone(payload);
    const identifier = extension?.find(({ valueIdentifier }) => valueIdentifier !== undefined)?.valueIdentifier;
    if (identifier?.value !== undefined) identifier.value = `${identifier.value.slice(0, -1)}${index}`;
    return { extension, contentString };
  });
}
