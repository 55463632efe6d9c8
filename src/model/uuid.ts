import { hash } from 'node:crypto';

/** What names of ours begin with, whoever publishes the model: what is derived from it must not change with that. */
export const ownBase = 'http://differentieringsmodellen.dk/fhir';

/** Where most names are digested: memory of their own would be freed when garbage is collected. */
const room = Buffer.allocUnsafeSlow(4_096);

/** RFC 9562's namespace of addresses. */
const ofUrls = bytesOf('6ba7b811-9dad-11d1-80b4-00c04fd430c8');
/** Our namespace of name-based UUIDs: RFC 9562 version 5 over the model's canonical base. */
const namespace = bytesOf(uuidForUrl(ownBase));

/** The UUID of a name of ours: the same name gives the same, in lower case and with hyphens. */
export function uuidFor(name: string): string {
  return uuidIn(namespace, name);
}

/** The UUID of an address, by RFC 9562's own namespace. */
export function uuidForUrl(url: string): string {
  return uuidIn(ofUrls, url);
}

/** By Node's digest in one call: a response has some twenty, and this takes half the time of the package uuid. */
function uuidIn(names: Uint8Array, name: string): string {
  // A unit of UTF-16 is three bytes of UTF-8 at most.
  const most = names.length + 3 * name.length;
  const named = most > room.length ? Buffer.alloc(most) : room;
  named.set(names);
  const length = names.length + named.write(name, names.length);
  return uuidOf(hash('sha1', named.subarray(0, length), 'hex'), 5);
}

function bytesOf(uuid: string): Uint8Array {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
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
