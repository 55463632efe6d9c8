import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Request, Response } from 'express';
import type { IssueCode } from '../../outcome/catalog.ts';
import { Refusal, refuse } from '../../outcome/problem.ts';
import { hasBody } from '../cut-off.ts';
import type { BodyLimits } from '../limits.ts';
import { checkContent, isCompressed } from '../media.ts';
import type { BodyKind } from '../route.ts';
import { createShares, type Shares } from '../slots.ts';
import { createTurn, type Turn } from '../turn.ts';

const unzip = promisify(gunzip);

/** What a body of too many bytes is called, by its kind. */
const tooLarge: Readonly<Record<BodyKind, IssueCode>> = {
  resource: 'json-too-large',
  json: 'json-too-large',
  order: 'json-too-large',
  form: 'json-too-large',
  search: 'json-too-large',
  multipart: 'multipart-too-large',
  letter: 'xml-too-large',
};

/** Reads the body of a client's request: of this kind, and of at most so many bytes. */
export type BodyReader = (
  request: Request,
  response: Response,
  kind: BodyKind,
  bytes: number,
  client: string,
) => Promise<Uint8Array>;

const nothing = new Uint8Array();

/**
 * Reads bodies as raw bytes, after a look at their type: each of at most so many bytes, also when it is unpacked, and
 * all that are under way of at most `together`, shared among clients. A request without one has an empty body.
 * Codes: those of `checkContent`; json-too-large, multipart-too-large, xml-too-large, content-encoding-broken,
 * request-timeout, request-incomplete, too-many-at-once.
 */
export function bodyReader(limits: BodyLimits): BodyReader {
  const shares = createShares(limits.together);
  const watch = watchAll();
  const turn = createTurn();
  return async (request, response, kind, bytes, client) => {
    if (!hasBody(request)) return nothing;
    checkContent(request, kind);
    const refuseSize = () => refusal(tooLarge[kind], { limit: String(bytes) });
    if (Number(request.headers['content-length'] ?? '0') > bytes) throw refuseSize();
    // Who asked first whether it is wanted may send it now.
    if (request.headers.expect !== undefined) response.writeContinue();
    const body = await collect(request, bytes, refuseSize, limits, { shares, client, watch, turn });
    return isCompressed(request) ? unpacked(body, bytes, refuseSize) : body;
  };
}

/** Has something looked at every 250 milliseconds until it is told to end: one timer for all that come in. */
type Watch = (look: () => void) => () => void;

interface Watched {
  readonly look: () => void;
  /** Its place among all of them; none once it has ended. */
  at: number | undefined;
}

/** In an array: a Set would hold what has ended for long, as a Map does (slots.ts). */
function watchAll(): Watch {
  const all: Watched[] = [];
  let timer: NodeJS.Timeout | undefined;
  const tick = () => {
    for (const { look } of [...all]) look();
    if (all.length > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
  return (look) => {
    const watched: Watched = { look, at: all.length };
    all.push(watched);
    timer ??= setInterval(tick, 250).unref();
    return () => {
      const { at } = watched;
      const last = all.at(-1);
      if (at === undefined || last === undefined) return;
      all[at] = last;
      last.at = at;
      all.pop();
      watched.at = undefined;
    };
  };
}

/** What all that are read have in common, and whose one is. */
interface Reading {
  readonly shares: Shares;
  readonly client: string;
  readonly watch: Watch;
  readonly turn: Turn;
}

function collect(
  request: IncomingMessage,
  most: number,
  refuseSize: () => Refusal,
  { grace, rate }: BodyLimits,
  { shares, client, watch, turn }: Reading,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const started = performance.now();
    let length = 0;
    let counted = 0;
    const done = () => {
      endWatch();
      request.off('data', take).off('end', end).off('close', gone).pause();
    };
    // It counts for as long as it is only held.
    const settle = (how: () => void) => {
      shares.give(client, counted);
      how();
    };
    const fail = (error: Refusal) => {
      done();
      settle(() => reject(error));
    };
    const take = (chunk: Buffer) => {
      length += chunk.length;
      chunks.push(chunk);
      if (length > most) fail(refuseSize());
      else if (shares.take(client, chunk.length)) counted += chunk.length;
      else fail(refusal('too-many-at-once'));
    };
    const end = () => {
      done();
      const [first] = chunks;
      const whole = first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks);
      turn(length, () => settle(() => resolve(whole)));
    };
    const gone = () => fail(refusal('request-incomplete'));
    const endWatch = watch(() => {
      if (performance.now() - started > grace + (length / rate) * 1_000) fail(refusal('request-timeout'));
    });
    request.on('data', take).on('end', end).on('close', gone);
  });
}

/** Nothing is unpacked beyond the limit. Code: content-encoding-broken. */
async function unpacked(body: Buffer, most: number, refuseSize: () => Refusal): Promise<Buffer> {
  try {
    return await unzip(body, { maxOutputLength: most });
  } catch (error) {
    if (error instanceof RangeError) throw refuseSize();
    refuse('content-encoding-broken');
  }
}

function refusal(code: IssueCode, values?: Record<string, string>): Refusal {
  return new Refusal([{ code, ...(values && { values }) }]);
}
