import type { Attribute } from './attributes.ts';

/** XML Schema's own attributes, such as xsi:type. */
export const schemaInstance = 'http://www.w3.org/2001/XMLSchema-instance';

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
  let own: Map<string, string> | undefined;
  for (const { name, value } of attributes) {
    const prefix = prefixDeclared(name);
    if (prefix === undefined) continue;
    own ??= new Map();
    own.set(prefix, value);
  }
  return own === undefined ? outer : { own, outer };
}

/** `xmlns` -> ``, `xmlns:f` -> `f`, `value` -> undefined */
export function prefixDeclared(name: string): string | undefined {
  if (name === 'xmlns') return '';
  return name.startsWith('xmlns:') ? name.slice('xmlns:'.length) : undefined;
}

/** The namespace of an attribute, which has none without a prefix. */
export function namespaceOfAttribute(name: string, scope: Scope | undefined): string | undefined {
  const [prefix] = split(name);
  return prefix === '' ? undefined : namespaceOf(prefix, scope);
}
