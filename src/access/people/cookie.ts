/**
 * A browser takes a cookie of this prefix only over TLS, from this host alone and for all of it (RFC 6265bis, 4.1.3.2):
 * no other host of the domain can set one.
 */
const prefix = '__Host-niveau';

/** The cookies of the page: who is signed in, a sign-in that is under way, and what an EHR brought along. */
export type CookieName = 'session' | 'sign-in' | 'launch';

/** The value of a cookie. Of two under one name neither is taken: who knows where the other one is from. */
export function cookieIn(header: string | undefined, name: CookieName): string | undefined {
  const start = `${prefix}-${name}=`;
  const found = (header ?? '').split(';').map((pair) => pair.trim());
  const values = found.filter((pair) => pair.startsWith(start)).map((pair) => pair.slice(start.length));
  return values.length === 1 ? values[0] : undefined;
}

/**
 * Keeps a cookie for so many seconds, 0 to have it forgotten. No script sees it. Of a sign-in under way the browser has
 * to send it with the way back, which comes from another site (`Lax`); a session it sends from our own pages alone.
 */
export function cookieLine(name: CookieName, value: string, seconds: number): string {
  const site = name === 'sign-in' ? 'Lax' : 'Strict';
  return `${prefix}-${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; Secure; SameSite=${site}`;
}
