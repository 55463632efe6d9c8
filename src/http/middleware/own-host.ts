import type { Request, RequestHandler } from 'express';
import { refuse } from '../../outcome/problem.ts';

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

/**
 * Refuses a request that names another host than this machine, or than the public address of the proxy in front of it.
 * Without access control a web page could otherwise reach the service through a DNS name of its own that resolves to
 * 127.0.0.1 (DNS rebinding), past every CORS rule. Watchdogs and Prometheus call an instance by its own address: where
 * callers are known (`known`), they may. Codes: host-missing, host-repeated, host-unknown.
 */
export function ownHost(publicUrl: URL | undefined, known: boolean): RequestHandler {
  return (request, _response, next) => {
    if (hostsIn(request.rawHeaders) > 1) refuse('host-repeated');
    const { host = '' } = request.headers;
    if (host === '') refuse('host-missing');
    if (known && /^\/(?:health\/|metrics$)/.test(request.path)) return next();
    if (!loopback.test(host) && host.toLowerCase() !== publicUrl?.host) refuse('host-unknown');
    next();
  };
}

/** Node drops the second of two. */
function hostsIn(raw: readonly string[]): number {
  let count = 0;
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index];
    if (name?.length === 4 && name.toLowerCase() === 'host') count += 1;
  }
  return count;
}

/** The address of the FHIR base: the public one, or as the client called it; `ownHost` has checked the name. */
export function baseOf({ headers, secure }: Request, publicUrl: URL | undefined): string {
  return `${publicUrl === undefined ? `${secure ? 'https' : 'http'}://${headers.host}` : publicUrl.href.replace(/\/$/, '')}/fhir`;
}
