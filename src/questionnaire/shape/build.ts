import { formats } from './formats.ts';
import type { RuleName } from './invariants.ts';
import { capital } from './types.ts';

/** A JSON Schema, with FHIR's type name in `title`. */
export type Schema = Readonly<Record<string, unknown>>;

/**
 * The elements of a type by name: FHIR's type with its cardinality (`Coding` 0..1, `Coding!` 1..1, `Coding*` 0..*,
 * `Coding+` 1..*), or the codes of a required binding (`home|work`). A choice element, `value[x]`, has the list of its
 * types.
 */
type Fields = Readonly<Record<string, string | readonly string[]>>;

const largest = 2_147_483_647;

/** The primitives that are no strings in JSON. */
const plainTypes: Readonly<Record<string, Schema>> = {
  boolean: { type: 'boolean' },
  decimal: { type: 'number' },
  integer: { type: 'integer', minimum: -largest - 1, maximum: largest },
  positiveInt: { type: 'integer', minimum: 1, maximum: largest },
  unsignedInt: { type: 'integer', minimum: 0, maximum: largest },
};

/** Strings that take no extension and so have no `_` companion. */
const bareTypes = new Set(['elementId', 'resourceId', 'extensionUrl', 'xhtml', 'resourceType']);

/**
 * The schema of an object: its elements and no others, with `id` and `extension`; `rules` names FHIR's invariants in
 * invariants.ts.
 */
export function element(title: string, fields: Fields, rules: readonly RuleName[] = []): Schema {
  const properties: Record<string, Schema> = {};
  const required: string[] = [];
  for (const [name, field] of Object.entries({ id: 'elementId', extension: 'Extension*', ...fields })) {
    if (typeof field !== 'string') addChoice(properties, name.replace('[x]', ''), field);
    else {
      addField(properties, name, field);
      if (/[!+]$/.test(field)) required.push(name);
    }
  }
  return {
    title,
    type: 'object',
    content: true,
    ...(required.length > 0 ? { required } : {}),
    properties,
    rules: rulesFor(fields, properties, rules),
  };
}

/** An element that may also have modifier extensions. */
export function backbone(title: string, fields: Fields, rules: readonly RuleName[] = []): Schema {
  return element(title, { modifierExtension: 'Extension*', ...fields }, rules);
}

/** An object of which only the name is known: nothing in it may be empty. */
export function filled(title: string, rules: readonly RuleName[] = []): Schema {
  return { title, type: 'object', rules: ['filled', ...rules] };
}

/** A resource of one type of which only some elements are read: these are checked, the others are anything. */
export function partial(resourceType: string, fields: Fields): Schema {
  const { properties } = element(resourceType, { id: 'resourceId', ...fields });
  const isOfType = {
    type: 'object',
    required: ['resourceType'],
    properties: { resourceType: { const: resourceType } },
  };
  // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own word
  return { if: isOfType, then: { title: resourceType, type: 'object', properties } };
}

function rulesFor(fields: Fields, properties: Record<string, Schema>, rules: readonly RuleName[]): readonly RuleName[] {
  const all: RuleName[] = ['closed', ...rules];
  if (Object.keys(fields).some((name) => name.endsWith('[x]'))) all.push('choice');
  if (Object.entries(properties).some(([name, { type }]) => name.startsWith('_') && type === 'array'))
    all.push('pairs');
  return all;
}

function addChoice(properties: Record<string, Schema>, name: string, types: readonly string[]): void {
  for (const type of types) addField(properties, name + capital(type), type);
}

function addField(properties: Record<string, Schema>, name: string, field: string): void {
  const type = field.replace(/[!*+]$/, '');
  const many = /[*+]$/.test(field);
  const primitive = primitiveOf(type);
  if (primitive === undefined) properties[name] = many ? list(type, ref(type)) : ref(type);
  else {
    properties[name] = many ? list(type, { ...primitive, nullable: true }) : primitive;
    if (!bareTypes.has(type)) properties[`_${name}`] = many ? list('Element', ref('ElementOrNull')) : ref('Element');
  }
}

function primitiveOf(type: string): Schema | undefined {
  if (type.includes('|')) return { title: 'code', type: 'string', enum: type.split('|') };
  const plain = plainTypes[type];
  if (plain !== undefined) return { title: type, ...plain };
  if (type in formats) return { title: type, type: 'string', format: type };
  return undefined;
}

function list(type: string, each: Schema): Schema {
  return { title: type, type: 'array', minItems: 1, each };
}

/** The schema of a type by its name in `$defs`. */
export function ref(type: string): Schema {
  return { $ref: `#/$defs/${type}` };
}
