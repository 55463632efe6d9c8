import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
  randomUUID,
  sign,
  verify,
} from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { refuse } from '../../outcome/problem.ts';
import type { Carried } from '../../work/keep/archive.ts';
import type { CitizenKey } from '../../work/keep/records.ts';

/** What the audit of an installation is sealed and searched by; all of it comes of one Ed25519 key. */
export interface AuditKeys {
  /** Names the key: SHA-256 of the public one. */
  readonly fingerprint: string;
  /** What stands in the audit for a number of a citizen: nobody without the key can tell or try out which it is. */
  pseudonym(number: CitizenKey): string;
  /** Holds the end of a chain, so that nobody without the key can put an earlier or another one there. */
  mac(text: string): Uint8Array;
  sign(bytes: Uint8Array): Uint8Array;
  isSigned(bytes: Uint8Array, signature: Uint8Array): boolean;
  /** What clients carry, sealed by another key of the same origin. */
  readonly carried: Carried;
}

/** 128 bits of it: two citizens of all that there ever were do not share one. */
const pseudonymBytes = 16;

function keysOf(privateKey: KeyObject): AuditKeys {
  const publicKey = createPublicKey(privateKey);
  const secret = privateKey.export({ format: 'der', type: 'pkcs8' });
  // As a key, not as bytes: of those Node makes a key at every call, which takes five times as long as the digest.
  const derived = (purpose: string) =>
    createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `niveau audit ${purpose}`, 32)));
  const [pseudonyms, ends, pages] = [derived('pseudonym'), derived('end'), derived('page')];
  return {
    fingerprint: createHash('sha256')
      .update(publicKey.export({ format: 'der', type: 'spki' }))
      .digest('hex'),
    pseudonym: ({ system, value }) =>
      createHmac('sha256', pseudonyms)
        .update(`${system}|${value}`)
        .digest()
        .subarray(0, pseudonymBytes)
        .toString('base64url'),
    mac: (text) => createHmac('sha256', ends).update(text).digest(),
    sign: (bytes) => sign(null, bytes, privateKey),
    isSigned: (bytes, signature) => verify(null, bytes, publicKey, signature),
    carried: carriedBy(pages),
  };
}

const cipher = 'aes-256-gcm';
const lengths = { nonce: 12, tag: 16 };

function carriedBy(key: KeyObject): Carried {
  return {
    seal: (text) => {
      const nonce = randomBytes(lengths.nonce);
      const sealing = createCipheriv(cipher, key, nonce);
      const sealed = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()]);
      return Buffer.concat([nonce, sealing.getAuthTag(), sealed]).toString('base64url');
    },
    open: (word) => {
      const bytes = Buffer.from(word, 'base64url');
      const [tag, sealed] = [lengths.nonce, lengths.nonce + lengths.tag];
      try {
        const opening = createDecipheriv(cipher, key, bytes.subarray(0, tag)).setAuthTag(bytes.subarray(tag, sealed));
        return Buffer.concat([opening.update(bytes.subarray(sealed)), opening.final()]).toString('utf8');
      } catch {
        // Too short, or not what was sealed by this key.
        return undefined;
      }
    },
  };
}

/** A key that nothing keeps, for tests and measurements. */
export function throwawayKeys(): AuditKeys {
  return keysOf(generateKeyPairSync('ed25519').privateKey);
}

/**
 * The key in a file (PEM, PKCS #8), which is made where there is none yet and `fresh` allows it.
 * Throws a Refusal: audit-key-missing, audit-key-unreadable.
 */
export function readKeys(file: string, fresh: boolean): AuditKeys {
  if (!existsSync(file) && !fresh) refuse('audit-key-missing', { values: { file } });
  try {
    if (!existsSync(file)) make(file);
    const key = createPrivateKey(readFileSync(file));
    if (key.asymmetricKeyType === 'ed25519') return keysOf(key);
  } catch {
    // No right to read or make it, or no key in it: what it says of itself may hold the key.
  }
  return refuse('audit-key-unreadable', { values: { file } });
}

/** For nobody else on the machine, and whole at once: another instance at the same moment may be quicker. */
function make(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const part = `${file}.${randomUUID()}`;
  const pem = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' });
  writeFileSync(part, pem, { mode: 0o600, flush: true });
  try {
    linkSync(part, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(part);
  }
}
