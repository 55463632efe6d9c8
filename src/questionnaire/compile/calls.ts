/**
 * How many parameters the functions of FHIRPath take. fhirpath takes a call with another number for one without a
 * result, which would decide what rests on it; those that take none refuse any themselves.
 */
const counts: readonly (readonly [least: number, most: number, names: string])[] = [
  [0, 0, 'type today now timeOfDay'],
  [0, 1, 'exists toQuantity join round lowBoundary highBoundary'],
  [1, 1, 'memberOf all subsetOf supersetOf where extension select repeat ofType is as take skip'],
  [1, 1, 'combine union intersect exclude indexOf lastIndexOf startsWith endsWith contains matches matchesFull'],
  [1, 1, 'split encode decode escape unescape log power comparable'],
  [1, 2, 'aggregate trace defineVariable substring'],
  [1, Number.POSITIVE_INFINITY, 'coalesce'],
  [2, 2, 'replace replaceMatches'],
  [2, 3, 'iif'],
];
const parameters: ReadonlyMap<string, readonly [least: number, most: number]> = new Map(
  counts.flatMap(([least, most, names]) => names.split(' ').map((name) => [name, [least, most]] as const)),
);

/** Texts, names in back quotes and comments: what is in them is neither call nor comma. */
const quoted = /'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|"(?:[^"\\]|\\.)*"|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;
const step = /([A-Za-z_]\w*)\s*\(|[(),[\]{}]|[^\s()[\]{},A-Za-z_]+|[A-Za-z_]\w*/g;

/** False where an expression calls a function of FHIRPath with more or fewer parameters than it takes. */
export function isCalledRight(expression: string): boolean {
  if (!expression.includes('(')) return true;
  /** The calls and brackets that are open, with what was found in them. */
  const open: { readonly name: string | undefined; commas: number; isEmpty: boolean }[] = [];
  for (const [part, name] of expression.replace(quoted, "''").matchAll(step)) {
    const around = open.at(-1);
    if (around !== undefined && !/^[)\]}]/.test(part)) around.isEmpty = false;
    if (name !== undefined || /^[([{]/.test(part)) open.push({ name, commas: 0, isEmpty: true });
    else if (part === ',' && around !== undefined) around.commas += 1;
    else if (/^[)\]}]/.test(part)) {
      open.pop();
      const [least, most] = parameters.get(around?.name ?? '') ?? [0, Number.POSITIVE_INFINITY];
      const given = around === undefined || around.isEmpty ? 0 : around.commas + 1;
      if (around?.name !== undefined && (given < least || given > most)) return false;
    }
  }
  return true;
}
