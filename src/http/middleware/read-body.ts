import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { RequestHandler } from 'express';
import type { IssueCode } from '../../outcome/catalog.ts';
import { Refusal, refuse } from '../../outcome/problem.ts';
import { hasBody } from '../cut-off.ts';
import type { BodyLimits } from '../limits.ts';
import { checkContent, isCompressed } from '../media.ts';
import type { BodyKind } from '../route.ts';
import { createShares, type Shares } from '../slots.ts';
import { traceOf } from '../trace.ts';

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

export type BodyReader = (kind: BodyKind, bytes: number) => RequestHandler;

/**
 * Reads bodies as raw bytes, after a look at their type: each of at most so many bytes, also when it is unpacked, and
 * all that are under way of at most `together`, shared among clients. A request without one has an empty body.
 * Codes: those of `checkContent`; json-too-large, multipart-too-large, xml-too-large, content-encoding-broken,
 * request-timeout, request-incomplete, too-many-at-once.
 */
export function bodyReader(limits: BodyLimits): BodyReader {
  const shares = createShares(limits.together);
  return (kind, bytes) => async (request, response, next) => {
    if (!hasBody(request)) return next();
    checkContent(request, kind);
    const refuseSize = () => refusal(tooLarge[kind], { limit: String(bytes) });
    if (Number(request.headers['content-length'] ?? '0') > bytes) throw refuseSize();
    // Who asked first whether it is wanted may send it now.
    if (request.headers.expect !== undefined) response.writeContinue();
    const body = await collect(request, bytes, refuseSize, limits, { shares, client: traceOf(response).client ?? '' });
    request.body = isCompressed(request) ? await unpacked(body, bytes, refuseSize) : body;
    next();
  };
}

/** What `bodyReader` has read. */
export function bodyOf(body: unknown): Uint8Array {
  return body instanceof Uint8Array ? body : new Uint8Array();
}

function collect(
  request: IncomingMessage,
  most: number,
  refuseSize: () => Refusal,
  { grace, rate }: BodyLimits,
  { shares, client }: { readonly shares: Shares; readonly client: string },
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const started = performance.now();
    let length = 0;
    let counted = 0;
    const done = (settle: () => void) => {
      clearInterval(watch);
      shares.give(client, counted);
      counted = 0;
      request.off('data', take).off('end', end).off('close', gone).pause();
      settle();
    };
    const fail = (error: Refusal) => done(() => reject(error));
    const take = (chunk: Buffer) => {
      length += chunk.length;
      chunks.push(chunk);
      if (length > most) fail(refuseSize());
      else if (shares.take(client, chunk.length)) counted += chunk.length;
      else fail(refusal('too-many-at-once'));
    };
    const end = () => done(() => resolve(Buffer.concat(chunks)));
    const gone = () => fail(refusal('request-incomplete'));
    const watch = setInterval(() => {
      if (performance.now() - started > grace + (length / rate) * 1_000) fail(refusal('request-timeout'));
    }, 250);
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
