import type { BundleEntry, FhirResource, Organization } from 'fhir/r4.js';
import { systems } from '../../model/systems.ts';
import type { Model, Variant } from '../../model/types.ts';
import { makeBundle } from '../../work/score.ts';
import { writeLetter } from '../../work/write-letter.ts';
import { exampleResponse, exampleTime } from './example-response.ts';

/** Example instances of every profile, for each variant: what this program makes of an agreed response, its letter included. */
export async function examples(model: Model): Promise<readonly FhirResource[]> {
  const perVariant = await Promise.all(model.variants.map((variant) => examplesOf(model, variant)));
  return perVariant.flat();
}

async function examplesOf(model: Model, variant: Variant): Promise<FhirResource[]> {
  // The last level but one: in both variants it has actions of more than one strength.
  const level = variant.levels.at(-2);
  if (level === undefined) throw new Error(`${variant.code} has no level but one`);
  const response = Buffer.from(JSON.stringify(exampleResponse(model, variant, level)));
  const parties = {
    sender: organization('MedCom testcenter', '5790001382445', '441211000016003'),
    receiver: organization('Odense Kommune', '5790000121441'),
  };
  const ports = { model, clock: () => new Date(exampleTime) };
  const { scored, document } = await writeLetter(ports, { type: 'XDIS91', response, ...parties, time: exampleTime });
  const bundle = makeBundle(model, scored, { documents: [document] });
  return alone((bundle.entry ?? []).flatMap(named));
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
