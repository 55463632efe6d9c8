import { envelopeLimits } from '../../medcom/vans/limits.ts';
import { parseXml } from '../../medcom/xml/parse.ts';

/** True for an envelope of the network, of whatever version. Codes: those of `parseXml`, for what may be one. */
export async function isEnvelope(bytes: Uint8Array): Promise<boolean> {
  // Most messages are letters, and are not to be parsed twice.
  const named = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes('VANSEnvelope');
  return named && (await parseXml(bytes, envelopeLimits)).root.name === 'VANSEnvelope';
}
