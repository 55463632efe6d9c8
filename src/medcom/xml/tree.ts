/** An element with its text and elements in document order. Comments, processing instructions and attributes are left out. */
export interface XmlElement {
  /** The local name. */
  readonly name: string;
  readonly namespace: string;
  readonly children: readonly XmlNode[];
  /** The line of its start tag, in a document that was read. */
  readonly line?: number;
}

/** Text (CDATA too; joined over comments) or an element. */
export type XmlNode = string | XmlElement;

/** The elements among the children. */
export function elementsOf(element: XmlElement): readonly XmlElement[] {
  return element.children.filter((child) => typeof child !== 'string');
}

/** The element's own text, without that of the elements in it. */
export function ownText(element: XmlElement): string {
  return element.children.filter((child) => typeof child === 'string').join('');
}

/** True where both hold the same elements, namespaces and text. */
export function sameTree(one: XmlElement, other: XmlElement): boolean {
  return (
    one.name === other.name &&
    one.namespace === other.namespace &&
    one.children.length === other.children.length &&
    one.children.every((child, index) => sameNode(child, other.children[index]))
  );
}

function sameNode(one: XmlNode, other: XmlNode | undefined): boolean {
  if (typeof one === 'string' || typeof other === 'string' || other === undefined) return one === other;
  return sameTree(one, other);
}
