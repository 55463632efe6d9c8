import { expect, test } from 'vitest';
import { documentText } from './documents.ts';

const text = documentText('docs/scale.md').split('\n## Capacity on paper')[1] ?? '';

/** The rows of the table that has this first head, without its heads. */
function table(head: string): readonly (readonly string[])[] {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => line.startsWith(`| ${head} |`));
  const rows = lines.slice(at + 2);
  const end = rows.findIndex((line) => !line.startsWith('|'));
  const cells = (line: string) => line.split('|').slice(1, -1);
  return rows.slice(0, end).map((line) => cells(line).map((cell) => cell.trim().replaceAll('`', '')));
}

const number = (cell: string) => Number(cell.replaceAll(',', ''));

/** What a formula of the page gives: names that are known, numbers, + - * / and parentheses, ceil and max. */
function worth(formula: string, known: ReadonlyMap<string, number>): number {
  const written = formula.replace(/[a-z][a-z0-9_]*/g, (name) => {
    if (name === 'ceil' || name === 'max') return `Math.${name}`;
    const value = known.get(name);
    if (value === undefined) throw new Error(`nothing is called ${name}`);
    return `(${value})`;
  });
  expect(written.replaceAll(/Math\.(?:ceil|max)/g, '')).toMatch(/^[\d.e+\-*/(), ]+$/);
  return Number(new Function(`return ${written}`)());
}

/** Two digits are as many as such an estimate has. */
function shown(value: number): string {
  return Number(value.toPrecision(2)).toLocaleString('en', { maximumFractionDigits: 10 });
}

const given = new Map(
  [...table('measured'), ...table('assumed')].map(([name = '', value = '']) => [name, number(value)]),
);
const places = ['region', 'Denmark', 'a thousandfold'];

test('there are figures, and none is missing', () => {
  expect(given.size).toBeGreaterThan(15);
  expect([...given].filter(([, value]) => !(value > 0))).toEqual([]);
  expect(table('derived').length).toBeGreaterThan(10);
});

test.each(places.map((place, index) => [place, index] as const))(
  'what %s needs follows from the figures',
  (_, index) => {
    const known = new Map(given);
    for (const [name = '', formula = '', ...cells] of table('derived')) {
      const cell = cells[index] ?? '';
      const value = formula === 'given' ? number(cell) : worth(formula, known);
      if (formula !== 'given') expect([name, cell]).toEqual([name, shown(value)]);
      known.set(name, value);
    }
  },
);
