import { hkdfSync } from 'node:crypto';
import { EncryptJWT, errors, type JWTPayload, jwtDecrypt } from 'jose';

/** What a browser keeps for the service, which alone can read and write it. */
export interface Seal<Content extends object> {
  /** `until`: seconds since 1970. */
  close(content: Content, until: number): Promise<string>;
  /** `expired` for what was right and is over; undefined for anything else that is no such text. */
  open(text: string): Promise<Content | 'expired' | undefined>;
}

const encryption = { alg: 'dir', enc: 'A256GCM' } as const;

/** More than a browser keeps in a cookie is not looked at. */
const longest = 4_096;

/**
 * Encrypts by AES-256-GCM (RFC 7516) with a key of its own for each purpose and each address of the service, derived
 * from the installation's (RFC 5869): what was made for one purpose opens for no other.
 */
export function createSeal<Content extends object>(key: Uint8Array, purpose: string, clock: () => Date): Seal<Content> {
  const own = new Uint8Array(hkdfSync('sha256', key, '', `niveau ${purpose}`, 32));
  return {
    close: (content, until) =>
      new EncryptJWT({ content } as JWTPayload).setProtectedHeader(encryption).setExpirationTime(until).encrypt(own),
    async open(text) {
      if (text.length > longest) return undefined;
      try {
        const { payload } = await jwtDecrypt(text, own, {
          currentDate: clock(),
          keyManagementAlgorithms: [encryption.alg],
          contentEncryptionAlgorithms: [encryption.enc],
          requiredClaims: ['exp', 'content'],
        });
        return payload.content as Content;
      } catch (error) {
        if (error instanceof errors.JWTExpired) return 'expired';
        if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;
        throw error;
      }
    },
  };
}
