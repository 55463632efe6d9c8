import { software } from '../version.ts';
import { scopeFor } from './admission.ts';
import { codecs } from './codec.ts';
import { requestBody } from './openapi/request-bodies.ts';
import { given, isResourceType, type Json, reference, resourceSchema } from './openapi/schemas.ts';
import { refusals, statusTexts } from './openapi/statuses.ts';
import type { ParameterDoc, Route } from './route.ts';
import { warningsHeader } from './warnings-header.ts';

const fhir = 'application/fhir+json';
const resourceForms = [fhir, 'application/fhir+xml'];

/** The OpenAPI 3.1 description of the service at an address, from the table that registers its routes. */
export function openApi(routes: readonly Route[], server: string): Json {
  const paths = Map.groupBy(routes, ({ path }) => path.replace(/:(\w+)/g, '{$1}'));
  const operations = [...paths].map(([path, group]) => [path, pathItem(path, group)] as const);
  const refused = [...new Set(routes.flatMap(refusals))].sort().filter((status) => status !== '304');
  return {
    openapi: '3.1.1',
    info: {
      title: 'Niveau',
      version: software.version,
      summary: 'The collaboration level of Differentieringsmodellen as FHIR R4 and MedCom letters',
      description:
        'Made from the table of routes by `npm run profiles`, and served at `/openapi.json`. FHIR resources are described by FHIR R4 (4.0.1) and by the profiles of the package; `/fhir/metadata` says the same in FHIR. Responses that are created are kept, with what comes of them; operations keep nothing but $process-response, with a store. Every refusal is an OperationOutcome in Danish or English (Accept-Language). Bodies may be compressed by gzip, and answers are where Accept-Encoding says so.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: server }],
    // Loopback without authentication asks for none.
    security: [{ bearer: [] }, {}],
    paths: Object.fromEntries(operations),
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description:
            'A token (OAuth2 after SMART Backend Services), or a key of a registered client. A client may also be known by a certificate that a proxy hands on.',
        },
      },
      schemas: Object.fromEntries(resourceTypes(routes).map((type) => [type, resourceSchema(type)])),
      parameters: {
        AcceptLanguage: {
          name: 'Accept-Language',
          in: 'header',
          description: 'da (where not given) or en: the language of texts.',
          schema: { type: 'string' },
        },
        RequestId: {
          name: 'X-Request-Id',
          in: 'header',
          description:
            'The own id of the client, which comes back as X-Correlation-Id. Never a number or name of a citizen.',
          schema: { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' },
        },
        Format: queryParameter({
          name: '_format',
          type: 'string',
          values: codecs.flatMap(({ formats, types }) => [...formats, ...types]),
          text: 'JSON or XML, whatever Accept says.',
        }),
        Pretty: queryParameter({ name: '_pretty', type: 'boolean', text: 'Changes nothing.' }),
      },
      responses: Object.fromEntries(
        refused.map((status) => [
          `Refused${status}`,
          { description: statusTexts[status], content: resourceContent('OperationOutcome') },
        ]),
      ),
    },
  };
}

/** Every type of resource that comes in or goes out. */
function resourceTypes(routes: readonly Route[]): readonly string[] {
  const types = routes.flatMap(({ doc }) => [doc?.returns ?? '', ...(doc?.parameters ?? []).map(({ type }) => type)]);
  return [...new Set([...types.filter(isResourceType), 'OperationOutcome', 'Parameters'])].sort();
}

function pathItem(path: string, routes: readonly Route[]): Json {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const inPath = names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  return {
    ...(inPath.length === 0 ? {} : { parameters: inPath }),
    ...Object.fromEntries(routes.map((route) => [route.method, operation(route)])),
  };
}

function operation(route: Route): Json {
  const { method, path, doc, query = [], body } = route;
  const described = doc?.parameters ?? [];
  const inAddress = doc?.inAddress ?? described;
  const asked =
    body === 'form' || body === 'search'
      ? []
      : query.map((name) => inAddress.find((one) => one.name === name) ?? bare(name));
  const parts = path.split('/').filter((part) => part !== '');
  return {
    operationId: [method, ...(parts.length === 0 ? ['root'] : parts).map((part) => part.replace(/\W/g, ''))].join('-'),
    tags: [parts[0] === 'fhir' && /^[A-Z]/.test(parts[1] ?? '') ? parts[1] : (parts[0] ?? 'root')],
    summary: doc?.summary ?? `${method.toUpperCase()} ${path}`,
    ...securityOf(route),
    parameters: [...asked.map(queryParameter), ...common(path)],
    ...(body === undefined ? {} : { requestBody: requestBody(route) }),
    responses: { ...done(route), ...Object.fromEntries(refusals(route).map(refused)) },
  };
}

/** The scopes that a route asks for; OpenAPI 3.1 lets any scheme name them. */
function securityOf({ scope }: Route): Json {
  if (scope === 'anybody') return { security: [] };
  return scope === 'known' ? {} : { security: [{ bearer: scope.map(scopeFor) }, {}] };
}

function refused(status: string): readonly [string, Json] {
  if (status === '304') return [status, { description: statusTexts[status] }];
  return [status, { $ref: `#/components/responses/Refused${status}` }];
}

/** What every resource may be asked with. */
function common(path: string): Json[] {
  const fhirOnly = path.startsWith('/fhir') ? ['Format', 'Pretty'] : [];
  const names = path.startsWith('/health') ? ['RequestId'] : ['AcceptLanguage', 'RequestId', ...fhirOnly];
  return names.map((name) => ({ $ref: `#/components/parameters/${name}` }));
}

function bare(name: string): ParameterDoc {
  return { name, type: 'string', text: 'A common parameter of FHIR.' };
}

function queryParameter(parameter: ParameterDoc): Json {
  return { name: parameter.name, in: 'query', description: parameter.text, schema: given(parameter) };
}

/** A create answers 201, and 200 where the same was kept already. */
function done({ doc, claim, produces }: Route): Json {
  const good = {
    ...answer(doc?.returns, beside(produces)),
    ...(doc?.warns === true ? { headers: { [warningsHeader]: warningsDoc } } : {}),
  };
  const creates = claim?.kind === 'interaction' && claim.code === 'create';
  const more = doc?.succeeds ?? (creates ? ['201'] : []);
  const empty = { description: 'Nothing goes back.' };
  return Object.fromEntries(['200', ...more].map((status) => [status, status === '204' ? empty : good]));
}

/** The other type that an answer may have. */
function beside(produces: Route['produces']): readonly string[] {
  if (produces === 'either') return ['application/xml', ...resourceForms];
  if (produces === 'carrier') return resourceForms;
  return produces === 'page' ? ['text/html'] : [];
}

const warningsDoc = {
  description:
    'Codes of the warnings that there are of the letter, such as character-outside; absent where there are none.',
  schema: { type: 'string' },
};

/** A resource in each form that it goes out in; JSON Schema says nothing of XML. */
function resourceContent(type: string): Json {
  return { [fhir]: { schema: reference(type) }, 'application/fhir+xml': { schema: { type: 'string' } } };
}

function answer(returns: string | undefined, others: readonly string[] = []): Json {
  if (returns === undefined) return { description: 'Done.' };
  if (!returns.includes('/')) return { description: returns, content: resourceContent(returns) };
  const schema = returns.includes('json') ? { type: 'object', additionalProperties: true } : { type: 'string' };
  const also = Object.fromEntries(others.map((type) => [type, { schema: { type: 'string' } }]));
  return { description: 'Done.', content: { [returns]: { schema }, ...also } };
}
