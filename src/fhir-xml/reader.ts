import { type Attribute, attributesOf, valueAlone } from '../medcom/xml/attributes.ts';
import { declared, namespaceOf, prefixDeclared, type Scope, split } from '../medcom/xml/namespaces.ts';
import { type Problem, Refusal, refuse } from '../outcome/problem.ts';
import { refusedCharacter } from '../questionnaire/json/fault.ts';
import { isPropertyName } from '../questionnaire/place.ts';
import { mostFaults } from '../questionnaire/shape/fault.ts';
import type { R4, R4Element, R4Type } from '../questionnaire/shape/r4.ts';
import { type Frame, pathOf, xpathOf } from './frame.ts';
import { linesOf } from './lines.ts';
import { fhir, isSchemaHint, xhtml } from './namespaces.ts';
import { divOf } from './narrative.ts';
import { jsonValue } from './primitive.ts';

/** Takes the markup of a document, piece by piece. */
export interface Reader {
  /** A start tag, with its attributes as written; `closed` where it ends the element too. */
  open(name: string, attributes: string, start: number, closed: boolean): void;
  close(end: number): void;
  text(start: number, end: number): void;
  /** What was read, and whether numbers in it are raw (`keptNumber`). Throws a Refusal with all that is wrong. */
  resource(): { readonly kept: unknown; readonly raw: boolean };
}

