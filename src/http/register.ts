import type { Express, Request, RequestHandler, Response } from 'express';
import type { Admit } from '../access/admit.ts';
import { unknownCaller } from '../access/caller.ts';
import type { Denial } from '../access/denials.ts';
import { isXml } from '../fhir-xml/is-xml.ts';
import { located } from '../fhir-xml/located.ts';
import { toOutcome } from '../outcome/outcome.ts';
import { type Problem, Refusal, refuse } from '../outcome/problem.ts';
import { type JsonDocument, type JsonLimits, jsonLimits, type XmlPlaceOf } from '../questionnaire/json/document.ts';
import { refusedCharacter } from '../questionnaire/json/fault.ts';
import type { AuditEntry } from '../work/audit/entry.ts';
import type { Archive } from '../work/keep/archive.ts';
import { checkNeeds } from './admission.ts';
import type { ClientOf } from './client.ts';
import { type Codec, type Form, json, jsonForm, xml } from './codec.ts';
import { actorOf } from './disclosure.ts';
import { addHeader, handOver } from './headers.ts';
import {
  checkAcceptsFile,
  checkAcceptsLetter,
  codecOf,
  isForm,
  languageOf,
  wantedCodec,
  wantsFhir,
  wantsLetter,
  wantsPage,
} from './media.ts';
import type { LimitRate } from './middleware/flow.ts';
import { baseOf } from './middleware/own-host.ts';
import type { BodyReader } from './middleware/read-body.ts';
import { addressQuery, checkEscapes, checkOnceEach, formQuery, knownQuery } from './query.ts';
import type { Answer, Incoming, Method, Route } from './route.ts';
import { send } from './send.ts';
import type { Slots } from './slots.ts';
import { traceOf } from './trace.ts';
import type { NoteUnseen } from './unseen.ts';

/** What stands between a request and its handler. */
export interface Door {
  readonly clientOf: ClientOf;
  /** Refuses a client that calls too often, as the trace names it; undefined where that was looked at before. */
  readonly limitRate: LimitRate | undefined;
  readonly admit: Admit;
  readonly json: JsonLimits;
  readonly readBody: BodyReader;
  /** A request takes one when its body is there, and gives it back with the answer: slow clients hold none. */
  readonly slots: Slots;
  /** The same for one whose body is large, when it has its turn. */
  readonly large: Slots;
  readonly publicUrl: URL | undefined;
  /** Writes down what answers tell of citizens; nothing does where there is no store. */
  readonly audit: Archive['audit'] | undefined;
  /** The same for what a part of a request was denied. */
  readonly denied: ((denial: Denial) => void) | undefined;
  readonly unseen: NoteUnseen | undefined;
}

/** A table of routes, ready to be registered. */
export interface Registered {
  /** What answers at a path that is no pattern: nothing else has to be tried then. */
  readonly exact: (path: string) => RequestHandler | undefined;
  /** All of them, for express to try one after the other. */
  readonly register: (app: Express) => void;
}

