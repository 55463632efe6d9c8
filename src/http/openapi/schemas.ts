import type { ParameterDoc } from '../route.ts';

/** OpenAPI 3.1 is JSON Schema and plain objects: no type of it is needed further on. */
export type Json = Readonly<Record<string, unknown>>;

/** A resource type begins with a capital, and so do the types of its parts. */
export function isResourceType(type: string): boolean {
  return /^[A-Z]/.test(type) && type !== 'Coding' && type !== 'CodeableConcept';
}

export function reference(type: string): Json {
  return { $ref: `#/components/schemas/${type}` };
}

/** A resource: its type, and whatever FHIR says of it, so that a client may send and read all of it. */
export function resourceSchema(type: string): Json {
  return {
    type: 'object',
    required: ['resourceType'],
    properties: { resourceType: { type: 'string', const: type } },
    additionalProperties: true,
    externalDocs: { url: `https://hl7.org/fhir/R4/${type.toLowerCase()}.html` },
  };
}

/** What one parameter is given as: a value, or several. */
export function given(parameter: ParameterDoc): Json {
  const schema = valueSchema(parameter);
  return parameter.repeats === true ? { type: 'array', items: schema } : schema;
}

/** An object of parameters: the fields of a form, the parts of a multipart body, the properties of JSON. */
export function objectSchema(parameters: readonly ParameterDoc[]): Json {
  const required = parameters.flatMap((one) => (one.required === true ? [one.name] : []));
  return {
    type: 'object',
    ...(required.length === 0 ? {} : { required }),
    properties: Object.fromEntries(parameters.map((one) => [one.name, { ...given(one), description: one.text }])),
    additionalProperties: false,
  };
}

/**
 * The Parameters of an operation: each parameter with its name, and a resource or a value under FHIR's own name of its
 * type.
 */
export function parametersSchema(parameters: readonly ParameterDoc[]): Json {
  const entries = parameters.map((parameter) => {
    const { name, type, text } = parameter;
    const [field, schema] = isResourceType(type)
      ? ['resource', reference(type)]
      : [`value${type.charAt(0).toUpperCase()}${type.slice(1)}`, valueSchema(parameter)];
    return {
      type: 'object',
      description: text,
      required: ['name', field],
      properties: { name: { type: 'string', const: name }, [field]: schema },
      additionalProperties: false,
    };
  });
  return {
    type: 'object',
    required: ['resourceType', 'parameter'],
    properties: {
      resourceType: { type: 'string', const: 'Parameters' },
      parameter: { type: 'array', items: entries.length === 1 ? entries[0] : { oneOf: entries } },
    },
    additionalProperties: true,
  };
}

function valueSchema({ type, values, properties }: ParameterDoc): Json {
  if (properties !== undefined) return objectSchema(properties);
  if (isResourceType(type)) return reference(type);
  switch (type) {
    case 'integer':
      return { type: 'integer', minimum: 0 };
    case 'boolean':
      return { type: 'boolean' };
    case 'file':
      return { type: 'string', contentMediaType: 'application/octet-stream' };
    case 'Coding':
    case 'CodeableConcept':
      return { type: 'object', additionalProperties: true };
    default:
      return { type: 'string', ...(values === undefined ? {} : { enum: [...values] }) };
  }
}
