import type { XmlLimits } from '../xml/parse.ts';

/** Most bytes of a message, before base64 (MEDCOM.md, Transport and receipts). */
export const mostBytes = 50_000_000;

/** Base64 makes four characters of three bytes; line breaks and the envelope come on top. */
export const envelopeLimits: XmlLimits = { bytes: 70_000_000, depth: 100, attributes: true };
