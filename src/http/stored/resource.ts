import { type JsonDocument, readJson } from '../../questionnaire/json/document.ts';
import type { StoredResponse, StoredResult } from '../../work/keep/reading.ts';

/** What a stored resource is answered as: the resource, its version and when that was stored. */
export interface Stored {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly at: number;
  readonly resource: Readonly<Record<string, unknown>>;
}

/** A response as it was received, with our id and version; numbers keep their digits. */
export function storedResponse({ kept: { id }, received: { version, at, text } }: StoredResponse): Stored {
  return asStored({ id, version, at }, readJson(Buffer.from(text)));
}

/** The same of a document that was received just now. */
export function asStored({ id, version, at }: Pick<Stored, 'id' | 'version' | 'at'>, { kept }: JsonDocument): Stored {
  const { resourceType, id: _, meta, ...rest } = kept as Readonly<Record<string, unknown>>;
  const resource = { resourceType, id, meta: metaOf(meta, version, at), ...rest };
  return { id, type: 'QuestionnaireResponse', version, at, resource };
}

export function storedResult({ id, type, version, at, resource }: StoredResult): Stored {
  const { resourceType, id: _, meta, ...rest } = resource;
  return { id, type, version, at, resource: { resourceType, id, meta: metaOf(meta, version, at), ...rest } };
}

function metaOf(sent: unknown, version: number, at: number): object {
  return {
    ...(typeof sent === 'object' ? sent : {}),
    versionId: String(version),
    lastUpdated: new Date(at).toISOString(),
  };
}

/** R4: a weak ETag with the version, and when it was stored. */
export function headersOf({ version, at }: Pick<Stored, 'version' | 'at'>): Record<string, string> {
  return { ETag: `W/"${version}"`, 'Last-Modified': new Date(at).toUTCString() };
}
