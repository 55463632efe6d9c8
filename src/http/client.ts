import { hash } from 'node:crypto';
import { isIP } from 'node:net';
import type { Request } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';

const loopback = /^(?:::ffff:)?127\.|^::1$/;

/**
 * Who is calling, for limits that hold for each client: the address that called the proxy in front of us, which the
 * proxy writes last into X-Forwarded-For; else the address that called us. Programs on this machine, which share an
 * address, are told apart by what they call themselves (User-Agent).
 */
export function clientOf(request: Request, behindProxy: boolean): string {
  const peer = request.socket.remoteAddress ?? '';
  if (!loopback.test(peer)) return ipKeyGenerator(peer);
  const forwarded = request.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '';
  if (behindProxy && isIP(forwarded) !== 0) return ipKeyGenerator(forwarded);
  return `${peer} ${hash('sha1', request.get('user-agent') ?? '')}`;
}