/** Makes JSON of the markup that libxml2 has accepted. Errors: see `readResource`. */
export function createReader(text: string, deepest: number, r4: R4): Reader {
  const problems: Problem[] = [];
  // One look at the whole spares one at each value.
  const characters = refusedCharacter.test(text) || text.includes('&#');
  const elementType = r4('Element');
  const lineAt = linesOf(text);
  let top: Frame | undefined;
  let root: unknown;
  let faulted: Frame | undefined;
  let raw = false;

  const fault = (code: Problem['code'], frame: Frame, values: Record<string, string> = {}): void => {
    faulted = frame;
    if (problems.length >= mostFaults) return;
    const { line, column } = lineAt(frame.start);
    const element = frame.element?.choice ?? frame.name;
    const xml = { xpath: xpathOf(frame), line };
    const at = { line: String(line), column: String(column) };
    problems.push({ code, place: pathOf(frame), xml, values: { element, ...at, ...values } });
  };

  /** What is no name of FHIR's is content, and is not told. */
  const unknown = (name: string, mark: string, frame: Frame): void => {
    if (isPropertyName(name)) fault('property-unknown', frame, { name: mark + name });
    else fault('property-name', frame);
  };

  const checkText = (value: string, frame: Frame): void => {
    if (characters && refusedCharacter.test(value)) fault('json-character', frame);
  };

  /** What an element is in its parent. Refuses what R4 does not let stand there. */
  const known = (parent: Frame, name: string, element: R4Element | undefined): R4Element | undefined => {
    if (element === undefined || (parent.kind === 'primitive' && name !== 'extension')) {
      unknown(name, '', parent);
      return undefined;
    }
    const { last } = parent;
    parent.count = last?.name === name ? parent.count + 1 : 0;
    if (last !== undefined && element.order < last.order) {
      fault('xml-order', parent, { name, before: last.name });
      return undefined;
    }
    if (last?.order === element.order && !element.many) {
      if (last.name === name) fault('list-unexpected', parent, { element: name });
      else fault('value-choice', parent, { choice: `${element.choice}[x]` });
      return undefined;
    }
    parent.last = element;
    return element;
  };

  const attributesIn = (frame: Frame, attributes: readonly Attribute[]): void => {
    for (const { name, value } of attributes) {
      if (prefixDeclared(name) !== undefined || frame.kind === 'xhtml') continue;
      if (frame.parent === undefined && isSchemaHint(name, frame.scope)) continue;
      const isValue = frame.kind === 'primitive' && name === 'value';
      if (!isValue && (frame.kind === 'holder' || frame.type?.attributes.has(name) !== true)) {
        unknown(name, '@', frame);
        continue;
      }
      if (value === '') fault('empty-element', frame);
      checkText(value, frame);
      if (isValue) frame.text = value;
      else frame.json[name] = value;
    }
  };

  const push = (frame: Frame): void => {
    if (frame.depth > deepest && frame.kind !== 'skipped') {
      const place = { xpath: xpathOf(frame), line: lineAt(frame.start).line };
      refuse('xml-too-deep', { place, values: { limit: String(deepest) } });
    }
    top = frame;
  };

  const begin = (
    kind: Frame['kind'],
    name: string,
    start: number,
    scope: Scope | undefined,
    element?: R4Element,
    type?: R4Type,
  ): Frame => {
    const parent = top;
    // A list and the object in it are two levels of JSON.
    const levels = element === undefined && parent !== undefined ? 0 : element?.many === true ? 2 : 1;
    const json = kind === 'resource' ? { resourceType: name } : {};
    return {
      kind,
      parent,
      element,
      name,
      type,
      scope,
      start,
      // What stands in a primitive stands in its `_name`, which is an object.
      depth:
        (parent?.depth ?? 0) + (parent?.kind === 'primitive' ? 1 : 0) + (kind === 'primitive' ? levels - 1 : levels),
      index: parent?.count ?? 0,
      json,
      text: undefined,
      last: undefined,
      count: 0,
    };
  };

  const skip = (start: number, scope: Scope | undefined): void => push(begin('skipped', '', start, scope));

  const openResource = (name: string, start: number, scope: Scope | undefined): void => {
    const type = r4(name);
    const isOne = type?.isResource === true && !/^(?:Domain)?Resource$/.test(name);
    const parent = top;
    const frame = begin('resource', name, start, scope, undefined, type);
    if (!isOne && parent === undefined) {
      refuse('resource-type-missing', { place: { xpath: '/', line: lineAt(frame.start).line } });
    }
    if (!isOne || (parent !== undefined && parent.last !== undefined)) {
      if (parent !== undefined) fault(isOne ? 'list-unexpected' : 'resource-type-missing', parent);
      skip(start, scope);
      return;
    }
    // Any element: what counts is that there was one.
    if (parent !== undefined) parent.last = type.elements.get('id');
    if (parent?.element !== undefined) put(parent, frame.json);
    else root = frame.json;
    push(frame);
  };

  /** Sets an element in the JSON of what it stands in. */
  const put = ({ parent, element, name }: Frame, value: unknown): void => {
    const json = parent?.json ?? {};
    if (element?.many !== true) json[name] = value;
    else if (json[name] === undefined) json[name] = [value];
    else (json[name] as unknown[]).push(value);
  };

  /** What most elements are: a value and nothing else. False where it is more, or not right. */
  const leaf = (parent: Frame, name: string, attributes: string): boolean => {
    const element = parent.type?.elements.get(name);
    if (element === undefined || !element.primitive || element.many || characters) return false;
    if (parent.kind === 'primitive' || element.order <= (parent.last?.order ?? -1)) return false;
    const value = valueAlone(attributes);
    if (value === undefined || value === '' || namespaceOf('', parent.scope) !== fhir) return false;
    const made = jsonValue(element.type, value);
    if (typeof made === 'string') return false;
    if (typeof made.value === 'object') raw = true;
    parent.json[name] = made.value;
    parent.last = element;
    parent.count = 0;
    return true;
  };

  const open: Reader['open'] = (written, rawAttributes, start, closed) => {
    const parent = top;
    if (closed && parent !== undefined && leaf(parent, written, rawAttributes)) return;
    openFrame(written, rawAttributes, start);
    if (closed) close(start + written.length + rawAttributes.length + '</>'.length);
  };

  const openFrame = (written: string, rawAttributes: string, start: number): void => {
    const [prefix, name] = split(written);
    const attributes = rawAttributes === '' ? [] : attributesOf(rawAttributes);
    const parent = top;
    const scope = rawAttributes.includes('xmlns') ? declared(attributes, parent?.scope) : parent?.scope;
    if (parent?.kind === 'skipped') {
      skip(start, scope);
      return;
    }
    const namespace = namespaceOf(prefix, scope);
    const element = parent?.type?.elements.get(name);
    const isXhtml = parent?.kind === 'xhtml' || element?.type === 'xhtml';
    if (namespace !== (isXhtml ? xhtml : fhir)) {
      if (parent === undefined) refuse('xml-namespace', { place: { xpath: '/' }, values: { element: '/' } });
      fault('xml-namespace', parent);
      skip(start, scope);
      return;
    }
    if (parent?.kind === 'xhtml') {
      push({ ...begin('xhtml', name, start, scope), depth: parent.depth });
      return;
    }
    if (parent === undefined || parent.kind === 'holder') {
      openResource(name, start, scope);
      if (top?.kind === 'resource') attributesIn(top, attributes);
      return;
    }
    const found = known(parent, name, element);
    if (found === undefined) {
      skip(start, scope);
      return;
    }
    const { type } = found;
    if (type === 'xhtml') push({ ...begin('xhtml', name, start, scope, found), type: undefined });
    else if (found.primitive) push(begin('primitive', name, start, scope, found, elementType));
    else if (type === 'Resource') push(begin('holder', name, start, scope, found));
    else {
      const frame = begin('complex', name, start, scope, found, r4(type));
      put(frame, frame.json);
      push(frame);
    }
    if (top !== undefined) attributesIn(top, attributes);
  };

  const closePrimitive = (frame: Frame): void => {
    const { parent, element, json, index, name } = frame;
    const text = frame.text === '' ? undefined : frame.text;
    const made = text === undefined ? undefined : jsonValue(element?.type ?? '', text);
    if (typeof made === 'string') {
      fault(made, frame, { type: element?.type ?? '' });
      return;
    }
    const hasMore = Object.keys(json).length > 0;
    if (made === undefined && !hasMore) {
      if (faulted !== frame) fault('empty-element', frame);
      return;
    }
    if (typeof made?.value === 'object') raw = true;
    const into = parent?.json ?? {};
    if (element?.many !== true) {
      if (made !== undefined) into[name] = made.value;
      if (hasMore) into[`_${name}`] = json;
      return;
    }
    pad(into, name, index, made?.value);
    pad(into, `_${name}`, index, hasMore ? json : undefined);
  };

  const closeFrame = (frame: Frame, end: number): void => {
    if (frame.kind === 'primitive') closePrimitive(frame);
    else if (frame.kind === 'xhtml' && frame.parent?.kind !== 'xhtml') {
      const div = divOf(text.slice(frame.start, end), frame.scope);
      checkText(div, frame);
      put(frame, div);
    } else if (frame.kind === 'complex' && problems.length === 0 && Object.keys(frame.json).length === 0) {
      fault('empty-element', frame);
    } else if (frame.kind === 'holder' && problems.length === 0 && frame.last === undefined)
      fault('empty-element', frame);
  };

  const close: Reader['close'] = (end) => {
    if (top === undefined) return;
    const frame = top;
    top = frame.parent;
    closeFrame(frame, end);
  };

  return {
    open,
    close,
    text: (start, end) => {
      if (top === undefined || top.kind === 'xhtml' || top.kind === 'skipped') return;
      if (/[^ \t\n\r]/.test(text.slice(start, end)) && faulted !== top) fault('xml-text', top);
    },
    resource: () => {
      if (problems.length > 0) throw new Refusal(problems);
      return { kept: root, raw };
    },
  };
}

/** The two lists of a primitive that repeats have a place for each, which is null where there is nothing. */
function pad(json: Record<string, unknown>, name: string, index: number, value: unknown): void {
  const list = json[name] as unknown[] | undefined;
  if (list !== undefined) list.push(value ?? null);
  else if (value !== undefined) json[name] = [...Array.from({ length: index }, () => null), value];
}
