import type { ErrorRequestHandler, Request, Response } from 'express';
import { unknownCaller } from '../access/caller.ts';
import type { Denial } from '../access/denials.ts';
import { faultOf } from '../fault.ts';
import type { Log } from '../log.ts';
import type { IssueCode } from '../outcome/catalog.ts';
import { toOutcome } from '../outcome/outcome.ts';
import { type Problem, Refusal } from '../outcome/problem.ts';
import { type Codec, json } from './codec.ts';
import { isDenied, isUnseen } from './denied.ts';
import { actorOf } from './disclosure.ts';
import { handOver } from './headers.ts';
import { languageOf, refusalCodec } from './media.ts';
import { addressQuery } from './query.ts';
import { resourceAnswer } from './route.ts';
import { send } from './send.ts';
import { statusOf } from './statuses.ts';
import { type Trace, traceOf } from './trace.ts';
import type { NoteUnseen } from './unseen.ts';

export type Fail = (error: unknown, request: Request, response: Response) => void;

/**
 * The one place where errors become outcomes. What is no refusal is a fault of ours: only its place goes into the log.
 */
export function failWith(log: Log, denied?: (denial: Denial) => void, unseen?: NoteUnseen): Fail {
  return (error, request, response) => {
    const trace = traceOf(response);
    const problems = problemsOf(error) ?? [{ code: 'internal-error' as const, values: { id: trace.id } }];
    const code = problems[0]?.code ?? 'internal-error';
    if (code === 'internal-error') log('error', 'failure', { requestId: trace.id, ...faultOf(error) });
    if (response.headersSent) return;
    trace.code = code;
    handOver(response);
    const status = statusOf(code);
    if (isDenied(code)) denied?.(denialOf(trace, code));
    if (isUnseen(code)) unseen?.(request.originalUrl, denialOf(trace, code));
    // A client that waits needs to know for how long; the limit of the rate says so itself.
    if ((status === 429 || status === 503) && !response.hasHeader('Retry-After')) response.set('Retry-After', '1');
    // What is still to come of the request is not waited for (RFC 9110, 15.5.9).
    if (status === 408) response.set('Connection', 'close');
    // RFC 6750, 3: which way to be known there is, and what is wrong with the one that was tried.
    const challenge = challengeFor(status, problems);
    if (challenge !== undefined) response.set('WWW-Authenticate', challenge);
    const outcome = resourceAnswer(toOutcome(problems, languageOf(request), fieldOf), status);
    send(response, outcome, trace.codec ?? codecFor(request)).catch(() => {
      response.socket?.destroy();
    });
  };
}

/** Of a request that came to no route. Outside FHIR, XML is a letter. */
function codecFor(request: Request): Codec {
  if (!request.path.startsWith('/fhir')) return json;
  return refusalCodec(request.headers.accept, addressQuery(request).get('_format'));
}

function denialOf(
  { id: correlation, route = 'unmatched', caller = unknownCaller, address = '' }: Trace,
  code: IssueCode,
): Denial {
  return { by: actorOf({ caller, address }), code, correlation, route };
}

function challengeFor(status: number, [problem]: readonly Problem[]): string | undefined {
  if (problem?.code === 'scope-missing')
    return `Bearer realm="niveau", error="insufficient_scope", scope="${problem?.values?.scope ?? ''}"`;
  if (status !== 401) return undefined;
  return `Bearer realm="niveau"${problem?.code === 'unauthenticated' ? '' : ', error="invalid_token"'}`;
}

/**
 * What the requests call an option: its key, but for the letter that is meant, since a part `letter` is the letter
 * itself.
 */
function fieldOf(option: string): string {
  return option === 'letter' ? 'letterId' : option;
}

/** Express knows an error handler by its four parameters. */
export function errorHandler(fail: Fail): ErrorRequestHandler {
  return (error, request, response, _next) => fail(error, request, response);
}

function problemsOf(error: unknown): readonly Problem[] | undefined {
  if (error instanceof Refusal) return error.problems;
  return error instanceof URIError ? [{ code: 'url-malformed' }] : undefined;
}
