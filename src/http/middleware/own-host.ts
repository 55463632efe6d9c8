import type { Request, RequestHandler } from 'express';
import { refuse } from '../../outcome/problem.ts';

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

/**
 * Refuses a request that names another host than this machine. Without access control a web page could otherwise reach the service
 * through a DNS name of its own that resolves to 127.0.0.1 (DNS rebinding), past every CORS rule.
 */
export const ownHost: RequestHandler = (request, _response, next) => {
  if (!loopback.test(request.headers.host ?? '')) refuse('host-unknown');
  next();
};

/** The address of the FHIR base as the client called it; `ownHost` has checked the name. */
export function baseOf({ headers }: Request): string {
  return `http://${headers.host}/fhir`;
}
