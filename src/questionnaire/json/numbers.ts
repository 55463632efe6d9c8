// TypeScript's library does not know these yet (ES2026, JSON.parse source text access).
interface SourceJson {
  rawJSON(text: string): object;
  parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown;
}
const sourceJson = JSON as unknown as SourceJson;

/**
 * The value with its unusual numbers (1.10, 1e2, -0) as raw JSON objects, which only JSON.stringify understands; what
 * holds none of them is the same object as before. The numbers of a value come in the order of its text, unless a name
 * begins with a digit.
 */
export function withLiterals(value: unknown, bytes: Uint8Array, unusual: readonly number[]): unknown {
  let numbers = 0;
  let at = 0;
  const raw = new Map<string, object>();
  const rawOf = (literal: string): object => {
    const known = raw.get(literal) ?? sourceJson.rawJSON(literal);
    raw.set(literal, known);
    return known;
  };
  const visit = (part: unknown): unknown => {
    if (typeof part === 'number') {
      if (unusual[at] !== numbers++) return part;
      const literal = ascii(bytes, unusual[at + 1], unusual[at + 2]);
      at += 3;
      return literal === String(part) ? part : rawOf(literal);
    }
    if (typeof part !== 'object' || part === null) return part;
    if (Array.isArray(part)) {
      const list = part.map(visit);
      return list.some((one, index) => one !== part[index]) ? list : part;
    }
    const entries = Object.entries(part);
    let changed = false;
    for (const entry of entries) {
      const kept = visit(entry[1]);
      if (kept !== entry[1]) changed = true;
      entry[1] = kept;
    }
    return changed ? Object.fromEntries(entries) : part;
  };
  return visit(value);
}

/** The same by JavaScript's own means, whatever the order: a hundred times slower than JSON.parse. */
export function parseLiterals(text: string): unknown {
  return sourceJson.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && source !== String(value) ? sourceJson.rawJSON(source) : value,
  );
}

/** A number as it was written: a raw JSON object where JavaScript would write it otherwise. */
export function keptNumber(literal: string): unknown {
  const value = Number(literal);
  return String(value) === literal ? value : sourceJson.rawJSON(literal);
}

/** The value that JavaScript reckons with, of one that holds raw numbers; what holds none is the same object. */
export function withoutRaw(kept: unknown): unknown {
  if (typeof kept !== 'object' || kept === null) return kept;
  const literal = literalOf(kept);
  if (literal !== undefined) return Number(literal);
  if (Array.isArray(kept)) {
    const list = kept.map(withoutRaw);
    return list.some((one, index) => one !== kept[index]) ? list : kept;
  }
  let changed = false;
  const entries = Object.entries(kept).map(([name, one]): [string, unknown] => {
    const plain = withoutRaw(one);
    changed ||= plain !== one;
    return [name, plain];
  });
  return changed ? Object.fromEntries(entries) : kept;
}

/** The literal of a raw number; undefined for anything else. */
export function literalOf(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null && 'rawJSON' in value && typeof value.rawJSON === 'string'
    ? value.rawJSON
    : undefined;
}

/** The literals of `unusual`, as of `Scan`. */
export function* literals(bytes: Uint8Array, unusual: readonly number[]): Generator<string> {
  for (let at = 0; at < unusual.length; at += 3) yield ascii(bytes, unusual[at + 1], unusual[at + 2]);
}

function ascii(bytes: Uint8Array, start = 0, end = 0): string {
  let text = '';
  for (let at = start; at < end; at += 1) text += String.fromCharCode(bytes[at] ?? 0);
  return text;
}