/** On each path, the methods that are not in the table are answered with 405 and Allow. */
export function registered(routes: readonly Route[], door: Door): Registered {
  const paths = Map.groupBy(routes, (route) => route.path);
  // `/:id` would take `/_search` and `/$process-response` for an id.
  const order = [...paths].sort(([one], [other]) => Number(one.includes(':')) - Number(other.includes(':')));
  const all = order.map(([path, group]) => [path, routed(path, group, door)] as const);
  const exact = new Map(all.filter(([path]) => !/[:{*]/.test(path)));
  return {
    exact: (path) => exact.get(path),
    register: (app) => {
      for (const [path, handler] of all) app.route(path).all(handler);
    },
  };
}

/** What is at one path, by the method. */
function routed(path: string, group: readonly Route[], door: Door): RequestHandler {
  const byMethod = new Map(group.map((route) => [route.method.toUpperCase(), answering(route, door)]));
  const other = otherMethod(group.map(({ method }) => method));
  return (request, response) => {
    const given = Object.values(request.params).map(String);
    // An operation that is not here would be taken for an id.
    if (given.some((value) => value.startsWith('$'))) refuse('operation-unsupported');
    if (given.some((value) => refusedCharacter.test(value))) refuse('url-malformed');
    traceOf(response).route = path;
    const answer = byMethod.get(request.method === 'HEAD' ? 'GET' : request.method) ?? other;
    return answer(request, response);
  };
}

type Answering = (request: Request, response: Response) => void | Promise<void>;

/** The way of a request: each step may refuse it. */
function answering(route: Route, door: Door): Answering {
  const { scope, body: kind, bodyBytes = door.json.bytes } = route;
  return async (request, response) => {
    const trace = traceOf(response);
    // Whoever is not known, or may not do this, is told so before anything else of the request is looked at.
    await admit(scope, request, response, door);
    // Whoever cannot read the answer is told so before a body is read.
    trace.codec = answerCodec(route, request);
    const { client = '' } = trace;
    const body = kind === undefined ? nothing : await door.readBody(request, response, kind, bodyBytes, client);
    await answer(route, request, response, body, door);
  };
}

const nothing = new Uint8Array();

async function admit(
  scope: Route['scope'],
  request: Request,
  response: Response,
  { admit: callerOf, clientOf, limitRate }: Door,
): Promise<void> {
  const trace = traceOf(response);
  try {
    trace.caller = scope === 'anybody' ? unknownCaller : await callerOf(request);
  } finally {
    trace.address ??= clientOf(request);
    // Whoever is not let in takes the share of its address, never that of a client.
    const { caller, address } = trace;
    trace.client = caller === undefined ? address : clientOf(request, caller);
    limitRate?.(trace.client, response);
  }
  checkNeeds(scope, trace.caller);
}

function answerCodec({ produces, doc }: Route, request: Request): Codec {
  const { accept } = request.headers;
  if (produces === 'page' && isForPeople(request)) return json;
  if (produces === 'file') {
    checkAcceptsFile(accept, doc?.returns ?? '');
    return json;
  }
  if (produces === 'either' && wantsLetter(accept)) return json;
  if (produces !== 'letter' && produces !== 'carrier') return wantedCodec(accept, addressQuery(request).get('_format'));
  checkAcceptsLetter(accept, produces === 'carrier');
  return wantsFhir(accept) === 'xml' ? xml : json;
}

/** What `_format` says goes before Accept. */
function isForPeople(request: Request): boolean {
  return wantsPage(request.headers.accept) && !addressQuery(request).has('_format');
}

async function answer(route: Route, request: Request, response: Response, body: Uint8Array, door: Door): Promise<void> {
  const trace = traceOf(response);
  const { id: requestId, caller = unknownCaller, client = '', address = '' } = trace;
  const form = hasForm(route, request) ? formQuery(body) : undefined;
  // What stands in a form goes before the headers, as it does in an address.
  const format = form?.get('_format') ?? null;
  if (format !== null) trace.codec = wantedCodec(undefined, format);
  const language = languageOf(request);
  const sent: XmlPlaceOf[] = [];
  const outcome = (problems: readonly Problem[]) => toOutcome(located(problems, sent), language);
  const established = { requestId, caller, client, address, language, outcome, body };
  const given = formsOf(route, request);
  const forms = given instanceof Promise ? await given : given;
  const read = reading(forms, sent);
  const unread = forms.own === jsonForm && door.json === jsonLimits ? body : undefined;
  const handled = () => {
    const asked = incoming(route, request, form, door, { ...established, unread }, read);
    // Not held while it is answered: what was read of a request is many times its bytes, and some wait for a turn.
    const trail = { by: actorOf(asked), correlation: requestId };
    return notedDown(door, trail, route.handle(asked));
  };
  const isLarge = body.length > door.json.bytes;
  const answering = door.slots(client, isLarge ? () => door.large(client, handled) : handled);
  const answered = await answering.catch((error: unknown) => {
    throw error instanceof Refusal ? new Refusal(located(error.problems, sent)) : error;
  });
  if (answered.code !== undefined) trace.code = answered.code;
  await send(response, answered, trace.codec);
}

function hasForm({ body }: Route, { headers }: Request): boolean {
  return body === 'form' || (body === 'search' && isForm(headers['content-type'] ?? ''));
}

/** Nobody is told anything of a citizen before it is written down that they were. */
async function notedDown(
  { audit, denied, unseen }: Door,
  trail: Pick<AuditEntry, 'by' | 'correlation'>,
  handled: Answer | Promise<Answer>,
): Promise<Answer> {
  const answer = await handled;
  for (const { address, ...one } of answer.denied ?? []) {
    if (address === undefined) denied?.({ ...one, ...trail });
    else unseen?.(address, { ...one, ...trail });
  }
  if (answer.discloses !== undefined) await audit?.(answer.discloses.map((one) => ({ ...one, ...trail })));
  return answer;
}

type Read = (bytes: Uint8Array, limits: JsonLimits) => JsonDocument;

/** The form of a request's resources; of the parts of a multipart body, which are of either form, the other one too. */
function formsOf({ body }: Route, request: Request): Forms | Promise<Forms> {
  if (body === 'multipart') return Promise.resolve(xml.ready()).then((other) => ({ own: jsonForm, other }));
  const isResource = body === 'resource' || body === 'search' || body === 'order';
  const own = isResource ? codecOf(request.headers['content-type'] ?? '').ready() : jsonForm;
  return own instanceof Promise ? own.then((form) => ({ own: form })) : { own };
}

interface Forms {
  readonly own: Form;
  readonly other?: Form;
}

/** Reads resources of a request; `sent` gets where the elements of those in XML stand. */
function reading({ own, other }: Forms, sent: XmlPlaceOf[]): Read {
  // JSON never begins as XML does.
  const formOf = (bytes: Uint8Array): Form => (other !== undefined && isXml(bytes) ? other : own);
  return (bytes, limits) => {
    const document = formOf(bytes).read(bytes, limits);
    if (document.xmlPlace !== undefined) sent.push(document.xmlPlace);
    return document;
  };
}

function incoming(
  { path, query: known = [], anyQuery, bodyBytes = 0 }: Route,
  request: Request,
  form: URLSearchParams | undefined,
  door: Door,
  established: Pick<
    Incoming,
    'requestId' | 'caller' | 'client' | 'address' | 'language' | 'outcome' | 'body' | 'unread'
  >,
  readWith: Read,
): Incoming {
  const { headers } = request;
  const { body } = established;
  const contentType = headers['content-type'] ?? '';
  const inAddress = addressQuery(request);
  checkEscapes(request.originalUrl);
  const isOurs = !path.startsWith('/fhir') && anyQuery !== true;
  if (isOurs) checkOnceEach(inAddress);
  const read = (bytes: Uint8Array, most = door.json.bytes) => readWith(bytes, { ...door.json, bytes: most });
  const prefer = headers.prefer?.toString();
  let document: JsonDocument | undefined;
  return {
    params: Object.fromEntries(Object.entries(request.params).map(([name, value]) => [name, String(value)])),
    query:
      anyQuery === true
        ? inAddress
        : knownQuery(form === undefined ? inAddress : new URLSearchParams([...inAddress, ...form]), known, prefer),
    inAddress,
    document: () => {
      document ??= read(body, Math.max(bodyBytes, door.json.bytes));
      return document;
    },
    read: (bytes) => read(bytes),
    contentType,
    cookies: headers.cookie,
    conditions: {
      ifMatch: headers['if-match'],
      ifNoneMatch: headers['if-none-match'],
      ifModifiedSince: headers['if-modified-since'],
      ifUnmodifiedSince: headers['if-unmodified-since'],
      ifNoneExist: headers['if-none-exist']?.toString(),
    },
    prefer: prefer ?? '',
    wantsLetter: wantsLetter(headers.accept),
    wantsFhir: wantsFhir(headers.accept),
    wantsPage: isForPeople(request),
    ...established,
    base: baseOf(request, door.publicUrl),
  };
}

function otherMethod(group: readonly Method[]): Answering {
  const names = group.flatMap((method) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]));
  const allowed = [...names, 'OPTIONS'].join(', ');
  return (request: Request, response: Response) => {
    addHeader(response, 'Allow', allowed);
    if (request.method !== 'OPTIONS') refuse('method-not-allowed', { values: { allowed } });
    handOver(response);
    response.status(204).end();
  };
}
