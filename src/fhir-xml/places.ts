import { type PlacedElement, placeElements } from '../medcom/xml/placed.ts';
import type { XmlPlaceOf } from '../questionnaire/json/document.ts';
import { once } from '../questionnaire/once.ts';
import { capital } from '../questionnaire/shape/types.ts';

/**
 * Where the elements of FHIRPaths stand in a document that libxml2 has accepted; what is missing there, its parent. A
 * path begins with a type of resource, and is told where the document has one resource of that type. The document is
 * gone through at the first question: a right one is asked none.
 */
export function xmlPlaces(bytes: Uint8Array): XmlPlaceOf {
  const rootOf = once(() => placeElements(bytes, 'utf-8').root);
  return (path) => {
    const [type = '', ...steps] = path.split('.');
    const root = rootOf();
    const [start, ...others] = root.name === type ? [placedRoot(root)] : named(type, placedRoot(root));
    if (start === undefined || others.length > 0) return undefined;
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
}

function placedRoot(element: PlacedElement): Placed {
  return { element, xpath: `/f:${element.name}` };
}

/** Resources are named by their type, and no other element begins with a capital. */
function named(type: string, at: Placed): readonly Placed[] {
  return childrenOf(at).flatMap((child) => (child.element.name === type ? [child] : named(type, child)));
}

function childAt(parent: Placed, name: string, index: number): Placed | undefined {
  const children = childrenOf(parent);
  const own = children.filter(({ element }) => element.name === name);
  const choices = children.filter(
    ({ element }) => /^[A-Z]/.test(element.name.slice(name.length)) && element.name.startsWith(name),
  );
  const found = own.length > 0 ? own[index] : choices[0];
  const [inner, ...more] = found === undefined ? [] : childrenOf(found);
  // `Bundle.entry[0].resource` is the resource itself.
  return inner !== undefined && more.length === 0 && inner.element.name === capital(inner.element.name) ? inner : found;
}

function childrenOf({ element, xpath }: Placed): readonly Placed[] {
  const elements = element.children.filter((child) => typeof child !== 'string');
  const counts = new Map<string, number>();
  for (const { name } of elements) counts.set(name, (counts.get(name) ?? 0) + 1);
  const seen = new Map<string, number>();
  return elements.map((child) => {
    const position = (seen.get(child.name) ?? 0) + 1;
    seen.set(child.name, position);
    const many = (counts.get(child.name) ?? 0) > 1;
    return { element: child, xpath: `${xpath}/f:${child.name}${many ? `[${position}]` : ''}` };
  });
}
