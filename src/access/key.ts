import { createHash, randomBytes } from 'node:crypto';

/** Lets a key be told from a token, and be found where it was left by mistake. */
const prefix = 'niveau_';

/** A new key: 256 random bits. It is shown once, and only its digest is kept. */
export function makeKey(): string {
  return `${prefix}${randomBytes(32).toString('base64url')}`;
}

export function isKey(text: string): boolean {
  return text.startsWith(prefix);
}

/**
 * What is kept of a key. Nobody can try out 256 random bits, so a slow digest would protect nothing, and would be
 * paid for with every request.
 */
export function keyDigest(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
