import { STATUS_CODES } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { Refusal, refuse } from '../outcome/problem.ts';
import type { Disclosure } from '../work/audit/entry.ts';
import { checkNeeds } from './admission.ts';
import { asked } from './batch-request.ts';
import { jsonForm } from './codec.ts';
import { isDenied, isUnseen } from './denied.ts';
import { isObject } from './parameters.ts';
import type { Answer, Conditions, DeniedPart, Incoming, Route } from './route.ts';
import { statusOf } from './statuses.ts';
import { hasTag } from './stored/conditions.ts';

/** Entries, and bytes of all answers together: a short question can have a long answer. */
const most = { entries: 100, bytes: 16_777_216 };

/**
 * `POST /fhir`: a Bundle of type batch, each entry of which is answered as if it had come alone (R4
 * "batch/transaction").
 */
export function batchRoute(routes: () => readonly Route[]): Route {
  return {
    method: 'post',
    path: '/fhir',
    // Each entry asks for its own.
    scope: 'known',
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
    const room: Room = { bytes: most.bytes, discloses: [], denied: [] };
    const answers: Buffer[] = [];
    for (const index of entries.keys()) {
      answers.push(await entryAnswer(routes(), incoming, index, room));
      // Others have their turn between two entries.
      await setImmediate();
    }
    return { written: bundleOf(answers), discloses: room.discloses, denied: room.denied };
  };
}

const beginning = '{"resourceType":"Bundle","type":"batch-response"';

/** Each answer is written once, when it is there: that tells its size too. */
function bundleOf(entries: readonly Buffer[]): Buffer {
  if (entries.length === 0) return Buffer.from(`${beginning}}`);
  const parts = entries.flatMap((entry, index) => [Buffer.from(index === 0 ? '' : ','), entry]);
  return Buffer.concat([Buffer.from(`${beginning},"entry":[`), ...parts, Buffer.from(']}')]);
}

/** What is left for the answers of a batch, what they tell, and what was denied. */
interface Room {
  bytes: number;
  readonly discloses: Disclosure[];
  readonly denied: DeniedPart[];
}

async function entryAnswer(routes: readonly Route[], incoming: Incoming, index: number, room: Room): Promise<Buffer> {
  let path = '';
  let at = '';
  try {
    if (room.bytes <= 0) refuseSize();
    const { route, inner, address } = asked(routes, incoming, index);
    path = route.path;
    at = address;
    checkNeeds(route.scope, incoming.caller);
    const answer = await route.handle(inner);
    room.discloses.push(...(answer.discloses ?? []));
    return answered(route.method === 'get' ? sinceThen(answer, inner.conditions) : answer, room);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const [first] = error.problems;
    const status = first === undefined ? 422 : statusOf(first.code);
    if (first !== undefined && isDenied(first.code)) room.denied.push({ code: first.code, route: path });
    if (first !== undefined && isUnseen(first.code)) {
      room.denied.push({ code: first.code, route: path, address: at });
    }
    return jsonForm.write({ response: { status: statusLine(status), outcome: incoming.outcome(error.problems) } });
  }
}

/**
 * What a read answers to a client that may have it already, as express does for one that comes alone (RFC 9110,
 * 13.2.2): a tag, where one is given, is asked instead of the moment.
 */
function sinceThen(answer: Answer, { ifNoneMatch, ifModifiedSince }: Conditions): Answer {
  const { status = 200, headers = {}, discloses } = answer;
  const { ETag: etag, 'Last-Modified': modified } = headers;
  if (status !== 200) return answer;
  const has =
    ifNoneMatch === undefined
      ? Date.parse(modified ?? '') <= Date.parse(ifModifiedSince ?? '')
      : etag !== undefined && hasTag(ifNoneMatch, etag);
  if (!has) return answer;
  return { status: 304, headers, bytes: Buffer.alloc(0), contentType: 'text/plain', ...(discloses && { discloses }) };
}

function answered(answer: Answer, room: Room): Buffer {
  const { status = 200, headers = {} } = answer;
  const { ETag: etag, Location: location, 'Last-Modified': modified } = headers;
  const lastModified = modified === undefined ? undefined : new Date(modified).toISOString();
  const response = JSON.stringify({
    status: statusLine(status),
    ...(location && { location }),
    ...(etag && { etag }),
    ...(lastModified && { lastModified }),
  });
  if ('bytes' in answer) return Buffer.from(`{"response":${response}}`);
  const resource = 'resource' in answer ? jsonForm.write(answer.resource) : answer.written;
  room.bytes -= resource.length;
  return Buffer.concat([Buffer.from('{"resource":'), resource, Buffer.from(`,"response":${response}}`)]);
}

function statusLine(status: number): string {
  return `${status} ${STATUS_CODES[status] ?? ''}`.trim();
}

function refuseSize(): never {
  refuse('batch-too-large', { values: { entries: String(most.entries), bytes: String(most.bytes) } });
}
