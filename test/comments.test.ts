import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const width = 120;

test(`no line of a comment is wider than ${width} columns: the formatter leaves comments as they are`, () => {
  const files = globSync(['{src,web,tools,bench,test}/**/*.ts', '*.mjs', '*.ts'], { cwd: root });
  expect(files.length).toBeGreaterThan(800);
  const wide = files.flatMap((file) => {
    const lines = readFileSync(`${root}/${file}`, 'utf8').split('\n');
    return lines.flatMap((line, index) =>
      /^\s*(\/\/|\/\*|\* )/.test(line) && line.length > width ? [`${file}:${index + 1}`] : [],
    );
  });
  expect(wide).toEqual([]);
});
