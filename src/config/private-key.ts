import { readFileSync } from 'node:fs';
import { refuse } from '../outcome/problem.ts';
import { isPrivateJwk } from './credentials.ts';

/** A private key as JWK (RFC 7517), in a file. Code: config-key-file. */
export function readPrivateKey(file: string): string {
  let text = '';
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    refuse('config-key-file');
  }
  return isPrivateJwk(text) ? text : refuse('config-key-file');
}
