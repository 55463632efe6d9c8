import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkElement } from '../../src/medcom/message/check.ts';
import { emessage, letterTables, tablesOf } from '../../src/medcom/tables/letters.ts';
import { checkSchema } from '../../src/medcom/xml/schema.ts';
import { elementsOf, type XmlElement } from '../../src/medcom/xml/tree.ts';
import { writeXml } from '../../src/medcom/xml/write.ts';
import { filledMessage } from './filled.ts';
import { describeWithSchemas, schemaDirectory } from './schemas.ts';

describe('the tables', () => {
  test('are one per namespace, element and version', () => {
    const keys = letterTables.map(({ namespace, element, version }) => `${namespace} ${element} ${version}`);
    expect(letterTables.length).toBe(33);
    expect(new Set(keys).size).toBe(keys.length);
    for (const table of letterTables) expect(tablesOf(table.namespace, table.element)).toContain(table);
  });
});

type Step = (element: XmlElement) => XmlElement | undefined;

/** The tree with the element at `index` (in document order) replaced by what `step` makes of it. */
function changed(root: XmlElement, index: number, step: Step): XmlElement {
  let count = 0;
  const walk = (element: XmlElement): XmlElement | undefined => {
    const here = count;
    count += 1;
    if (here === index) return step(element);
    return {
      ...element,
      children: element.children.flatMap((child) => (typeof child === 'string' ? child : (walk(child) ?? []))),
    };
  };
  return walk(root) ?? root;
}

/** As a reader gives it: no empty text, and no two beside each other. */
function joined(element: XmlElement): XmlElement {
  const children: (string | XmlElement)[] = [];
  for (const child of element.children) {
    const last = children.at(-1);
    if (typeof child === 'string' && typeof last === 'string') children.splice(-1, 1, last + child);
    else if (child !== '') children.push(typeof child === 'string' ? child : joined(child));
  }
  return { ...element, children };
}

function countOf(element: XmlElement): number {
  return 1 + elementsOf(element).reduce((sum, child) => sum + countOf(child), 0);
}

/** The children in another order, doubled, or with one of them left out. */
const steps: readonly ((pick: number) => Step)[] = [
  (pick) => (element) => ({
    ...element,
    children: element.children.toSpliced(pick % (element.children.length + 1), 1),
  }),
  (pick) => (element) => {
    const child = element.children[pick % Math.max(element.children.length, 1)];
    return child === undefined ? element : { ...element, children: [...element.children, child] };
  },
  (pick) => (element) => {
    const at = pick % Math.max(element.children.length, 1);
    const child = element.children[at];
    return child === undefined ? element : { ...element, children: element.children.toSpliced(at, 0, child, child) };
  },
  () => (element) => ({ ...element, children: element.children.toReversed() }),
  () => (element) => ({ ...element, name: 'Andet' }),
  () => (element) => ({ ...element, children: [] }),
  (pick) => (element) => {
    if (elementsOf(element).length > 0) return element;
    return { ...element, children: ['x'.repeat([1, 2, 4, 15, 18, 36, 71, 351][pick % 8] ?? 1)] };
  },
  () => (element) => ({ ...element, children: [...element.children, 'x'] }),
];

describeWithSchemas.each(letterTables)('the table of $type $version ($namespace)', (table) => {
  test.each<['least' | 'most', number]>([
    ['least', 0],
    ['least', 1],
    ['most', 0],
    ['most', 1],
    ['most', 2],
  ])('at its %s, alternative %i, is what the schema allows', async (how, alternative) => {
    const message = filledMessage(table, how, alternative);
    expect(checkElement(emessage(table), message)).toEqual([]);
    expect(await checkSchema(await writeXml(message), schemaDirectory)).toEqual([]);
  });

  test('refuses what the schema refuses, and nothing else', async () => {
    const messages = { most: filledMessage(table, 'most'), least: filledMessage(table, 'least') };
    const mutation = fc.record({
      how: fc.constantFrom<'most' | 'least'>('most', 'least'),
      at: fc.nat(),
      step: fc.nat({ max: steps.length - 1 }),
      pick: fc.nat({ max: 30 }),
    });
    await fc.assert(
      fc.asyncProperty(mutation, async ({ how, at, step, pick }) => {
        const from = messages[how];
        const mutant = joined(changed(from, 1 + (at % (countOf(from) - 1)), steps[step]?.(pick) ?? (() => undefined)));
        const ours = checkElement(emessage(table), mutant);
        const theirs = await checkSchema(await writeXml(mutant), schemaDirectory);
        expect({ refused: ours.length > 0, ours, theirs }).toMatchObject({ refused: theirs.length > 0 });
      }),
      { numRuns: 60 },
    );
  });
});
