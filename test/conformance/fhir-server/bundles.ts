import type { Bundle, BundleEntry, FhirResource } from 'fhir/r4.js';
import { openServer } from '../../../src/delivery/fhir-server/server.ts';
import { readTarget } from '../../../src/delivery/fhir-server/target.ts';
import { canonicalText } from '../../../src/intake/identity.ts';
import { loadModel } from '../../../src/profiles.ts';
import { makeBundle, scoreResponse } from '../../../src/work/score.ts';
import { responseBytes } from '../../fixtures.ts';
import { ports } from '../../ports.ts';
import { check, eventually } from './check.ts';
import { get, post, search } from './http.ts';

const model = loadModel();

function bundle(name: string): Bundle {
  return makeBundle(model, scoreResponse(ports, responseBytes(name)));
}

/** What a scored response becomes, on a real server. */
export async function checksOfBundles(base: string): Promise<void> {
  const sent = bundle('somatik-3-aftalt');
  await check(
    "a response's transaction Bundle: everything created",
    async () => statuses(await post(base, sent)) === '201',
  );
  await check('the same Bundle again: nothing new', async () => {
    const answer = await post<Bundle>(base, sent);
    const versions = new Set((answer.entry ?? []).map(({ response }) => response?.etag?.replace(/\D/g, '')));
    return (
      (statuses(answer) === '200' && [...versions].join() === '1') || `${statuses(answer)}, versions ${[...versions]}`
    );
  });
  await check('read back: each resource says what was sent', async () => {
    const wrong = await Promise.all((sent.entry ?? []).map((entry) => differs(base, entry)));
    const found = wrong.filter((text) => text !== undefined);
    return found.length === 0 || found.join('; ');
  });
  await check('four times at once: all succeed, one of each', () => atOnce(base));
  await check('a citizen is found by CPR through POST', () => byNumber(base));
}

function statuses({ entry = [] }: Bundle): string {
  return [...new Set(entry.map(({ response }) => response?.status.slice(0, 3)))].join();
}

/** References lead elsewhere on a server, and meta and text are its own: the rest is compared. */
async function differs(base: string, { resource, request }: BundleEntry): Promise<string | undefined> {
  const type = resource?.resourceType ?? '';
  const id = request?.method === 'PUT' ? resource?.id : await idOf(base, type, request?.ifNoneExist ?? '');
  const back = await get<FhirResource>(`${base}/${type}/${id}`);
  return plain(back) === plain(resource as FhirResource) ? undefined : `${type}/${id}`;
}

async function idOf(base: string, type: string, query: string): Promise<string> {
  const [found] = await search(base, type, Object.fromEntries(new URLSearchParams(query)));
  return found?.id ?? '';
}

function plain({ id: _, meta: __, text: ___, ...content }: FhirResource & { text?: unknown }): string {
  return canonicalText(content).replace(/"reference":"[^"]*"/g, '"reference":""');
}

async function atOnce(base: string): Promise<boolean | string> {
  const sent = bundle('psykiatri-4-aftalt');
  const clients = await Promise.all([1, 2, 3, 4].map(() => openServer(readTarget(base, {}))));
  const answers = await Promise.all(clients.map((client) => client.transaction(sent)));
  const requests = clients.reduce((sum, client) => sum + client.sent(), 0);
  console.log(`       four Bundles at once: ${requests} requests`);
  const counts = await Promise.all(
    (sent.entry ?? []).map(({ resource, request }) => {
      const query = request?.ifNoneExist ?? `_id=${resource?.id}`;
      return search(base, resource?.resourceType ?? '', Object.fromEntries(new URLSearchParams(query)));
    }),
  );
  const wrong = counts.filter((found) => found.length !== 1).length;
  const good = answers.every((answer) => /^20[01](,20[01])?$/.test(statuses(answer)));
  return (good && wrong === 0) || `${answers.map(statuses)}, ${wrong} resources are not there once`;
}

async function byNumber(base: string): Promise<boolean | string> {
  const borger = 'urn:oid:1.2.208.176.1.2|2512489996';
  const wrong: string[] = [];
  for (const type of ['Observation', 'Task', 'CarePlan', 'CareTeam', 'QuestionnaireResponse']) {
    const found = await eventually(
      () => search(base, type, { borger }),
      (hits) => hits.length > 0,
    );
    if (found.length === 0) wrong.push(type);
  }
  const strangers = await search(base, 'Observation', { borger: 'urn:oid:1.2.208.176.1.2|0101010101' });
  return (wrong.length === 0 && strangers.length === 0) || `not found: ${wrong}; strangers: ${strangers.length}`;
}
