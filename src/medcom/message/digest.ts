import { hash } from 'node:crypto';
import type { XmlElement, XmlNode } from '../xml/tree.ts';

/**
 * A digest of all that a letter says, by which a letter that comes again is told from another one under its id. White
 * space does not count, nor how the bytes say it (prefixes, entities, encoding): a network may write a letter anew.
 */
export function letterDigest(letter: XmlElement): string {
  return hash('sha256', JSON.stringify(plain(letter)));
}

function plain({ name, namespace, children }: XmlElement): readonly unknown[] {
  return [name, namespace, ...children.flatMap(plainNode)];
}

function plainNode(node: XmlNode): readonly unknown[] {
  if (typeof node !== 'string') return [plain(node)];
  const text = node.replace(/[ \t\r\n]+/g, ' ').trim();
  return text === '' ? [] : [text];
}
