import { type Way, wayTo } from '../way.ts';
import type { JsonDocument } from './document.ts';
import { literalOf } from './numbers.ts';

/** Numbers as they were written: 1.10 is 1.1 for JavaScript. */
export function literalsOf({
  value: whole,
  kept,
}: JsonDocument): (place: Way, value: number, path: readonly string[]) => string {
  return (place, value, path) => {
    if (kept === whole) return String(value);
    const found = valueAt(
      kept,
      path.reduce<Way>((above, name) => wayTo(above, name), place),
    );
    return literalOf(found) ?? String(value);
  };
}

function valueAt(root: unknown, { above, name, index }: Way): unknown {
  if (above === undefined) return root;
  const found = (valueAt(root, above) as Record<string, unknown> | undefined)?.[name];
  return index === undefined ? found : (found as readonly unknown[] | undefined)?.[index];
}
