import { ServerFailure } from './failure.ts';

/**
 * A link of a server's answer, as an address at that same server. Throws a ServerFailure `elsewhere` for any other:
 * following it would carry the token, and the citizen's number with it, to a stranger.
 */
export function sameServer(base: string, link: string): string {
  const url = URL.parse(link, `${base}/`);
  const { origin, pathname } = new URL(base);
  const below = `${pathname.replace(/\/$/, '')}`;
  const isBelow = url?.pathname === below || url?.pathname.startsWith(`${below}/`) === true;
  if (url === null || url.origin !== origin || !isBelow || url.username !== '') throw new ServerFailure('elsewhere');
  return url.href;
}
