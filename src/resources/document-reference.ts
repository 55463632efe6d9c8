import { createHash } from 'node:crypto';
import type { DocumentReference, Reference } from 'fhir/r4.js';
import { type Context, head, isWithdrawn, resultIdentifier, type Said } from './context.ts';
import { urn } from './ids.ts';
import { narrative } from './narrative.ts';
import { timeText } from './time-text.ts';
import { words } from './words.ts';

/** A letter or summary that was produced from the assessment. */
export interface ProducedDocument {
  /** Its kind, such as `XDIS91`. */
  readonly kind: string;
  /** What tells it from others of its kind, such as Letter/Identifier: the id is derived from both. */
  readonly identifier: string;
  readonly title: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  /** Instant at which it was made. */
  readonly created: string;
}

/**
 * DocumentReference of a produced letter or PDF, with the document itself, its size and its hash (SHA-1, as R4 defines
 * it).
 */
export function documentReference(context: Context, document: ProducedDocument): DocumentReference {
  const { model, ids, said } = context;
  const { professional, subject, citizenRow, versionRows } = said.values;
  const id = ids.document(`${document.kind}.${document.identifier}`);
  return {
    ...head(model, 'DocumentReference', id, 'dokument'),
    text: narrative(words.document, [
      [words.document, document.kind],
      citizenRow,
      [words.time, timeText(document.created)],
      versionRows,
    ]),
    identifier: [resultIdentifier(model, id)],
    status: isWithdrawn(context) ? 'entered-in-error' : 'current',
    type: { text: document.kind },
    subject,
    date: document.created,
    ...(professional === undefined ? {} : { author: [professional] }),
    content: [
      {
        attachment: {
          contentType: document.contentType,
          language: 'da',
          data: Buffer.from(document.bytes).toString('base64'),
          size: document.bytes.length,
          hash: createHash('sha1').update(document.bytes).digest('base64'),
          title: document.title,
          creation: document.created,
        },
      },
    ],
    context: { ...encountersOf(said.values), related: [urn(ids.level), urn(ids.response)] },
  };
}

/** A document may belong to several encounters; here it is at most one. */
function encountersOf({ encounter }: Said): { encounter?: Reference[] } {
  return encounter === undefined ? {} : { encounter: [encounter] };
}
