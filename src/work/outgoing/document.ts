import type { Model } from '../../model/types.ts';
import type { ProducedDocument } from '../../resources/document-reference.ts';
import type { Archive } from '../keep/archive.ts';
import { indexResources } from '../keep/index-resources.ts';
import type { StoredResponse } from '../keep/reading.ts';
import { makeBundle } from '../score.ts';
import type { Message } from './message.ts';

const type = 'DocumentReference';

/**
 * Keeps a DocumentReference of a letter or page that is sent, beside the other results of its response; once, however
 * often it is sent, and one of the page that goes along with a letter; nothing of a notification. A letter that takes a
 * level back is no document of that level, and is not to be given. Codes: store-unavailable, store-full.
 */
export async function keepDocument(
  model: Model,
  archive: Archive,
  stored: StoredResponse,
  message: Message,
): Promise<void> {
  const { scored, enclosed } = message;
  if (scored === undefined) return;
  if (enclosed !== undefined) {
    await keepDocument(model, archive, stored, { extension: 'pdf', bytes: enclosed.page, scored });
  }
  const { kept, received } = stored;
  const document = documentOf(message, stored);
  if (document === undefined) return;
  const bundle = makeBundle(model, scored, { references: 'logical', documents: [document] });
  const entry = (bundle.entry ?? []).find(({ resource }) => resource?.resourceType === type);
  const id = entry?.fullUrl?.replace('urn:uuid:', '') ?? '';
  if ((await archive.read((reading) => reading.result(type, id))) !== undefined) return;
  const resources = indexResources(bundle, (one) => (one === id ? kept.number : undefined));
  const now = await archive.now();
  const outcome = { response: kept.number, version: received.version, cause: 'document', bundle, resources } as const;
  await archive.write((records) => records.add(outcome, now));
}

/** A message as a document that was produced; undefined where it is none. */
function documentOf(message: Message, { kept, received }: StoredResponse): ProducedDocument | undefined {
  const { letter, bytes, extension } = message;
  if (letter !== undefined) {
    const { identifier, filename: title, contentType, time: created, kind } = letter;
    return { kind, identifier, title, contentType, bytes, created };
  }
  if (extension !== 'pdf') return undefined;
  const identifier = `${kept.id}-${received.version}`;
  const created = new Date(received.at).toISOString();
  return { kind: 'PDF', identifier, title: `${kept.variant}.pdf`, contentType: 'application/pdf', bytes, created };
}
