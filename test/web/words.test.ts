import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { words } from '../../web/words.ts';

const web = fileURLToPath(new URL('../../web/', import.meta.url));
const sources = globSync('**/*.ts', { cwd: web }).filter((name) => name !== 'words.ts');
const code = sources.map((name) => readFileSync(`${web}${name}`, 'utf8')).join('\n');
const values = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

describe('the texts of the page', () => {
  test.each(Object.entries(words))('%s is told in both languages, with the same values', (_name, { da, en }) => {
    expect([da.trim(), en.trim()]).not.toContain('');
    expect(values(en)).toEqual(values(da));
  });

  test('every text is shown somewhere', () => {
    const names = Object.keys(words).filter((name) => !new RegExp(`(?:'${name}'|\\bwords\\.${name}\\b)`).test(code));
    expect(names).toEqual([]);
  });

  test('no text stands outside the table: what the views show has no Danish letters of its own', () => {
    const shown = [...code.matchAll(/>([^<>${}]*[æøåÆØÅ][^<>${}]*)</g)].map(([, text]) => text);
    expect(shown).toEqual([]);
  });
});
