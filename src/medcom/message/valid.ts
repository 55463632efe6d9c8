import { type Libxml2, letterLimits, openLibxml2, useDocument } from '../xml/parse.ts';
import type { PlacedDocument } from '../xml/placed.ts';
import { complaintsOf } from '../xml/schema.ts';

/**
 * Parses a letter that was made, and checks it against MedCom's schema where there is one. Errors: those of `parseXml`;
 * a plain Error when it is not valid, which is a mistake of ours.
 */
export async function assertWellMade(bytes: Uint8Array, schemaDirectory: string | undefined): Promise<void> {
  judge(bytes, schemaDirectory, await openLibxml2());
}

/** The same for whoever has opened libxml2, and may have scanned what the message was made of. */
export function judge(
  bytes: Uint8Array,
  schemaDirectory: string | undefined,
  libxml2: Libxml2,
  scanned?: PlacedDocument,
): void {
  const complaints = useDocument(
    bytes,
    letterLimits,
    libxml2,
    (document) =>
      schemaDirectory === undefined ? [] : complaintsOf(document, libxml2, schemaDirectory, scanned?.root.namespace),
    scanned?.encoding,
  );
  if (complaints.length === 0) return;
  const rules = complaints.map(({ path, rule }) => `${path} ${rule}`).join('; ');
  throw new Error(`the letter made is not valid by MedCom's schema: ${rules}`);
}
