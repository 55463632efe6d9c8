import { refuse } from '../outcome/problem.ts';

/** Where a store is: a file of SQLite, or a database of PostgreSQL. */
export type StoreAddress =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'postgres'; readonly url: string };

/** Reads `sqlite:<file>`, `postgres://...` or `none`, which gives undefined. Throws a Refusal: config-store. */
export function readStoreAddress(text: string): StoreAddress | undefined {
  if (text === 'none') return undefined;
  const [, file] = /^sqlite:(?!\/\/)(.+)$/.exec(text) ?? [];
  if (file !== undefined) return { kind: 'sqlite', file };
  const url = URL.parse(text);
  if (url !== null && /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1) {
    return { kind: 'postgres', url: text };
  }
  return refuse('config-store');
}
