import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import type { Server } from 'node:https';
import { createSecureContext } from 'node:tls';
import type { Log } from '../log.ts';
import { refuse } from '../outcome/problem.ts';

/** PEM files: the certificate with those that vouch for it, and its key. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
}

/** How often, in milliseconds, the files are looked at. */
const interval = 2_000;

/** What is in the files, which have to belong together. Code: config-tls. */
export function readTls({ cert, key }: TlsFiles): { readonly cert: string; readonly key: string } {
  try {
    const pair = { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
    createSecureContext(pair);
    return pair;
  } catch {
    return refuse('config-tls', { values: { name: 'NIVEAU_TLS_CERT' } });
  }
}

/**
 * Has new connections use what the files hold now, whenever they change; what cannot be used is told in the log, and
 * the old one stays. Gives what ends it.
 */
export function reloadTls(server: Server, files: TlsFiles, log: Log): () => void {
  const reload = () => {
    try {
      server.setSecureContext(readTls(files));
    } catch {
      // One of the two files may be written yet: it is looked at again when the other one changes.
      log('error', 'failure', { code: 'config-tls' });
    }
  };
  const paths = [files.cert, files.key];
  for (const path of paths) watchFile(path, { interval, persistent: false }, reload);
  return () => {
    for (const path of paths) unwatchFile(path, reload);
  };
}
