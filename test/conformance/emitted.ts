import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Bundle, FhirResource, OperationOutcome, Organization } from 'fhir/r4.js';
import { readConfig } from '../../src/config.ts';
import { listen } from '../../src/http/listen.ts';
import { composeLetter, type Letter } from '../../src/medcom/new-letter/letter.ts';
import { toOutcome } from '../../src/outcome/outcome.ts';
import { Refusal } from '../../src/outcome/problem.ts';
import { examples } from '../../src/package/archive/examples.ts';
import { loadModel, readProfiles } from '../../src/profiles.ts';
import { makeBundle, type ScoredResponse, scoreResponse } from '../../src/work/score.ts';
import { accepted, fixturesFolder, responseBytes, scenarios } from '../fixtures.ts';
import { ports } from '../ports.ts';

const model = loadModel();
const time = '2026-03-10T10:30:00+01:00';

/** The letter of every accepted scenario that has a level to send, a level that is only suggested included. */
export async function* letters(): AsyncGenerator<{ name: string; processed: ScoredResponse; letter: Letter }> {
  const parties = { sender: await organization('sender'), receiver: await organization('receiver') };
  for (const name of accepted) {
    const processed = scoreResponse(ports, responseBytes(name));
    const { statement, status } = processed.assessment;
    if (statement === undefined || status === 'entered-in-error') continue;
    const options = { time, includeSuggestion: true };
    yield { name, processed, letter: await composeLetter('XDIS91', statement, parties, options) };
  }
}

async function organization(name: 'sender' | 'receiver'): Promise<Organization> {
  return JSON.parse(await readFile(`${fixturesFolder}organisationer/${name}.json`, 'utf8'));
}

/** Writes whatever the program emits for the scenarios into `folder`, a file per resource, and gives their number. */
export async function writeEmitted(folder: string): Promise<number> {
  let count = 0;
  for await (const [name, resource] of emitted()) {
    const file = join(folder, `${name}.json`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(resource));
    count += 1;
  }
  return count;
}

async function* emitted(): AsyncGenerator<readonly [string, FhirResource]> {
  for (const name of scenarios) yield [`score/${name}`, scored(name)];
  for await (const { name, processed, letter } of letters()) {
    const { bytes, contentType, identifier, filename: title } = letter;
    const document = { kind: 'XDIS91', identifier, title, contentType, bytes, created: time };
    yield [`letter/${name}`, makeBundle(model, processed, { documents: [document] })];
  }
  for (const { resource } of await examples(model)) yield [`example/${resource.resourceType}-${resource.id}`, resource];
  yield* served();
}

function scored(name: string): Bundle | OperationOutcome {
  try {
    return makeBundle(model, scoreResponse(ports, responseBytes(name)));
  } catch (error) {
    if (error instanceof Refusal) return toOutcome(error.problems);
    throw error;
  }
}

const resources = readProfiles();
const pages = [
  ...['metadata', 'Questionnaire', 'Questionnaire/somatik', 'Questionnaire?url=nothing', 'Patient', 'nothing'],
  ...['StructureDefinition', 'CapabilityStatement', 'OperationDefinition'],
  ...resources.flatMap(({ resourceType, id }) => (resourceType === 'ValueSet' ? [`ValueSet/${id}/$expand`] : [])),
  // The first concept of each.
  ...resources.flatMap((one) =>
    one.resourceType === 'CodeSystem' ? [`CodeSystem/$lookup?system=${one.url}&code=${one.concept?.[0]?.code}`] : [],
  ),
];
const plans = model.variants.flatMap(({ code, levels }) =>
  levels.map((level) => [`PlanDefinition/${code}/$apply`, level.code] as const),
);
const operations = ['QuestionnaireResponse/$extract', 'QuestionnaireResponse/$validate', '$process-response'];

/** What the service answers: its pages, and each operation on each scenario, in English. */
async function* served(): AsyncGenerator<readonly [string, FhirResource]> {
  const service = await listen(readConfig({ NIVEAU_ADDRESS: '127.0.0.1:0' }), { model, log: () => undefined });
  const ask = async (path: string, init: RequestInit = {}): Promise<FhirResource> => {
    const headers = { 'content-type': 'application/fhir+json', 'accept-language': 'en' };
    const answer = await fetch(`${service.url}/fhir/${path}`, { ...init, headers });
    return (await answer.json()) as FhirResource;
  };
  try {
    for (const page of pages) yield [`service/${page.replace(/\W/g, '-')}`, await ask(page)];
    for (const [path, level] of plans) {
      const parameter = [
        { name: 'subject', valueString: 'urn:oid:1.2.208.176.1.2|2512489996' },
        { name: 'level', valueCode: level },
      ];
      const body = JSON.stringify({ resourceType: 'Parameters', parameter });
      yield [`service/${path.replace(/\W/g, '-')}-${level}`, await ask(path, { method: 'POST', body })];
    }
    for (const operation of operations) {
      for (const name of scenarios) {
        const resource = await ask(operation, { method: 'POST', body: responseBytes(name) });
        yield [`service/${operation.replace(/\W/g, '-')}/${name}`, resource];
      }
    }
  } finally {
    await service.close();
  }
}
