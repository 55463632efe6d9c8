/** Of FHIR's own elements. */
export const fhir = 'http://hl7.org/fhir';
/** Of a narrative. */
export const xhtml = 'http://www.w3.org/1999/xhtml';
const schemaInstance = 'http://www.w3.org/2001/XMLSchema-instance';

/**
 * The namespaces that are declared at a place: those of its own element by prefix, then those around it. A start tag
 * may declare thousands, and every element asks.
 */
export interface Scope {
  readonly own: ReadonlyMap<string, string>;
  readonly outer: Scope | undefined;
}

/** The namespace of a prefix, which is empty for none; undefined where it is not declared. */
export function namespaceOf(prefix: string, scope: Scope | undefined): string | undefined {
  for (let at = scope; at !== undefined; at = at.outer) {
    const uri = at.own.get(prefix);
    if (uri !== undefined) return uri;
  }
  return undefined;
}

/** `f:item` -> `f`, `item` */
export function split(name: string): readonly [prefix: string, local: string] {
  const colon = name.indexOf(':');
  return colon < 0 ? ['', name] : [name.slice(0, colon), name.slice(colon + 1)];
}

/** The scope within a start tag; the prefix that an attribute declares, if it does. */
export function declared(attributes: readonly Attribute[], outer: Scope | undefined): Scope | undefined {
  const own = new Map<string, string>();
  for (const { name, value } of attributes) {
    const prefix = prefixDeclared(name);
    if (prefix !== undefined) own.set(prefix, value);
  }
  return own.size === 0 ? outer : { own, outer };
}

/** `xmlns` -> ``, `xmlns:f` -> `f`, `value` -> undefined */
export function prefixDeclared(name: string): string | undefined {
  if (name === 'xmlns') return '';
  return name.startsWith('xmlns:') ? name.slice('xmlns:'.length) : undefined;
}

/** True for an attribute that tells where a schema is: many tools write it, and nothing is fetched by it. */
export function isSchemaHint(name: string, scope: Scope | undefined): boolean {
  const [prefix, local] = split(name);
  return /^(?:schemaLocation|noNamespaceSchemaLocation)$/.test(local) && namespaceOf(prefix, scope) === schemaInstance;
}

export interface Attribute {
  readonly name: string;
  readonly value: string;
}
