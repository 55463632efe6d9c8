import type { BundleEntry, FhirResource, Organization } from 'fhir/r4.js';
import { systems } from '../../model/systems.ts';
import type { Model, Text } from '../../model/types.ts';
import type { ProducedDocument } from '../../resources/document-reference.ts';
import type { Ports } from '../../work/ports.ts';
import { makeBundle, scoreResponse } from '../../work/score.ts';
import { writeLetter } from '../../work/write-letter.ts';
import { exampleTime } from './example-response.ts';
import { exampleStates } from './example-states.ts';

/** An example instance, and what it is an example of. */
export interface Example {
  readonly resource: FhirResource;
  readonly title: Text;
}

/**
 * Example instances of every profile: what this program makes of a response in each state, and the letter of the first
 * of them.
 */
export async function examples(model: Model): Promise<readonly Example[]> {
  const ports = { model, clock: () => new Date(exampleTime) };
  const perState = await Promise.all(
    exampleStates(model).map(async ({ title, response }, index) => {
      const bytes = Buffer.from(JSON.stringify(response));
      const scored = scoreResponse(ports, bytes);
      const documents = index === 0 ? [await letterOf(ports, bytes)] : [];
      const { entry = [] } = makeBundle(model, scored, { documents });
      return alone(entry.flatMap(named)).map((resource) => ({ resource, title }));
    }),
  );
  return perState.flat();
}

async function letterOf(ports: Ports, response: Uint8Array): Promise<ProducedDocument> {
  const parties = {
    sender: organization('MedCom testcenter', '5790001382445', '441211000016003'),
    receiver: organization('Odense Kommune', '5790000121441'),
  };
  return (await writeLetter(ports, { type: 'XDIS91', response, ...parties, time: exampleTime })).document;
}

/** A server gives the resource its id; here it is the one that it has within its Bundle. */
function named({ resource, fullUrl = '' }: BundleEntry): FhirResource[] {
  if (resource === undefined) return [];
  const { resourceType, ...content } = resource;
  return [{ resourceType, ...content, id: fullUrl.replace('urn:uuid:', '') } as FhirResource];
}

/** Resources that stand each in a file of its own: what is a urn within their Bundle is `<type>/<id>` there. */
function alone(resources: readonly FhirResource[]): FhirResource[] {
  const text = resources.reduce(
    (json, { resourceType, id }) => json.replaceAll(`"urn:uuid:${id}"`, `"${resourceType}/${id}"`),
    JSON.stringify(resources),
  );
  return JSON.parse(text) as FhirResource[];
}

function organization(name: string, gln: string, sor?: string): Organization {
  const numbers = sor === undefined ? [] : [{ system: systems.sor, value: sor }];
  const identifier = [...numbers, { system: systems.gln, value: gln }];
  return { resourceType: 'Organization', identifier, name };
}
