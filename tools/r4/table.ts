import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElementDefinition, StructureDefinition } from 'fhir/r4.js';

/**
 * R4's types by name, those of backbone elements by their path: the type that each builds on, then its own elements in
 * their order, each with its types and, behind them, `!` for 1..1, `*` for 0..* and `+` for 1..*. An `@` stands before
 * what is an attribute in XML; `any` are the types of an open choice.
 */
export function tableOf(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder).filter((name) => /^StructureDefinition-.*\.json$/.test(name));
  const definitions = files
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as StructureDefinition)
    .filter(({ kind, derivation }) => (kind === 'resource' || kind === 'complex-type') && derivation !== 'constraint')
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const elementsOf = new Map(definitions.map(({ name, snapshot }) => [name, snapshot?.element ?? []]));
  const any = typesOf(elementsOf.get('Extension')?.find(({ path }) => path === 'Extension.value[x]'));
  const rows: [string, string][] = [['any', any]];
  for (const { name, baseDefinition } of definitions) {
    const elements = elementsOf.get(name) ?? [];
    for (const owner of elements.filter(({ path }) => hasChildren(path, elements))) {
      const base = owner.path === name ? (baseDefinition?.split('/').at(-1) ?? '') : typesOf(owner);
      const inherited = new Set((elementsOf.get(base) ?? []).map(({ path }) => lastOf(path)));
      const own = elements.filter(({ path }) => parentOf(path) === owner.path && !inherited.has(lastOf(path)));
      const fields = own.map((element) => {
        const types = hasChildren(element.path, elements) ? element.path : typesOf(element);
        const mark = element.representation?.includes('xmlAttr') === true ? '@' : '';
        return `${mark}${lastOf(element.path)}:${types === any ? 'any' : types}${cardinality(element)}`;
      });
      rows.push([owner.path, [base, ...fields].join(' ')]);
    }
  }
  return Object.fromEntries(rows);
}

function typesOf(element: ElementDefinition | undefined): string {
  const { contentReference, type = [] } = element ?? {};
  if (contentReference !== undefined) return contentReference.slice(1);
  return type.map(({ code }) => (code.startsWith('http://hl7.org/fhirpath/') ? 'string' : code)).join('|');
}

function cardinality({ min, max }: ElementDefinition): string {
  if (max === '1') return min === 1 ? '!' : '';
  return min === 0 ? '*' : '+';
}

function hasChildren(path: string, elements: readonly ElementDefinition[]): boolean {
  return elements.some((element) => parentOf(element.path) === path);
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('.')));
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
