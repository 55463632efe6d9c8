/** Properties in one order, and the line ends of narratives as XML has them: what XML says alike is alike. */
export function canonical(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith('<div') ? value.replace(/\r\n?/g, '\n') : value;
  if (typeof value !== 'object' || value === null || 'rawJSON' in value) return value;
  if (Array.isArray(value)) return value.map(canonical);
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([name, one]) => [name, canonical(one)]));
}
