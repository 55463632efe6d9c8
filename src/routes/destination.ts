import { accessSync, constants, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isPem, isPrivateJwk, isToken } from '../config/credentials.ts';
import { isOpen, readServer } from '../config/server-address.ts';
import { type Target, targetOf } from '../delivery/fhir-server/target.ts';
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
    const target = readTarget(given, folder);
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

/** Where each part of a target is said in the file. */
const fieldOf = {
  base: 'url',
  token: 'tokenFile',
  tokenUrl: 'tokenUrl',
  clientId: 'clientId',
  clientSecret: 'secretFile',
  clientKey: 'clientKeyFile',
  cert: 'cert',
  key: 'key',
} as const;

function readTarget(given: GivenDestination, folder: string): Target {
  const base = given.url === undefined ? undefined : readServer(given.url);
  if (base === undefined) throw new WrongField('url');
  const { tokenUrl, clientId, scope, serverIds } = given;
  if (tokenUrl !== undefined && readServer(tokenUrl) === undefined) throw new WrongField('tokenUrl');
  const read = (name: SecretField, isRight: (text: string) => boolean) => contentOf(given, name, folder, isRight);
  const texts = {
    token: read('tokenFile', isToken),
    clientSecret: read('secretFile', (text) => text !== ''),
    clientKey: read('clientKeyFile', isPrivateJwk),
    ca: read('ca', isPem),
    cert: read('cert', isPem),
    key: read('key', isPem),
  };
  const timeout = (given.timeout ?? 60) * 1000;
  return targetOf(base, { ...texts, tokenUrl, clientId, scope, serverIds, timeout }, ({ name }) => {
    throw new WrongField(fieldOf[name]);
  });
}

type SecretField = 'tokenFile' | 'secretFile' | 'clientKeyFile' | 'ca' | 'cert' | 'key';

function contentOf(
  given: GivenDestination,
  name: SecretField,
  folder: string,
  isRight: (text: string) => boolean,
): string | undefined {
  const file = given[name];
  if (file === undefined) return undefined;
  try {
    const text = readFileSync(resolve(folder, file), 'utf8').trim();
    if (isRight(text)) return text;
  } catch {
    // A file that cannot be read is as wrong as one with something else in it.
  }
  throw new WrongField(name);
}

function writable(path: string): string {
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
    return path;
  } catch {
    throw new WrongField('path');
  }
}
