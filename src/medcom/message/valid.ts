import { letterLimits, withDocument } from '../xml/parse.ts';
import { checkSchema } from '../xml/schema.ts';

/**
 * Parses a letter that was made, and checks it against MedCom's schema where there is one. Errors: those of `parseXml`;
 * a plain Error when it is not valid, which is a mistake of ours.
 */
export async function assertWellMade(bytes: Uint8Array, schemaDirectory: string | undefined): Promise<void> {
  if (schemaDirectory === undefined) return withDocument(bytes, letterLimits, () => undefined);
  const complaints = await checkSchema(bytes, schemaDirectory);
  if (complaints.length === 0) return;
  const rules = complaints.map(({ path, rule }) => `${path} ${rule}`).join('; ');
  throw new Error(`the letter made is not valid by MedCom's schema: ${rules}`);
}
