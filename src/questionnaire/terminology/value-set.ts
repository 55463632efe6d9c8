import type { ValueSet, ValueSetComposeInclude, ValueSetExpansion, ValueSetExpansionContains } from 'fhir/r4.js';
import { type Extensible, extendedWeights } from '../extensions.ts';
import type { Membership } from '../types.ts';
import { every, some, type Verdict } from '../values/verdict.ts';
import { type Codes, wordings } from './code-system.ts';
import { type Patterns, passes } from './filter.ts';

/** Where ValueSets and CodeSystems that others refer to are found. */
export interface Terminology {
  readonly codes: (system: string) => Codes | undefined;
  readonly valueSet: (canonical: string) => ValueSet | undefined;
  /** For running filters; without, what they select is unknown. */
  readonly patterns: Patterns | undefined;
}

/** A code of a system; some expansions have no systems. */
interface Code {
  /** `any`: whichever has the code. */
  readonly system: string | undefined | 'any';
  readonly code: string;
}

/** Real ValueSets import a handful of others. More than this says nothing. */
const mostVisits = 1_000;

const limited = 'http://hl7.org/fhir/StructureDefinition/valueset-toocostly';

/**
 * Whether a ValueSet holds a code, by its own expansion or by its definition (R4, ValueSet compose): our own $expand,
 * but for one code, so that nothing has to be listed. ValueSets that import each other in a circle say nothing.
 */
export function membershipOf(valueSet: ValueSet, code: Code, terminology: Terminology): Membership {
  const displays = new Set<string>();
  const others = new Set<string>();
  const weights: number[] = [];
  const contains = holds(valueSet, code, {
    terminology,
    displays,
    weights,
    others,
    verdicts: new Map(),
    above: new Set(),
    visits: 0,
  });
  const { system } = code;
  const known = system === undefined ? undefined : terminology.codes(system)?.find(code.code);
  for (const display of known?.displays ?? []) displays.add(display);
  return { contains, displays, weights, others };
}

/** One question for one code. */
interface Search {
  readonly terminology: Terminology;
  readonly displays: Set<string>;
  readonly weights: number[];
  /** Wordings of the codes that are listed beside it. */
  readonly others: Set<string>;
  /** What is settled of each ValueSet: one may be imported along very many paths. */
  readonly verdicts: Map<ValueSet, Verdict>;
  /** ValueSets that are being looked through: one among them again is a circle. */
  readonly above: Set<ValueSet>;
  /** How many ValueSets were looked through. */
  visits: number;
}

function holds(valueSet: ValueSet, code: Code, search: Search): Verdict {
  const { verdicts, above } = search;
  if (verdicts.has(valueSet)) return verdicts.get(valueSet);
  search.visits += 1;
  if (above.has(valueSet) || search.visits > mostVisits) return undefined;
  above.add(valueSet);
  const verdict = lookThrough(valueSet, code, search);
  above.delete(valueSet);
  // Within a circle nothing may be known that is known outside of it.
  if (verdict !== undefined || above.size === 0) verdicts.set(valueSet, verdict);
  return verdict;
}

function lookThrough({ compose, expansion }: ValueSet, code: Code, search: Search): Verdict {
  const listed = expansion === undefined ? undefined : findListed(expansion.contains ?? [], code, search.others);
  if (listed !== undefined) {
    addListed(listed, search);
    return true;
  }
  const part = (include: ValueSetComposeInclude) => includes(include, code, search);
  if (compose !== undefined) {
    const included = some((compose.include ?? []).map(part));
    const excluded = some((compose.exclude ?? []).map(part));
    if (included === false || excluded === true) return false;
    if (included === true && excluded === false) return true;
  }
  return expansion !== undefined && isWhole(expansion) ? false : undefined;
}

function addListed(listed: Parameters<typeof wordings>[0] & Extensible, { displays, weights }: Search): void {
  for (const display of wordings(listed)) displays.add(display);
  weights.push(...extendedWeights(listed));
}

/** "Abstract" entries only head a group. What is told of the others goes into `others`. */
function findListed(
  contains: readonly ValueSetExpansionContains[],
  code: Code,
  others: Set<string>,
): ValueSetExpansionContains | undefined {
  let found: ValueSetExpansionContains | undefined;
  for (const each of contains) {
    const isOf = each.system === undefined || code.system === 'any' || each.system === code.system;
    if (each.code === code.code && each.abstract !== true && isOf) found ??= each;
    else for (const wording of wordings(each)) others.add(wording);
    found = findListed(each.contains ?? [], code, others) ?? found;
  }
  return found;
}

/** Not a page of a longer list, and not cut off. */
function isWhole({ total, offset, contains, extension }: ValueSetExpansion): boolean {
  if (extension?.some(({ url }) => url === limited) === true) return false;
  const count = (list: readonly ValueSetExpansionContains[]): number =>
    list.reduce((sum, each) => sum + 1 + count(each.contains ?? []), 0);
  return (offset ?? 0) === 0 && (total ?? 0) <= count(contains ?? []);
}

/** One include: the system and its concepts or filters, and all of the ValueSets. */
function includes({ system, concept, filter, valueSet }: ValueSetComposeInclude, code: Code, search: Search): Verdict {
  const { terminology } = search;
  const verdicts: Verdict[] = (valueSet ?? []).map((canonical) => {
    const found = terminology.valueSet(canonical);
    return found === undefined ? undefined : holds(found, code, search);
  });
  if (system !== undefined) {
    if (code.system !== 'any' && system !== code.system) return false;
    const listed = concept?.find((one) => one.code === code.code);
    for (const one of concept ?? [])
      if (one !== listed) for (const wording of wordings(one)) search.others.add(wording);
    if (listed !== undefined) addListed(listed, search);
    if (concept !== undefined) verdicts.push(listed !== undefined);
    else verdicts.push(ofSystem(terminology, system, code.code, filter ?? []));
  }
  return verdicts.length === 0 ? undefined : every(verdicts);
}

function ofSystem(
  { codes: codesOf, patterns }: Terminology,
  system: string,
  code: string,
  filters: NonNullable<ValueSetComposeInclude['filter']>,
): Verdict {
  const codes = codesOf(system);
  const concept = codes?.find(code);
  if (codes === undefined) return undefined;
  if (concept === undefined) return codes.complete ? false : undefined;
  if (filters.length === 0) return true;
  return patterns && every(filters.map((filter) => passes(filter, concept, codes, patterns)));
}
