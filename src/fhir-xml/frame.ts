import type { Scope } from '../medcom/xml/namespaces.ts';
import type { R4Element, R4Type } from '../questionnaire/shape/r4.ts';

/**
 * An element that is open. A `holder` is one that holds a whole resource (`contained`, `Bundle.entry.resource`);
 * `skipped` is what has been refused, with all in it.
 */
export interface Frame {
  readonly kind: 'resource' | 'complex' | 'primitive' | 'holder' | 'xhtml' | 'skipped';
  readonly parent: Frame | undefined;
  /** What it is in its parent; undefined for a resource, which is named by its type. */
  readonly element: R4Element | undefined;
  readonly name: string;
  /** Of a primitive, `Element`: what stands in it. */
  readonly type: R4Type | undefined;
  readonly scope: Scope | undefined;
  /** Where its start tag begins in the text. */
  readonly start: number;
  /** Levels of arrays and objects in JSON down to it. */
  readonly depth: number;
  /** Its place among those of its name, from 0. */
  readonly index: number;
  /** Of a primitive, what JSON puts into `_name`. */
  readonly json: Record<string, unknown>;
  /** Of a primitive. */
  text: string | undefined;
  /** The element that came last in it, and how many of that name. */
  last: R4Element | undefined;
  count: number;
}

/** FHIRPath: `QuestionnaireResponse.item[2].answer[0].value`, a choice without its type. */
export function pathOf(frame: Frame): string {
  const { parent, element, name, index } = frame;
  if (parent === undefined) return name;
  if (element === undefined) return pathOf(parent);
  return `${pathOf(parent)}.${element.choice ?? name}${element.many ? `[${index}]` : ''}`;
}

/** XPath, with `f` for FHIR's namespace: `/f:QuestionnaireResponse/f:item[3]`. */
export function xpathOf({ parent, element, name, index }: Frame): string {
  const step = `/f:${name}${element?.many === true ? `[${index + 1}]` : ''}`;
  return parent === undefined ? step : xpathOf(parent) + step;
}
