import type { Express, Request, RequestHandler, Response } from 'express';
import { refuse } from '../outcome/problem.ts';
import { checkAccept, checkAcceptsXml, languageOf } from './media.ts';
import { baseOf } from './middleware/own-host.ts';
import { bodyOf, readBody } from './middleware/read-body.ts';
import { addressQuery, formQuery, knownQuery } from './query.ts';
import type { Incoming, Route } from './route.ts';
import { send } from './send.ts';
import { traceOf } from './trace.ts';

/** Registers the table of routes; on each path, the methods that are not in it are answered with 405 and Allow. */
export function register(app: Express, routes: readonly Route[], bodyBytes: number): void {
  const paths = Map.groupBy(routes, (route) => route.path);
  // `/:id` would take `/_search` and `/$process-response` for an id.
  const order = [...paths].sort(([one], [other]) => Number(one.includes(':')) - Number(other.includes(':')));
  for (const [path, group] of order) {
    const target = app.route(path).all(found(path));
    for (const route of group) {
      const body = route.body === undefined ? [] : [readBody(route.body, route.bodyBytes ?? bodyBytes)];
      target[route.method](negotiated(route), ...body, answered(route));
    }
    target.all(otherMethod(group));
  }
}

function found(path: string): RequestHandler {
  return (_request, response, next) => {
    traceOf(response).route = path;
    next();
  };
}

function negotiated({ produces }: Route): RequestHandler {
  return (request, _response, next) => {
    if (produces === 'xml') checkAcceptsXml(request.headers.accept);
    else checkAccept(request.headers.accept, addressQuery(request).get('_format'));
    next();
  };
}

function answered(route: Route): RequestHandler {
  return async (request, response) => send(response, await route.handle(incoming(route, request)));
}

function incoming({ body: kind, query: known = [] }: Route, request: Request): Incoming {
  const body = bodyOf(request.body);
  const form = kind === 'form' ? formQuery(body) : new URLSearchParams();
  checkAccept(undefined, form.get('_format'));
  const sent = [...addressQuery(request), ...form];
  const prefer = request.headers.prefer;
  return {
    params: Object.fromEntries(Object.entries(request.params).map(([name, value]) => [name, String(value)])),
    query: knownQuery(new URLSearchParams(sent), known, Array.isArray(prefer) ? prefer.join() : prefer),
    body,
    contentType: request.headers['content-type'] ?? '',
    language: languageOf(request),
    base: baseOf(request),
  };
}

function otherMethod(group: readonly Route[]): RequestHandler {
  const methods = group.flatMap(({ method }) => (method === 'get' ? ['GET', 'HEAD'] : ['POST']));
  const allowed = [...methods, 'OPTIONS'].join(', ');
  return (request: Request, response: Response) => {
    response.set('Allow', allowed);
    if (request.method !== 'OPTIONS') refuse('method-not-allowed', { values: { allowed } });
    response.status(204).end();
  };
}
