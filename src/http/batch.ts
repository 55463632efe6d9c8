import { STATUS_CODES } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { toOutcome } from '../outcome/outcome.ts';
import { Refusal, refuse } from '../outcome/problem.ts';
import { takePart } from '../questionnaire/json/document.ts';
import { isObject } from './parameters.ts';
import { knownQuery } from './query.ts';
import { type Answer, type Incoming, methods, type Route, resourceAnswer } from './route.ts';
import { statusOf } from './statuses.ts';

/** Entries, and bytes of all answers together: a short question can have a long answer. */
const most = { entries: 100, bytes: 16_777_216 };

/** `POST /fhir`: a Bundle of type batch, each entry of which is answered as if it had come alone (R4 "batch/transaction"). */
export function batchRoute(routes: () => readonly Route[]): Route {
  return {
    method: 'post',
    path: '/fhir',
    body: 'resource',
    handle: batch(routes),
    claim: { kind: 'system', code: 'batch' },
    doc: {
      summary: 'Several requests in one Bundle of type batch, each answered on its own',
      returns: 'Bundle',
      body: `A Bundle of type batch with at most ${most.entries} entries. A transaction is not taken.`,
    },
  };
}

function batch(routes: () => readonly Route[]) {
  return async (incoming: Incoming): Promise<Answer> => {
    const { value } = incoming.document();
    if (!isObject(value) || value.resourceType !== 'Bundle' || value.type !== 'batch') {
      refuse('bundle-type', { place: 'Bundle.type' });
    }
    const entries: readonly unknown[] = Array.isArray(value.entry) ? value.entry : [];
    if (entries.length > most.entries) refuseSize();
    const room = { bytes: most.bytes };
    const answers: object[] = [];
    for (const index of entries.keys()) {
      answers.push(await entryAnswer(routes(), incoming, index, room));
      // Others have their turn between two entries.
      await setImmediate();
    }
    const entry = answers.length === 0 ? {} : { entry: answers };
    return resourceAnswer({ resourceType: 'Bundle', type: 'batch-response', ...entry });
  };
}

async function entryAnswer(
  routes: readonly Route[],
  incoming: Incoming,
  index: number,
  room: { bytes: number },
): Promise<object> {
  try {
    if (room.bytes <= 0) refuseSize();
    const { route, inner } = asked(routes, incoming, index);
    return answered(await route.handle(inner), room);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const [first] = error.problems;
    const status = first === undefined ? 422 : statusOf(first.code);
    return { response: { status: statusLine(status), outcome: toOutcome(error.problems, incoming.language) } };
  }
}

/** The route that an entry asks for, and the request as that one sees it. */
function asked(routes: readonly Route[], incoming: Incoming, index: number): { route: Route; inner: Incoming } {
  const entry = entryAt(incoming.document().value, index);
  const request = isObject(entry) && isObject(entry.request) ? entry.request : {};
  const place = `Bundle.entry[${index}].request`;
  const method = methods.find((one) => one.toUpperCase() === request.method);
  if (typeof request.url !== 'string' || method === undefined) refuse('batch-request', { place });
  const [path = '', search = ''] = request.url
    .replace(`${incoming.base}/`, '')
    .replace(/^\//, '')
    .split(/\?(.*)/s);
  const address = ['', 'fhir', ...path.split('/')].map(decoded).join('/');
  const onPath = routes.flatMap((route) => {
    const params = paramsOf(route.path, address);
    return params === undefined ? [] : [{ route, params }];
  });
  const found = onPath.find(({ route }) => route.method === method);
  if (found === undefined) {
    const allowed = onPath.map(({ route }) => route.method.toUpperCase()).join(', ');
    if (allowed !== '') refuse('method-not-allowed', { values: { allowed } });
    refuse(/\/\$[^/]*$/.test(address) ? 'operation-unsupported' : 'route-unknown');
  }
  const document = takePart(incoming.document(), (bundle) => {
    const one = entryAt(bundle, index);
    return isObject(one) ? one.resource : undefined;
  });
  const sent = isObject(entry) && entry.resource !== undefined;
  const text = (name: string) => (typeof request[name] === 'string' ? request[name] : undefined);
  return {
    route: found.route,
    inner: {
      ...incoming,
      params: found.params,
      query: knownQuery(new URLSearchParams(search), found.route.query ?? [], incoming.prefer),
      body: sent ? document.bytes : new Uint8Array(),
      document: () => (sent ? document : refuse('json-empty')),
      conditions: {
        ifMatch: text('ifMatch'),
        ifNoneMatch: text('ifNoneMatch'),
        ifModifiedSince: text('ifModifiedSince'),
        ifNoneExist: text('ifNoneExist'),
      },
    },
  };
}

function entryAt(bundle: unknown, index: number): unknown {
  const list = isObject(bundle) ? bundle.entry : undefined;
  return Array.isArray(list) ? list[index] : undefined;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    refuse('url-malformed');
  }
}

/** The parameters of an address that fits a route's pattern; undefined where it does not, or names an operation as an id. */
function paramsOf(pattern: string, address: string): Record<string, string> | undefined {
  const [wanted, given] = [pattern.split('/'), address.split('/')];
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [position, part] of wanted.entries()) {
    const value = given[position] ?? '';
    if (part.startsWith(':') && value !== '' && !/^[$_]/.test(value)) params[part.slice(1)] = value;
    else if (part !== value) return undefined;
  }
  return params;
}

function answered(answer: Answer, room: { bytes: number }): object {
  const { status = 200, headers = {} } = answer;
  const { ETag: etag, Location: location, 'Last-Modified': modified } = headers;
  const lastModified = modified === undefined ? undefined : new Date(modified).toISOString();
  const response = {
    status: statusLine(status),
    ...(location && { location }),
    ...(etag && { etag }),
    ...(lastModified && { lastModified }),
  };
  const resource = resourceOf(answer, room);
  return resource === undefined ? { response } : { resource, response };
}

function resourceOf(answer: Answer, room: { bytes: number }): unknown {
  if ('bytes' in answer) return undefined;
  if ('resource' in answer) {
    room.bytes -= JSON.stringify(answer.resource).length;
    return answer.resource;
  }
  room.bytes -= answer.written.length;
  return JSON.parse(answer.written.toString());
}

function statusLine(status: number): string {
  return `${status} ${STATUS_CODES[status] ?? ''}`.trim();
}

function refuseSize(): never {
  refuse('batch-too-large', { values: { entries: String(most.entries), bytes: String(most.bytes) } });
}
