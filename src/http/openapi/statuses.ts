import type { Route } from '../route.ts';

/** What each status says of a request, besides the outcome that comes with it. */
export const statusTexts: Readonly<Record<string, string>> = {
  '304': 'What the client has, by its If-None-Match, is still right.',
  '400': 'The request cannot be read.',
  '401': 'The caller has not shown who it is.',
  '403': 'The caller may not do this.',
  '404': 'There is no such thing here.',
  '406': 'The answer cannot be given in the form that Accept or _format asks for.',
  '408': 'The request, or its answer, took too long.',
  '409': 'Something else is kept already, or the response or letter can no longer be changed in this way.',
  '410': 'It was kept, and deleted when its time was over.',
  '412': 'What If-Match or If-None-Exist names is not so.',
  '413': 'The body is too large.',
  '415': 'The body has another type, or is compressed in another way.',
  '417': 'Expect asks for something that cannot be done.',
  '421': 'The request was meant for another host.',
  '422': 'The content is refused: every fault with its code, its place and what to do.',
  '429': 'Too many requests: wait as many seconds as Retry-After gives.',
  '431': 'The headers are too large.',
  '500': 'A fault of the service.',
  '503': 'The service is stopping, or its store cannot be reached.',
};

/** True for a route that keeps what it is sent. */
export function isWrite({ claim }: Route): boolean {
  return claim?.kind === 'interaction' && (claim.code === 'create' || claim.code === 'update');
}

/** Every status that a route can refuse with, in their order. */
export function refusals(route: Route): readonly string[] {
  const { path, body, method, doc, scope } = route;
  // Any server can answer with these, whatever was asked of it.
  const always = ['400', '406', '408', '417', '421', '431', '500'];
  if (path.startsWith('/health/')) return path.endsWith('/ready') ? [...always, '503'] : always;
  const writes = isWrite(route);
  const judged =
    writes ||
    path.includes('$') ||
    body === 'multipart' ||
    body === 'letter' ||
    (path.startsWith('/medcom/') && method === 'post');
  const found = path.includes(':id') || path.includes('$');
  const statuses = [
    ...always,
    '429',
    '503',
    ...(writes ? ['409', '410', '412'] : []),
    ...(scope === 'anybody' ? [] : ['401', ...(scope === 'known' ? [] : ['403'])]),
    ...(doc?.refuses ?? []),
    ...(found ? ['404'] : []),
    ...(body === undefined ? [] : ['413', '415']),
    ...(judged ? ['422'] : []),
    ...(method === 'get' && path.startsWith('/fhir/') && path.endsWith('/:id') && doc !== undefined ? ['304'] : []),
  ];
  return statuses.sort();
}
