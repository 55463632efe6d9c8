import { software } from '../version.ts';
import { bodyTypes } from './media.ts';
import type { BodyKind, ParameterDoc, Route } from './route.ts';

/** OpenAPI 3.1 is JSON Schema and plain objects: no type of it is needed further on. */
type Json = Readonly<Record<string, unknown>>;

const fhir = 'application/fhir+json';
const outcome = { $ref: '#/components/responses/Refused' };

/** The OpenAPI 3.1 description of the service, from the table that registers its routes. */
export function openApi(routes: readonly Route[]): Json {
  const paths = Map.groupBy(routes, ({ path }) => path.replace(/:(\w+)/g, '{$1}'));
  const operations = [...paths].map(([path, group]) => [path, pathItem(path, group)] as const);
  const returned = routes.flatMap(({ doc }) => (doc === undefined || doc.returns.includes('/') ? [] : [doc.returns]));
  const types = [...new Set([...returned, 'OperationOutcome', 'Parameters'])].sort();
  return {
    openapi: '3.1.1',
    info: {
      title: 'Niveau',
      version: software.version,
      summary: 'The collaboration level of Differentieringsmodellen as FHIR R4 and MedCom letters',
      description:
        'Made from the table of routes by `npm run profiles`. FHIR resources are described by FHIR R4 (4.0.1) and by the profiles of the package; `/fhir/metadata` says the same in FHIR. Responses that are created are kept, with what comes of them; operations keep nothing but $process-response, with a store. Every refusal is an OperationOutcome in Danish or English (Accept-Language).',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: 'http://127.0.0.1:8080', description: 'This machine; the address is set by NIVEAU_ADDRESS.' }],
    security: [],
    paths: Object.fromEntries(operations),
    components: {
      schemas: Object.fromEntries(types.map((type) => [type, resourceSchema(type)])),
      parameters: {
        AcceptLanguage: {
          name: 'Accept-Language',
          in: 'header',
          description: 'da (where not given) or en: the language of texts.',
          schema: { type: 'string' },
        },
        Format: queryParameter({ name: '_format', type: 'string', text: 'JSON only: json or application/fhir+json.' }),
        Pretty: queryParameter({ name: '_pretty', type: 'boolean', text: 'Changes nothing.' }),
      },
      responses: {
        Refused: {
          description: 'Refused: every fault with its code, its place and what to do.',
          content: { [fhir]: { schema: schemaOf('OperationOutcome') } },
        },
      },
    },
  };
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
  const asked = body === 'form' ? [] : query.map((name) => described.find((one) => one.name === name) ?? bare(name));
  const parts = path.split('/').filter((part) => part !== '');
  return {
    operationId: [method, ...parts.map((part) => part.replace(/\W/g, ''))].join('-'),
    tags: [parts[0] === 'fhir' && /^[A-Z]/.test(parts[1] ?? '') ? parts[1] : parts[0]],
    summary: doc?.summary ?? `${method.toUpperCase()} ${path}`,
    parameters: [...asked.map(queryParameter), ...common(path)],
    ...(body === undefined ? {} : { requestBody: requestBody(route) }),
    responses: { ...done(route), ...refusals(route) },
  };
}

/** What every resource may be asked with. */
function common(path: string): Json[] {
  if (path.startsWith('/health')) return [];
  const names = path.startsWith('/fhir') ? ['AcceptLanguage', 'Format', 'Pretty'] : ['AcceptLanguage'];
  return names.map((name) => ({ $ref: `#/components/parameters/${name}` }));
}

function bare(name: string): ParameterDoc {
  return { name, type: 'string', text: 'A common parameter of FHIR.' };
}

function queryParameter(parameter: ParameterDoc): Json {
  return { name: parameter.name, in: 'query', description: parameter.text, schema: given(parameter) };
}

/** A create answers 201, and 200 where the same was kept already. */
function done({ doc, claim }: Route): Json {
  const good = answer(doc?.returns);
  return claim?.kind === 'interaction' && claim.code === 'create' ? { '200': good, '201': good } : { '200': good };
}

function requestBody({ path, body, doc, claim }: Route): Json {
  const described = doc?.parameters ?? [];
  if (claim?.kind === 'interaction' && (claim.code === 'create' || claim.code === 'update')) {
    return { required: true, content: { [fhir]: { schema: schemaOf(claim.type) } } };
  }
  if (body === 'resource' && path.startsWith('/fhir')) {
    const list = described.map(({ name, type, text }) => `- \`${name}\` (${type}): ${text}`);
    const description = ['A FHIR Parameters resource with:', ...list].join('\n');
    // Of a definition everything can stand in the address or be left out; a response is always sent.
    const required = claim?.kind === 'operation' && described.some(({ type }) => type === 'QuestionnaireResponse');
    return { description, required, content: { [fhir]: { schema: { type: 'object', required: ['resourceType'] } } } };
  }
  const properties = Object.fromEntries(described.map((one) => [one.name, { ...given(one), description: one.text }]));
  return { content: { [mediaOf(body)]: { schema: { type: 'object', properties } } } };
}

/** What is no resource of its own is sent as plain JSON. */
function mediaOf(body: BodyKind | undefined): string {
  return body === undefined || body === 'resource' ? 'application/json' : (bodyTypes[body][0] ?? '');
}

/** What one parameter is given as: a value, or several. */
function given({ type, repeats }: ParameterDoc): Json {
  const schema = valueSchema(type);
  return repeats === true ? { type: 'array', items: schema } : schema;
}

function valueSchema(type: string): Json {
  if (type === 'integer') return { type: 'integer', minimum: 0 };
  if (type === 'file') return { type: 'string', contentMediaType: 'application/octet-stream' };
  return { type: type === 'boolean' || type === 'object' ? type : 'string' };
}

function answer(returns: string | undefined): Json {
  if (returns === undefined) return { description: 'Done.' };
  if (returns.includes('/')) return { description: 'Done.', content: { [returns]: {} } };
  return { description: returns, content: { [fhir]: { schema: schemaOf(returns) } } };
}

/** The statuses that a route can refuse with, besides those that any server can (408, 421, 429, 431). */
function refusals({ path, body, query = [], claim }: Route): Json {
  if (path.startsWith('/health')) return path.endsWith('/ready') ? { '503': outcome } : {};
  const writes = claim?.kind === 'interaction' && (claim.code === 'create' || claim.code === 'update');
  const judged = writes || path.includes('$') || body === 'multipart' || !path.startsWith('/fhir');
  const statuses = [
    ...(query.length > 0 || body !== undefined ? ['400'] : []),
    ...(path.includes(':id') || path.includes('$') ? ['404'] : []),
    '406',
    ...(writes ? ['409', '412'] : []),
    ...(body === undefined ? [] : ['413', '415']),
    ...(judged ? ['422'] : []),
    ...['429', '500', '503'],
  ];
  return Object.fromEntries(statuses.map((status) => [status, outcome]));
}

function schemaOf(type: string): Json {
  return { $ref: `#/components/schemas/${type}` };
}

function resourceSchema(type: string): Json {
  return {
    type: 'object',
    required: ['resourceType'],
    properties: { resourceType: { const: type } },
    externalDocs: { url: `https://hl7.org/fhir/R4/${type.toLowerCase()}.html` },
  };
}
