/** An element with its text and elements in document order. Comments and processing instructions are left out. */
export interface XmlElement {
  /** The local name. */
  readonly name: string;
  readonly namespace: string;
  readonly children: readonly XmlNode[];
  /** The line of its start tag, in a document that was read. */
  readonly line?: number;
  /**
   * True where its start tag has an attribute that no element of a letter has: neither a namespace nor XML Schema's
   * own.
   */
  readonly strangeAttribute?: boolean;
  /** By local name. Letters have none, so that they are read only where they are asked for (`XmlLimits.attributes`). */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Text (CDATA too; joined over comments) or an element. */
export type XmlNode = string | XmlElement;

/** The elements among the children. */
export function elementsOf(element: XmlElement): readonly XmlElement[] {
  return element.children.filter((child) => typeof child !== 'string');
}

/** Those of a name. */
export function childrenNamed<Element extends XmlElement>(
  { children }: { readonly children: readonly (string | Element)[] },
  name: string,
): readonly Element[] {
  const found: Element[] = [];
  for (const child of children) if (typeof child !== 'string' && child.name === name) found.push(child);
  return found;
}

/** The element's own text, without that of the elements in it. */
export function ownText(element: XmlElement): string {
  const [only = ''] = element.children;
  if (typeof only === 'string' && element.children.length <= 1) return only;
  return element.children.filter((child) => typeof child === 'string').join('');
}

/** True where both hold the same elements, namespaces and text. */
export function sameTree(one: XmlElement, other: XmlElement): boolean {
  return (
    one.name === other.name &&
    one.namespace === other.namespace &&
    one.children.length === other.children.length &&
    sameAttributes(one.attributes ?? {}, other.attributes ?? {}) &&
    one.children.every((child, index) => sameNode(child, other.children[index]))
  );
}

type Attributes = NonNullable<XmlElement['attributes']>;

function sameAttributes(one: Attributes, other: Attributes): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}

function sameNode(one: XmlNode, other: XmlNode | undefined): boolean {
  if (typeof one === 'string' || typeof other === 'string' || other === undefined) return one === other;
  return sameTree(one, other);
}

/** The text of the element at a path of names, the first of each; undefined where there is none. */
export function textOf(element: XmlElement, ...path: readonly string[]): string | undefined {
  let at: XmlElement | undefined = element;
  for (const name of path) at = at && childOf(at, name);
  return at && ownText(at);
}

function childOf({ children }: XmlElement, name: string): XmlElement | undefined {
  for (const child of children) if (typeof child !== 'string' && child.name === name) return child;
  return undefined;
}
