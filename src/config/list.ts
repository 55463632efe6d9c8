/** What stands between commas; nothing between two of them is nothing. */
export function readList(text: string): readonly string[] {
  const parts = text.split(',').map((part) => part.trim());
  return parts.filter((part) => part !== '');
}
