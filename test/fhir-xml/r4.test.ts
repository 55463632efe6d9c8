import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { resourceTypes } from '../../src/questionnaire/resource-types.ts';
import { datatypes } from '../../src/questionnaire/shape/datatypes.ts';
import { loadR4, type R4Type } from '../../src/questionnaire/shape/r4.ts';
import { responseSchema } from '../../src/questionnaire/shape/schema.ts';

const load = createRequire(import.meta.url);
const r4 = await loadR4();

interface Properties {
  readonly properties?: Readonly<Record<string, { readonly type?: string }>>;
}

/** The checker's names for what has a path in the table. */
const paths: Readonly<Record<string, string>> = {
  Item: 'QuestionnaireResponse.item',
  Answer: 'QuestionnaireResponse.item.answer',
};

test('the table has every type of resource', () => {
  expect([...resourceTypes].filter((type) => r4(type)?.isResource !== true)).toEqual([]);
  expect(['Coding', 'Patient.contact', 'Basics', 'any', 'constructor'].filter((type) => r4(type)?.isResource)).toEqual(
    [],
  );
});

test('the checker of responses knows the same elements in the same order, and the same of them repeat', () => {
  const checked = { QuestionnaireResponse: responseSchema, ...datatypes, ...(responseSchema.$defs as object) };
  const compared = Object.entries(checked).flatMap(([name, schema]) => {
    const { properties } = schema as Properties;
    const type = r4(paths[name] ?? name);
    if (properties === undefined || type === undefined) return [];
    const known = Object.entries(properties).filter(([one]) => !one.startsWith('_') && one !== 'resourceType');
    const repeating = known.filter(([, one]) => one.type === 'array').map(([one]) => one);
    const manies = [...type.elements.values()].flatMap((one) => (one.many ? [one.name] : []));
    expect(known.map(([one]) => one).sort(), name).toEqual([...type.attributes.keys(), ...type.elements.keys()].sort());
    expect(repeating.sort(), name).toEqual(manies.sort());
    expect(
      inOrder(
        known.map(([one]) => one),
        type,
      ),
      name,
    ).toBe(true);
    return [name];
  });
  expect(compared).toEqual(
    expect.arrayContaining(['QuestionnaireResponse', 'Item', 'Answer', 'Extension', 'Identifier']),
  );
  expect(compared.length).toBeGreaterThan(20);
});

/** R4's order, but that a checker may have `extension` and `id` where it likes. */
function inOrder(names: readonly string[], { elements }: R4Type): boolean {
  const orders = names.flatMap((name) =>
    /^(?:id|extension|modifierExtension)$/.test(name) ? [] : [elements.get(name)?.order ?? -1],
  );
  return orders.every((order, index) => index === 0 || order >= (orders[index - 1] ?? 0));
}

test('fhirpath’s model of R4, which is made from the same definitions by others, says the same of every element', () => {
  const types = load('fhirpath/fhir-context/r4/path2Type.json') as Record<string, string | { readonly code: string }>;
  const repeating = new Set(load('fhirpath/fhir-context/r4/path2Repeating.json') as string[]);
  const choices = load('fhirpath/fhir-context/r4/choiceTypePaths.json') as Record<string, readonly string[]>;
  let compared = 0;
  const other: string[] = [];
  for (const [path, value] of Object.entries(types)) {
    const [owner, name = ''] = [path.slice(0, path.lastIndexOf('.')), path.split('.').at(-1)];
    const type = r4(owner);
    if (type === undefined || name === 'id' || choices[path] !== undefined) continue;
    const element = type.elements.get(name) ?? type.attributes.get(name);
    const code = (typeof value === 'string' ? value : value.code).replace('System.String', 'string');
    const same =
      element !== undefined &&
      element.many === repeating.has(path) &&
      (element.type === code || /^(?:Backbone)?Element$/.test(code));
    if (!same) other.push(`${path}: ${code}, ${element?.type}`);
    compared += 1;
  }
  for (const [path, names] of Object.entries(choices)) {
    const type = r4(path.slice(0, path.lastIndexOf('.')));
    const name = path.split('.').at(-1);
    const own = [...(type?.elements.values() ?? [])].filter(({ choice }) => choice === name);
    if (type !== undefined && own.length !== names.length) other.push(path);
  }
  expect(other).toEqual([]);
  expect(compared).toBeGreaterThan(4_000);
});
