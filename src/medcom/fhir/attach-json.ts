import type { Span } from '../xml/placed.ts';
import type { Planned } from './attach.ts';
import { insideString, placeOf, startsOf } from './json-places.ts';

/** The bytes of a message in JSON with the change that is planned; every other byte stays. */
export function writeJsonChange(bytes: Uint8Array, { message, change }: Planned): Uint8Array {
  if (change.kind === 'none') return bytes;
  // A character for each byte, so that places are those of the bytes.
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const { communication, provenance } = message;
  const starts = startsOf(source, ['entry'], [communication.index, provenance.index]);
  const inEntry = (index: number, ...path: readonly (string | number)[]) =>
    placeOf(source, ['resource', ...path], starts.get(index));
  if (change.kind === 'replace') {
    const string = inEntry(communication.index, 'payload', change.payload, 'contentString');
    const inside = JSON.stringify(change.text).slice(1, -1);
    return spliced(bytes, [{ ...insideString(source, string, change.span), text: inside }]);
  }
  const last = (list: readonly unknown[] = []) => list.length - 1;
  const payload = inEntry(communication.index, 'payload', last(communication.resource.payload));
  const entity = inEntry(provenance.index, 'entity', last(provenance.resource.entity));
  return spliced(bytes, [behind(payload, change.payload), behind(entity, change.entity)]);
}

interface Splice extends Span {
  readonly text: string;
}

/** The next value of a list. */
function behind({ end }: Span, value: object): Splice {
  return { start: end, end, text: `,${JSON.stringify(value)}` };
}

function spliced(bytes: Uint8Array, splices: readonly Splice[]): Uint8Array {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const { start, end, text } of splices.toSorted((one, other) => one.start - other.start)) {
    parts.push(bytes.subarray(at, start), Buffer.from(text));
    at = end;
  }
  parts.push(bytes.subarray(at));
  return Buffer.concat(parts);
}
