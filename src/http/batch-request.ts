import { refuse } from '../outcome/problem.ts';
import { takePart } from '../questionnaire/json/document.ts';
import { refusedCharacter } from '../questionnaire/json/fault.ts';
import { isObject } from './parameters.ts';
import { checkEscapes, knownQuery } from './query.ts';
import { type Incoming, methods, type Route } from './route.ts';

interface Asked {
  readonly route: Route;
  readonly inner: Incoming;
  /** As if it had come alone. */
  readonly address: string;
}

/** The route that an entry asks for, and the request as that one sees it. */
export function asked(routes: readonly Route[], incoming: Incoming, index: number): Asked {
  const entry = entryAt(incoming.document().value, index);
  const request = isObject(entry) && isObject(entry.request) ? entry.request : {};
  const place = `Bundle.entry[${index}].request`;
  const method = methods.find((one) => one.toUpperCase() === request.method);
  if (typeof request.url !== 'string' || method === undefined) refuse('batch-request', { place });
  const own = `${incoming.base}/`;
  const relative = request.url.startsWith(own) ? request.url.slice(own.length) : request.url.replace(/^\//, '');
  const [path = '', search = ''] = relative.split(/\?(.*)/s);
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
  checkEscapes(search);
  const query = knownQuery(new URLSearchParams(search), found.route.query ?? [], incoming.prefer);
  const sent = isObject(entry) && entry.resource !== undefined;
  const text = (name: string) => (typeof request[name] === 'string' ? request[name] : undefined);
  return {
    route: found.route,
    address: `/fhir/${relative}`,
    inner: {
      ...incoming,
      params: found.params,
      query,
      inAddress: query,
      body: sent ? document.bytes : new Uint8Array(),
      unread: undefined,
      document: () => (sent ? document : refuse('json-empty')),
      conditions: {
        ifMatch: text('ifMatch'),
        ifNoneMatch: text('ifNoneMatch'),
        ifModifiedSince: text('ifModifiedSince'),
        // R4 has no place for it.
        ifUnmodifiedSince: undefined,
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
  let plain: string;
  try {
    plain = decodeURIComponent(segment);
  } catch {
    refuse('url-malformed');
  }
  return refusedCharacter.test(plain) ? refuse('url-malformed') : plain;
}

/**
 * The parameters of an address that fits a route's pattern; undefined where it does not, or names an operation as an
 * id.
 */
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
