import { createPrivateKey, type JsonWebKey } from 'node:crypto';

/** True for a text that may stand behind `Bearer` (RFC 6750, 2.1). */
export function isToken(text: string): boolean {
  return /^[\w.~+/-]+=*$/.test(text);
}

/** True for a text with at least one PEM block. */
export function isPem(text: string): boolean {
  return text.includes('-----BEGIN ');
}

/** What an assertion is signed by, and the keys that each takes; a secret shared with the server is none of them. */
const signedBy: Readonly<Record<string, RegExp>> = {
  ES256: /^P-256$/,
  ES384: /^P-384$/,
  ES512: /^P-521$/,
  EdDSA: /^Ed25519$/,
  Ed25519: /^Ed25519$/,
};

/**
 * True for a private JWK by which a client can sign (RFC 7523): with the id that the server finds its other half by,
 * and with an algorithm that fits the key. Otherwise the first delivery would be the first to know.
 */
export function isPrivateJwk(text: string): boolean {
  try {
    const key = JSON.parse(text) as JsonWebKey;
    if (typeof key.kid !== 'string' || typeof key.alg !== 'string') return false;
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = createPrivateKey({ key, format: 'jwk' });
    if (/^[RP]S(256|384|512)$/.test(key.alg)) return type === 'rsa' && (details?.modulusLength ?? 0) >= 2048;
    return signedBy[key.alg]?.test(String(key.crv)) ?? false;
  } catch {
    return false;
  }
}
