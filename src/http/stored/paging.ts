import { refuseQuery } from '../query.ts';

const usual = 20;
const most = 1000;

/** How many resources a page has at most, as `_count` asks. Code: query-value. */
export function countOf(query: URLSearchParams): number {
  const given = query.get('_count') ?? String(usual);
  if (!/^\d{1,9}$/.test(given)) refuseQuery('_count', 'et helt tal', 'a whole number');
  return Math.min(Number(given), most);
}

/** A next link says all that its page needs. Code: query-value. */
export function checkPageAlone(query: URLSearchParams): void {
  if (query.has('_page') && query.size > 1) {
    refuseQuery('_page', 'den alene, som i next-linket', 'it alone, as in the next link');
  }
}
