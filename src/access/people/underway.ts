import type { CookieName } from './cookie.ts';
import { cookieIn, cookieLine } from './cookie.ts';
import { createSeal } from './seal.ts';

/** Something that a browser begins here, goes elsewhere with, and comes back from. */
export interface Underway<Content extends object> {
  /** The header by which the browser keeps it. */
  keep(content: Content): Promise<string>;
  /** What the browser brings back; undefined where it began nothing, or too long ago. */
  take(cookies: string | undefined): Promise<Content | undefined>;
}

/** `seconds`: so long it counts. */
export function underway<Content extends object>(
  key: Uint8Array,
  { cookie, purpose, seconds }: { readonly cookie: CookieName; readonly purpose: string; readonly seconds: number },
  clock: () => Date,
): Underway<Content> {
  const seal = createSeal<Content>(key, purpose, clock);
  return {
    async keep(content) {
      const until = Math.floor(clock().getTime() / 1000) + seconds;
      return cookieLine(cookie, await seal.close(content, until), seconds);
    },
    async take(cookies) {
      const text = cookieIn(cookies, cookie);
      const content = text === undefined ? undefined : await seal.open(text);
      return content === 'expired' ? undefined : content;
    },
  };
}
