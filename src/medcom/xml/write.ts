import type { Place } from '../../outcome/place.ts';
import { type Problem, Refusal } from '../../outcome/problem.ts';
import { forbiddenCharacter, toLatin1 } from './characters.ts';
import { letterLimits, parseXml } from './parse.ts';
import { elementsOf, sameTree, type XmlElement, type XmlNode } from './tree.ts';

/** The place that a problem with an element points at, by the element's XPath. */
export type PlaceOf = (xpath: string) => Place;

/**
 * An XML document in ISO-8859-1 with its declaration, one namespace for all of it. Text stays text whatever it holds.
 * The bytes are read back and compared before they are returned.
 * Errors: `xml-character` at the element's XPath (or what `placeOf` makes of it), for a character that XML 1.0 cannot
 * hold.
 */
export async function writeXml(
  root: XmlElement,
  placeOf: PlaceOf = (xpath) => ({ xpath }),
  limits = letterLimits,
): Promise<Uint8Array> {
  const problems = forbiddenIn(root, `/${root.name}`, placeOf);
  if (problems.length > 0) throw new Refusal(problems);
  const { XMLBuilder } = await import('fast-xml-parser');
  const builder = new XMLBuilder({ preserveOrder: true, suppressEmptyNode: true, ignoreAttributes: false });
  const document = toOrdered(root, { xmlns: root.namespace });
  const bytes = toLatin1(`<?xml version="1.0" encoding="ISO-8859-1"?>\n${builder.build([document])}`);
  const back = await parseXml(bytes, limits);
  const same = back.encoding === 'iso-8859-1' && sameTree(root, back.root);
  if (!same) throw new Error('the XML written does not read back');
  return bytes;
}

function forbiddenIn(element: XmlElement, path: string, placeOf: PlaceOf): readonly Problem[] {
  return element.children.flatMap((child): readonly Problem[] => {
    if (typeof child !== 'string') return forbiddenIn(child, `${path}/${stepTo(child, element)}`, placeOf);
    const character = forbiddenCharacter(child);
    return character === undefined ? [] : [{ code: 'xml-character', place: placeOf(path), values: { character } }];
  });
}

/** A step of an XPath: the name, with the position where several siblings share it. */
function stepTo(child: XmlElement, parent: XmlElement): string {
  const alike = elementsOf(parent).filter(({ name }) => name === child.name);
  return alike.length > 1 ? `${child.name}[${alike.indexOf(child) + 1}]` : child.name;
}

/** fast-xml-parser's form of a node in order: `{ "#text": ... }` or `{ [name]: [...] }`. */
function toOrdered(node: XmlNode, declared: Readonly<Record<string, string>> = {}): Record<string, unknown> {
  if (typeof node === 'string') return { '#text': node };
  // The builder writes any name as it stands; ours come from the tables alone.
  if (!/^[A-Za-z_][\w.-]*$/.test(node.name)) throw new Error('not a name of an element');
  const attributes = Object.entries({ ...declared, ...node.attributes }).map(([name, value]) => [`@_${name}`, value]);
  return {
    [node.name]: node.children.map((child) => toOrdered(child)),
    ...(attributes.length === 0 ? {} : { ':@': Object.fromEntries(attributes) }),
  };
}
