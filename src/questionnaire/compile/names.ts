import type { CompiledItem, Formula, Mistake } from '../types.ts';

/** What every expression may refer to without the form defining it. */
const given: ReadonlySet<string> = new Set([
  'resource',
  'rootResource',
  'context',
  'questionnaire',
  'qitem',
  'target',
  'definition',
  'ucum',
  'sct',
  'loinc',
  'factory',
]);

const strings = /'(?:[^'\\]|\\.)*'/g;
const external = /%(?:`((?:[^`\\]|\\.)+)`|"([^"]+)"|([A-Za-z_][A-Za-z0-9_-]*))/g;
const own = /\bdefineVariable\s*\(\s*'([^']+)'/g;

/** The environment variables that an expression refers to, but for those that it defines itself. */
export function namesIn(text: string): ReadonlySet<string> {
  if (!text.includes('%')) return new Set();
  const defined = new Set(Array.from(text.matchAll(own), ([, name]) => name));
  const found = text.replace(strings, "''").matchAll(external);
  const names = Array.from(found, ([, delimited, quoted, bare]) => delimited ?? quoted ?? bare ?? '');
  return new Set(names.filter((name) => !defined.has(name)));
}

/**
 * Names the expressions that can be evaluated nowhere, or not here: in another language than FHIRPath, or with a
 * variable that the form does not define before it (`%patient` and other launch context is what a renderer has). What
 * rests on them is undecided, and not named again.
 */
export function reportUndecidable(
  formulas: readonly Formula[],
  known: ReadonlySet<string>,
  report: (formula: Formula) => void,
): void {
  for (const formula of formulas) {
    if (formula.text === undefined || [...formula.names].some((name) => !given.has(name) && !known.has(name)))
      report(formula);
  }
}

/** The names of an item's own variables and of those above it, all of which may be undecided themselves. */
export function variablesAround(item: CompiledItem | undefined, top: readonly Formula[]): ReadonlySet<string> {
  const names = new Set(top.map(({ name }) => name ?? ''));
  for (let at = item; at !== undefined; at = at.parent)
    for (const { name } of at.formulas?.variables ?? []) names.add(name ?? '');
  return names;
}

/** Says that an expression cannot be evaluated, and which. */
export function undecidable(mistake: Mistake, { place, source, name }: Formula): void {
  const expression = name === undefined ? source : `${name}: ${source}`;
  mistake('questionnaire-expression', place, { expression: expression === '' ? '–' : expression });
}
