import { parse, v5 } from 'uuid';

/** What names of ours begin with, whoever publishes the model: what is derived from it must not change with that. */
export const ownBase = 'http://differentieringsmodellen.dk/fhir';

/**
 * Our namespace of name-based UUIDs: RFC 9562 version 5 over the model's canonical base. As bytes: uuid reads a text
 * anew for each name.
 */
const namespace = parse(v5(ownBase, v5.URL));

/** The UUID of a name of ours: the same name gives the same, in lower case and with hyphens. */
export function uuidFor(name: string): string {
  return v5(Buffer.from(name), namespace);
}

/** The UUID of an address, by RFC 9562's own namespace. */
export function uuidForUrl(url: string): string {
  return v5(url, v5.URL);
}
