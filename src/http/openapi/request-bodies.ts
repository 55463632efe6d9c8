import { bodyTypes } from '../media.ts';
import type { Route } from '../route.ts';
import { isResourceType, type Json, objectSchema, parametersSchema, reference } from './schemas.ts';
import { isWrite } from './statuses.ts';

/** The body that a route takes, and whether it has to be there. */
export function requestBody(route: Route): Json {
  const { path, body = 'resource', doc, claim } = route;
  const described = doc?.parameters ?? [];
  if (claim?.kind === 'interaction' && isWrite(route)) {
    return { required: true, content: contentOf(bodyTypes.resource, reference(claim.type)) };
  }
  if (doc?.takes !== undefined) {
    return { required: true, content: contentOf(bodyTypes.resource, reference(doc.takes)) };
  }
  if (body === 'letter') {
    const letter = { schema: { type: 'string' } };
    return {
      description: doc?.body,
      required: true,
      content: Object.fromEntries(bodyTypes.letter.map((type) => [type, letter])),
    };
  }
  if (body === 'search') {
    const parameters = contentOf(bodyTypes.resource, parametersSchema(described));
    return { required: false, content: { ...contentOf(bodyTypes.form, objectSchema(described)), ...parameters } };
  }
  if (body === 'order') {
    const [own = '', ...others] = bodyTypes.order;
    const asParameters = contentOf(others, parametersSchema(described));
    return { required: true, content: { ...contentOf([own], objectSchema(described)), ...asParameters } };
  }
  if (body !== 'resource' && body !== 'json')
    return { required: body === 'multipart', content: contentOf([bodyTypes[body][0] ?? ''], objectSchema(described)) };
  if (!path.startsWith('/fhir'))
    return { required: true, content: contentOf(['application/json'], objectSchema(described)) };
  if (doc?.body !== undefined) {
    return { description: doc.body, required: true, content: contentOf(bodyTypes.resource, reference('Bundle')) };
  }
  const list = described.map(({ name, type, text }) => `- \`${name}\` (${type}): ${text}`);
  const bareTypes = [
    ...new Set(described.flatMap((one) => (one.required === true && isResourceType(one.type) ? [one.type] : []))),
  ];
  const kept = bareTypes.some((type) => path.startsWith(`/fhir/${type}/:id/`));
  const without = kept ? ['', 'Without a body: of the resource that is kept under the id.'] : [];
  return {
    description: ['A FHIR Parameters resource with:', ...list, ...without].join('\n'),
    // Of a definition everything can stand in the address or be left out; a response is sent, or kept under the id.
    required: bareTypes.length > 0 && !kept,
    content: contentOf(bodyTypes.resource, oneOf([parametersSchema(described), ...bareTypes.map(reference)])),
  };
}

/** JSON Schema says nothing of XML, which FHIR describes itself. */
function contentOf(types: readonly string[], schema: Json): Json {
  return Object.fromEntries(
    types.map((type) => [type, { schema: type.includes('xml') ? { type: 'string' } : schema }]),
  );
}

function oneOf(schemas: readonly Json[]): Json {
  return schemas.length === 1 && schemas[0] !== undefined ? schemas[0] : { oneOf: schemas };
}
