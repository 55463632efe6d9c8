import { refuse } from '../../outcome/problem.ts';
import type { Archive } from '../../work/keep/archive.ts';
import type { Reading, StoredResponse, StoredResult } from '../../work/keep/reading.ts';
import type { CitizenKey } from '../../work/keep/records.ts';
import { disclosed } from '../disclosure.ts';
import { type Handler, type Route, resourceAnswer } from '../route.ts';
import { historyBundle } from '../stored/bundles.ts';
import { hasVersion } from '../stored/conditions.ts';
import { historyParameters, readVersionsAsked, versionsBefore } from '../stored/history.ts';
import { headersOf, type Stored, storedResponse, storedResult } from '../stored/resource.ts';
import { refuseUnknown } from '../unknown.ts';

/** Read, vread and history of one stored type. */
export function readRoutes(archive: Archive, type: string): readonly Route[] {
  const one = `/fhir/${type}/:id`;
  const route = (
    path: string,
    code: 'read' | 'vread' | 'history-instance',
    handle: Handler,
    summary: string,
  ): Route => ({
    method: 'get',
    path,
    scope: [`${type}.r`],
    handle,
    claim: { kind: 'interaction', type, code },
    doc:
      code === 'history-instance'
        ? { summary, returns: 'Bundle', parameters: historyParameters }
        : { summary, returns: type },
  });
  const readOne = read(archive, type);
  return [
    route(one, 'read', readOne, `Read one ${type}`),
    {
      ...route(`${one}/_history`, 'history-instance', history(archive, type), `The versions of one ${type}`),
      query: historyParameters.map(({ name }) => name),
    },
    route(`${one}/_history/:version`, 'vread', readOne, `Read one version of one ${type}`),
  ];
}

function read(archive: Archive, type: string): Handler {
  return async ({ params, base, conditions, caller }) => {
    const { id = '', version } = params;
    const { stored, citizen } = await archive.readFor(caller.sight, async (reading) => {
      const found = await find(reading, type, id, version === undefined ? undefined : versionNumber(version));
      if (found !== undefined) return found;
      if (version === undefined || (await find(reading, type, id)) === undefined) refuseUnknown(base, type);
      return refuse('version-unknown', { values: { history: `${base}/${type}/${id}/_history` } });
    });
    const headers = headersOf(stored);
    const target = { type, id, version: stored.version };
    const discloses = disclosed(version === undefined ? 'read' : 'vread', target, [citizen]);
    if (!hasVersion(conditions.ifNoneMatch, stored.version)) return { resource: stored.resource, headers, discloses };
    return { status: 304, headers, bytes: Buffer.alloc(0), contentType: 'text/plain', discloses };
  };
}

function history({ readFor, carried }: Archive, type: string): Handler {
  return async (incoming) => {
    const { params, base, caller, query } = incoming;
    const { id = '' } = params;
    const of = `${type}/${id}`;
    const which = readVersionsAsked(query, of, carried);
    const { newest, versions, more } = await readFor(caller.sight, async (reading) => {
      const known = (await find(reading, type, id)) ?? refuseUnknown(base, type);
      if (type !== 'QuestionnaireResponse') {
        const found = await reading.resultVersions(type, id, which);
        return { newest: known, versions: found.rows.map(storedResult), more: found.more };
      }
      const found = await reading.versions(id, which);
      return { newest: known, versions: found.rows.map(storedResponse), more: found.more };
    });
    const last = more ? versions.at(-1) : undefined;
    const next = last && versionsBefore(last.version, which, of, carried);
    const bundle = historyBundle(incoming, of, versions, next);
    return { ...resourceAnswer(bundle), discloses: disclosed('history-instance', { type, id }, [newest.citizen]) };
  };
}

/** What is answered, and whom it is about. */
interface Told {
  readonly stored: Stored;
  readonly citizen: CitizenKey;
}

const toldResponse = (response: StoredResponse): Told => ({
  stored: storedResponse(response),
  citizen: response.kept.namedBy,
});

const toldResult = (result: StoredResult): Told => ({ stored: storedResult(result), citizen: result.citizen });

async function find(reading: Reading, type: string, id: string, version?: number): Promise<Told | undefined> {
  if (type === 'QuestionnaireResponse') {
    const response = await reading.response(id, version);
    return response && toldResponse(response);
  }
  const result = await reading.result(type, id, version);
  return result && toldResult(result);
}

/** A version that cannot be one is one that is not there. */
function versionNumber(text: string): number {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : 0;
}
