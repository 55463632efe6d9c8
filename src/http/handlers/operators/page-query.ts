import { refuseQuery } from '../../query.ts';
import { mostOnPage } from './docs.ts';

/** Where a page begins and how many rows it has. Code: query-value. */
export function readPage(query: URLSearchParams): { readonly after: number | undefined; readonly count: number } {
  const after = query.get('_after');
  return {
    after: after === null ? undefined : wholeNumber('_after', after, Number.MAX_SAFE_INTEGER),
    count: wholeNumber('_count', query.get('_count') ?? '50', mostOnPage),
  };
}

function wholeNumber(name: string, text: string, most: number): number {
  const number = Number(text);
  if (/^\d{1,16}$/.test(text) && number > 0 && number <= most) return number;
  return refuseQuery(name, `et helt tal fra 1 til ${most}`, `a whole number from 1 to ${most}`);
}
