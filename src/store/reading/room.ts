/** Characters that a page holds at most: one of large resources has fewer of them. */
const most = 8_388_608;
/** Rows that are read at one time. */
const together = 25;

/** What was read, the row of the last of it, and whether more follows. */
interface Page<Row, Kept> {
  readonly rows: readonly Kept[];
  readonly last: Row | undefined;
  readonly more: boolean;
}

/** What a row becomes, and how long it is. */
interface Taken<Kept> {
  readonly kept: Kept;
  readonly length: number;
}

/**
 * Reads rows in their order until there are `count` of them, or no room for more: a few at a time, so that a thousand
 * responses of a megabyte are never held together. `read` gives the rows behind one, at most so many.
 */
export async function readWithin<Row, Kept>(
  count: number,
  read: (after: Row | undefined, most: number) => Promise<readonly Row[]>,
  take: (row: Row) => Taken<Kept>,
): Promise<Page<Row, Kept>> {
  const rows: Kept[] = [];
  let room = most;
  let last: Row | undefined;
  for (;;) {
    const wanted = Math.min(count - rows.length, together);
    // One more, to know whether more follows.
    const found = await read(last, wanted + 1);
    for (const row of found.slice(0, wanted)) {
      if (room <= 0) return { rows, last, more: true };
      const { kept, length } = take(row);
      rows.push(kept);
      room -= length;
      last = row;
    }
    const more = found.length > wanted;
    if (!more || rows.length >= count) return { rows, last, more };
  }
}
