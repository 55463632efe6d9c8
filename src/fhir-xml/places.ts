import { type PlacedElement, placeElements } from '../medcom/xml/placed.ts';
import type { XmlPlaceOf } from '../questionnaire/json/document.ts';
import { once } from '../questionnaire/once.ts';
import { capital } from '../questionnaire/shape/types.ts';

/**
 * Where the elements of FHIRPaths stand in a document that libxml2 has accepted; what is missing there, its parent. A
 * path begins with a type of resource, and is told where the document has one resource of that type. The document is
 * gone through at the first question, since a right one is asked none, and no part of it twice: a wrong one may be
 * asked for 10,000 places.
 */
export function xmlPlaces(bytes: Uint8Array): XmlPlaceOf {
  const rootOf = once(() => {
    const { root } = placeElements(bytes, 'utf-8');
    return placed(root, `/f:${root.name}`);
  });
  const starts = new Map<string, Placed | undefined>();
  return (path) => {
    const [type = '', ...steps] = path.split('.');
    if (!starts.has(type)) starts.set(type, onlyOne(type, rootOf()));
    const start = starts.get(type);
    if (start === undefined) return undefined;
    let at = start;
    for (const step of steps) {
      const [, name = '', index = '0'] = /^(\w+)(?:\[(\d+)\])?$/.exec(step) ?? [];
      const next = childAt(at, name, Number(index));
      if (next === undefined) break;
      at = next;
    }
    return { xpath: at.xpath, line: at.element.line ?? 1 };
  };
}

interface Placed {
  readonly element: PlacedElement;
  readonly xpath: string;
  /** By name, in the order in which the names come first. */
  readonly children: () => ReadonlyMap<string, readonly Placed[]>;
}

function placed(element: PlacedElement, xpath: string): Placed {
  return { element, xpath, children: once(() => childrenOf(element, xpath)) };
}

function childrenOf({ children }: PlacedElement, xpath: string): ReadonlyMap<string, readonly Placed[]> {
  const byName = Map.groupBy(
    children.filter((child) => typeof child !== 'string'),
    ({ name }) => name,
  );
  const stepTo = (name: string, position: string) => `${xpath}/f:${name}${position}`;
  return new Map(
    [...byName].map(([name, all]) => [
      name,
      all.map((child, index) => placed(child, stepTo(name, all.length > 1 ? `[${index + 1}]` : ''))),
    ]),
  );
}

function onlyOne(type: string, root: Placed): Placed | undefined {
  const [start, ...others] = root.element.name === type ? [root] : named(type, root);
  return others.length > 0 ? undefined : start;
}

/** Resources are named by their type, and no other element begins with a capital. */
function named(type: string, at: Placed): readonly Placed[] {
  const children = [...at.children().values()].flat();
  return children.flatMap((child) => (child.element.name === type ? [child] : named(type, child)));
}

function childAt(parent: Placed, name: string, index: number): Placed | undefined {
  const children = parent.children();
  const own = children.get(name);
  const found = own === undefined ? choiceOf(name, children) : own[index];
  const inner = found === undefined ? undefined : onlyChild(found);
  // `Bundle.entry[0].resource` is the resource itself.
  return inner !== undefined && inner.element.name === capital(inner.element.name) ? inner : found;
}

function onlyChild({ children }: Placed): Placed | undefined {
  const [all = [], ...others] = children().values();
  return all.length === 1 && others.length === 0 ? all[0] : undefined;
}

/** `value` -> `valueCoding` */
function choiceOf(choice: string, children: ReadonlyMap<string, readonly Placed[]>): Placed | undefined {
  for (const [name, [first]] of children) {
    if (name.startsWith(choice) && /^[A-Z]/.test(name.slice(choice.length))) return first;
  }
  return undefined;
}
