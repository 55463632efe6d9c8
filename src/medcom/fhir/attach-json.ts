import type { JsonDocument } from '../../questionnaire/json/document.ts';
import type { Span } from '../xml/placed.ts';
import type { Planned } from './attach.ts';
import { insideString, placeOf } from './json-places.ts';

/** The bytes of a message in JSON with the change that is planned; every other byte stays. */
export function writeJsonChange(document: JsonDocument, { message, change }: Planned): Uint8Array {
  if (change.kind === 'none') return document.bytes;
  const { text } = document;
  const { communication, provenance } = message;
  const inEntry = (index: number, ...path: readonly (string | number)[]) =>
    placeOf(text, ['entry', index, 'resource', ...path]);
  if (change.kind === 'replace') {
    const string = inEntry(communication.index, 'payload', change.payload, 'contentString');
    const inside = JSON.stringify(change.text).slice(1, -1);
    return spliced(document, [{ ...insideString(text, string, change.span), text: inside }]);
  }
  const last = (list: readonly unknown[] = []) => list.length - 1;
  const payload = inEntry(communication.index, 'payload', last(communication.resource.payload));
  const entity = inEntry(provenance.index, 'entity', last(provenance.resource.entity));
  return spliced(document, [behind(payload, change.payload), behind(entity, change.entity)]);
}

interface Splice extends Span {
  readonly text: string;
}

function behind({ end }: Span, value: object): Splice {
  return { start: end, end, text: `,${JSON.stringify(value)}` };
}

/** A byte order mark is no part of the text, and stays. */
function spliced({ text, bytes }: JsonDocument, splices: readonly Splice[]): Uint8Array {
  const parts: string[] = [bytes[0] === 0xef ? '\uFEFF' : ''];
  let at = 0;
  for (const { start, end, text: inserted } of splices.toSorted((one, other) => one.start - other.start)) {
    parts.push(text.slice(at, start), inserted);
    at = end;
  }
  parts.push(text.slice(at));
  return Buffer.from(parts.join(''));
}
