import { readdirSync, readFileSync } from 'node:fs';

const fixtures = new URL('../fixtures/', import.meta.url);

/** The bytes of every fixture's response that is accepted, by name. */
export function acceptedResponses(): ReadonlyMap<string, Buffer> {
  const names = readdirSync(fixtures, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^(somatik|psykiatri)-/.test(entry.name))
    .map((entry) => entry.name);
  return new Map(names.map((name) => [name, readFileSync(new URL(`${name}/response.json`, fixtures))]));
}

/** One response on one line, with an identifier of its own. */
export function numbered(response: Buffer, number: number): string {
  const value = JSON.parse(response.toString('utf8'));
  if (value.identifier !== undefined) value.identifier.value = `bench-${number}`;
  return JSON.stringify(value);
}
