import { hash } from 'node:crypto';
import { parse, v5 } from 'uuid';

/** What names of ours begin with, whoever publishes the model: what is derived from it must not change with that. */
export const ownBase = 'http://differentieringsmodellen.dk/fhir';

/** Our namespace of name-based UUIDs: RFC 9562 version 5 over the model's canonical base. */
const namespace = parse(v5(ownBase, v5.URL));

/**
 * The UUID of a name of ours: the same name gives the same, in lower case and with hyphens. As uuid's `v5` makes it,
 * but by Node's digest in one call: a response has some twenty, and this takes half the time.
 */
export function uuidFor(name: string): string {
  return uuidOf(hash('sha1', Buffer.concat([namespace, Buffer.from(name)]), 'hex'), 5);
}

/** The UUID of a version that is made of the first 16 bytes of a digest, given in hexadecimal. */
export function uuidOf(digest: string, version: 4 | 5): string {
  const variant = '89ab'.charAt(Number.parseInt(digest.charAt(16), 16) & 3);
  const [low, middle, high, clock, node] = [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `${version}${digest.slice(13, 16)}`,
    `${variant}${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ];
  return `${low}-${middle}-${high}-${clock}-${node}`;
}

/** The UUID of an address, by RFC 9562's own namespace. */
export function uuidForUrl(url: string): string {
  return v5(url, v5.URL);
}
