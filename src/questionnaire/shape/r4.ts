import { once } from '../once.ts';
import { capital } from './types.ts';

/** An element of an R4 type, one for each type of a choice. */
export interface R4Element {
  /** Of JSON and of XML: `valueQuantity`. */
  readonly name: string;
  /** Of a choice: `value`. */
  readonly choice: string | undefined;
  readonly type: string;
  /** Of a primitive type, XHTML not among them. */
  readonly primitive: boolean;
  readonly many: boolean;
  /** Its place among the elements of its type; those of a choice have one. */
  readonly order: number;
}

export interface R4Type {
  readonly name: string;
  readonly isResource: boolean;
  /** By name, in R4's order. */
  readonly elements: ReadonlyMap<string, R4Element>;
  /** Those that are attributes in XML. */
  readonly attributes: ReadonlyMap<string, R4Element>;
}

/** A type by its name, a backbone element by its path; undefined for what is no resource and no complex type. */
export type R4 = (name: string) => R4Type | undefined;

/** Loads the table of R4's types: 0.1 MB, so when it is first needed. */
export const loadR4: () => Promise<R4> = once(async () => {
  const { default: table } = await import('./r4.json', { with: { type: 'json' } });
  return typesOf(table);
});

/** Each type is made when it is first asked for: a message has a dozen of 660. */
function typesOf(table: Readonly<Record<string, string>>): R4 {
  const made = new Map<string, R4Type>();
  const any = table.any ?? '';
  const type: R4 = (name) => {
    const known = made.get(name);
    if (known !== undefined) return known;
    const row = Object.hasOwn(table, name) && name !== 'any' ? table[name] : undefined;
    if (row === undefined) return undefined;
    const [base = '', ...fields] = row.split(' ');
    const one = typeOf(name, type(base), fields, any);
    made.set(name, one);
    return one;
  };
  return type;
}

function typeOf(name: string, base: R4Type | undefined, fields: readonly string[], any: string): R4Type {
  const elements = new Map(base?.elements);
  const attributes = new Map(base?.attributes);
  const first = 1 + Math.max(0, ...[...elements.values()].map(({ order }) => order));
  for (const [index, field] of fields.entries()) {
    const [, mark, plain = '', choice, types = '', cardinality = ''] =
      /^(@?)(\w+)(\[x\])?:([\w.|]+?)([!*+]?)$/.exec(field) ?? [];
    const many = /[*+]/.test(cardinality);
    for (const type of (types === 'any' ? any : types).split('|')) {
      const own = choice === undefined ? plain : plain + capital(type);
      const primitive = /^[a-z]/.test(type) && type !== 'xhtml';
      const element = { name: own, choice: choice && plain, type, primitive, many, order: first + index };
      (mark === '@' ? attributes : elements).set(own, element);
    }
  }
  return { name, isResource: name === 'Resource' || base?.isResource === true, elements, attributes };
}
