import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { joined } from '../../src/http/page/join.ts';

/** Joins modules by their names, from `main` on. */
function join(modules: Readonly<Record<string, string>>): string {
  const read = (name: string) => modules[name] ?? '';
  return joined('main', { read, find: (specifier) => specifier.replace('./', '') });
}

/** What the joined modules tell when they are run. */
function toldBy(modules: Readonly<Record<string, string>>): readonly unknown[] {
  const told: unknown[] = [];
  runInNewContext(`'use strict';\n${join(modules)}`, { tell: (one: unknown) => told.push(one) });
  return told;
}

describe('modules joined for a browser', () => {
  test.each([
    {
      what: 'functions, constants and classes, under names of their own',
      modules: {
        main: "import { f, a as b } from './one';\nimport {\n  C,\n} from './two';\nconst a = 3;\ntell(f());\ntell(b);\ntell(new C().x);\ntell(a);",
        one: 'export function f() {\n  return a;\n}\nexport const a = 1;\nexport async function g() {}',
        two: 'const a = 2;\nexport class C {\n  x = a;\n}',
      },
      told: [1, 1, 2, 3],
    },
    {
      what: 'exports in a list, as packed libraries have them',
      modules: {
        main: "import{x,y as z}from'./one';\ntell(x);\ntell(z);",
        one: 'const a=1,b=2;export{a as x,b as y};\n',
      },
      told: [1, 2],
    },
    {
      what: 'each once, after what it imports, in the order of the imports',
      modules: {
        main: "import { a } from './one';\nimport { b } from './two';\ntell([a, b].join());",
        one: "import { b } from './two';\ntell('one');\nexport const a = `<`.concat(b);",
        two: "tell('two');\nexport const b = 'b';",
      },
      told: ['two', 'one', '<b,b'],
    },
    {
      what: 'an import of which types alone were wanted',
      modules: { main: "import {  } from './one';\ntell(1);", one: 'tell(0);' },
      told: [0, 1],
    },
  ])('$what', ({ modules, told }) => {
    expect(toldBy(modules)).toEqual(told);
  });

  test.each([
    ["import a from './one';", "main cannot be joined for a browser: import a from './one';"],
    ["import * as a from './one';", "main cannot be joined for a browser: import * as a from './one';"],
    ["import './one';", "main cannot be joined for a browser: import './one';"],
    ["const a = await import('./one');", "main cannot be joined for a browser: import('./one');"],
    ['tell(import.meta.url);', 'main cannot be joined for a browser: import.meta.url);'],
    ['export default 1;', 'main cannot be joined for a browser: export default 1;'],
    ['export let a = 1;', 'main cannot be joined for a browser: export let a = 1;'],
    ["export * from './one';", "main cannot be joined for a browser: export * from './one';"],
    ["export { a } from './one';", "main cannot be joined for a browser: export { a } from './one';"],
    ["import { a } from './one';", 'main imports a, which one does not export'],
    ["import { b } from './two';", 'two and main import each other'],
  ])('»%s« is refused', (main, message) => {
    const modules = { main, one: 'const a = 1;', two: "import { c } from './main';\nexport const b = 1;" };
    expect(() => join(modules)).toThrow(new Error(message));
  });
});
