import { accessSync, constants, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isOpen, readServer } from '../config/server-address.ts';
import type { Credentials, Target } from '../delivery/fhir-server/target.ts';
import type { GivenDestination } from './schema.ts';

/** Where deliveries go, and how it is reached. */
export type Destination =
  | { readonly kind: 'fhir'; readonly target: Target; readonly writes: 'transaction' | 'single' }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'vans'; readonly target: Target };

/** A field of a destination that cannot be used. */
export class WrongField extends Error {
  readonly field: keyof GivenDestination;

  constructor(field: keyof GivenDestination) {
    super(field);
    this.field = field;
  }
}

/** Reads a destination of the file, whose own paths begin at `folder`. Throws a WrongField. */
export function readDestination(given: GivenDestination, folder: string): Destination {
  const { kind, path, writes = 'transaction' } = given;
  if (kind !== 'folder') {
    const target = targetOf(given, folder);
    if (path !== undefined) throw new WrongField('path');
    if (kind === 'fhir') return { kind, target, writes };
    if (given.writes !== undefined) throw new WrongField('writes');
    if (given.serverIds !== undefined) throw new WrongField('serverIds');
    // Letters hold a citizen's number whether or not a secret goes along.
    if (isOpen(target.base)) throw new WrongField('url');
    return { kind, target };
  }
  if (path === undefined) throw new WrongField('path');
  const surplus = (Object.keys(given) as (keyof GivenDestination)[]).find((name) => name !== 'kind' && name !== 'path');
  if (surplus !== undefined) throw new WrongField(surplus);
  return { kind, path: writable(resolve(folder, path)) };
}

function targetOf(given: GivenDestination, folder: string): Target {
  const base = given.url === undefined ? undefined : readServer(given.url);
  if (base === undefined) throw new WrongField('url');
  const credentials = credentialsOf(given, folder);
  if (credentials.kind !== 'none' && isOpen(base)) throw new WrongField('url');
  if (credentials.kind === 'client' && isOpen(credentials.url)) throw new WrongField('tokenUrl');
  if ((given.cert === undefined) !== (given.key === undefined)) {
    throw new WrongField(given.cert === undefined ? 'cert' : 'key');
  }
  const pem = (name: 'ca' | 'cert' | 'key') => {
    const text = contentOf(given, name, folder);
    if (text !== undefined && !text.includes('-----BEGIN ')) throw new WrongField(name);
    return text === undefined ? {} : { [name]: text };
  };
  const tls = { ...pem('ca'), ...pem('cert'), ...pem('key') };
  const timeout = (given.timeout ?? 60) * 1000;
  const ids = given.serverIds === true ? { serverIds: true } : {};
  return { base, credentials, timeout, tls: Object.keys(tls).length === 0 ? undefined : tls, ...ids };
}

function credentialsOf(given: GivenDestination, folder: string): Credentials {
  const { tokenFile, tokenUrl, clientId: id, secretFile, scope = '' } = given;
  if (tokenFile !== undefined) {
    if (tokenUrl !== undefined) throw new WrongField('tokenFile');
    const token = contentOf(given, 'tokenFile', folder)?.trim() ?? '';
    if (!/^[\w.~+/-]+=*$/.test(token)) throw new WrongField('tokenFile');
    return { kind: 'bearer', token };
  }
  if (tokenUrl === undefined && id === undefined && secretFile === undefined) return { kind: 'none' };
  const url = tokenUrl === undefined || readServer(tokenUrl) === undefined ? undefined : tokenUrl;
  if (url === undefined) throw new WrongField('tokenUrl');
  if (id === undefined) throw new WrongField('clientId');
  const secret = contentOf(given, 'secretFile', folder)?.trim();
  if (secret === undefined || secret === '') throw new WrongField('secretFile');
  return { kind: 'client', url, id, secret, scope };
}

function contentOf(
  given: GivenDestination,
  name: 'tokenFile' | 'secretFile' | 'ca' | 'cert' | 'key',
  folder: string,
): string | undefined {
  const file = given[name];
  if (file === undefined) return undefined;
  try {
    return readFileSync(resolve(folder, file), 'utf8');
  } catch {
    throw new WrongField(name);
  }
}

function writable(path: string): string {
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
    return path;
  } catch {
    throw new WrongField('path');
  }
}
