import type { Bundle } from 'fhir/r4.js';
import { readLetters } from '../medcom/read/read.ts';
import { toBundle } from '../medcom/read/to-bundle.ts';
import { readPdfBlock } from '../pdf/block-file.ts';
import { software } from '../version.ts';
import type { Ports } from './ports.ts';

/**
 * The levels in a letter, or in the attachment of one, as a Bundle of type collection. Errors: those of `readLetters`.
 */
export async function readLevels({ model, schemaDirectory }: Ports, bytes: Uint8Array): Promise<Bundle> {
  return toBundle(model, await readLetters(model, bytes, { schemaDirectory, pdfBlock: readPdfBlock }), software);
}
