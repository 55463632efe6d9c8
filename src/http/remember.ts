/** Clients write the same few values; one that makes up ever new ones must not fill the memory. */
const most = { values: 200, length: 300 };

/**
 * A function of a text that gives the same for the same one, and is asked for the same ones again and again. Nothing is
 * remembered of what it throws.
 */
export function remember<Result>(find: (text: string) => Result): (text: string) => Result {
  const found = new Map<string, Result>();
  return (text) => {
    if (found.has(text)) return found.get(text) as Result;
    const result = find(text);
    if (found.size >= most.values) found.clear();
    if (text.length <= most.length) found.set(text, result);
    return result;
  };
}
