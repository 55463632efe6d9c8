import type { Bundle } from 'fhir/r4.js';
import { readCareMessage } from '../medcom/fhir/read.ts';
import { readLetters } from '../medcom/read/read.ts';
import { toBundle } from '../medcom/read/to-bundle.ts';
import { readPdfBlock } from '../pdf/block-file.ts';
import { software } from '../version.ts';
import { readMessageDocument } from './messages/document.ts';
import { isJsonMessage, isXmlMessage } from './messages/is-message.ts';
import type { Ports } from './ports.ts';

/**
 * The levels in a letter, in the attachment of one, or in a CareCommunication, as a Bundle of type collection. Errors:
 * those of `readLetters`; of `readJson` and `readCareMessage`.
 */
export async function readLevels({ model, schemaDirectory }: Ports, bytes: Uint8Array): Promise<Bundle> {
  const options = { schemaDirectory, pdfBlock: readPdfBlock };
  const isMessage = isJsonMessage(bytes) || isXmlMessage(bytes);
  const readings = isMessage
    ? [readCareMessage(model, (await readMessageDocument(bytes)).value, options)]
    : await readLetters(model, bytes, options);
  return toBundle(model, readings, software);
}
