import { hash } from 'node:crypto';
import { isIP } from 'node:net';
import type { Request } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';
import type { Caller } from '../access/caller.ts';
import { isOfProxy } from '../access/proxy.ts';
import type { Config } from '../config.ts';
import { remember } from './remember.ts';

const loopback = /^(?:::ffff:)?127\.|^::1$/;

const programOf = remember((peer) => remember((agent) => `${peer} ${hash('sha1', agent)}`));

/** Tells whose share of the limits a request takes; without a caller, by where it comes from. */
export type ClientOf = (request: Request, caller?: Caller) => string;

/**
 * Who is calling, for limits that hold for each client: the client itself where it is known; else the address that
 * called the proxy in front of us (one that is named, or on this machine one behind a public address), which the proxy
 * writes last into X-Forwarded-For; else the address that called us. Programs on this machine, which share an address,
 * are told apart by what they call themselves (User-Agent).
 */
export function clientsBy({ proxies, publicUrl }: Pick<Config, 'proxies' | 'publicUrl'>): ClientOf {
  const isProxy = (peer: string) =>
    proxies === undefined ? publicUrl !== undefined && loopback.test(peer) : isOfProxy(proxies, peer);
  return (request, caller) => {
    const known = caller !== undefined && caller.shownBy !== 'nothing' && caller.shownBy !== 'loopback';
    // All who sign in do so by one client, and none of them uses up the share of the others.
    const user = caller?.shownBy === 'session' ? ` ${caller.user}` : '';
    return known ? `client ${caller.client}${user}` : addressOf(request, isProxy);
  };
}

function addressOf(request: Request, isProxy: (peer: string) => boolean): string {
  const peer = request.socket.remoteAddress ?? '';
  const forwarded = isProxy(peer) ? (request.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '') : '';
  if (isIP(forwarded) !== 0) return ipKeyGenerator(forwarded);
  if (!loopback.test(peer)) return ipKeyGenerator(peer);
  return programOf(peer)(request.headers['user-agent'] ?? '');
}
