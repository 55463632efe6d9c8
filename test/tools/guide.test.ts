import { posix } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Example, examples } from '../../src/package/archive/examples.ts';
import { guideFiles } from '../../src/package/guide/guide.ts';
import { clonesProfiles, loadModel, readChanges, readProfiles } from '../../src/profiles.ts';

const model = loadModel();
const resources = readProfiles();
let shown: readonly Example[];
let files: ReadonlyMap<string, string>;
let pages: readonly (readonly [string, string])[];

beforeAll(async () => {
  shown = await examples(model);
  files = guideFiles({ model, resources, examples: shown, changes: readChanges(), exampleFolder: '../examples' });
  pages = [...files].filter(([name]) => name.endsWith('.html'));
});

const idsIn = (text: string) => [...text.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id);

test('every link leads to a page, an example or a heading that is there', () => {
  const lost: string[] = [];
  let followed = 0;
  for (const [name, text] of pages) {
    for (const [, link = ''] of text.matchAll(/href="([^"]+)"/g)) {
      followed += 1;
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? name : posix.normalize(posix.join(posix.dirname(name), path));
      const isExample = shown.some(
        ({ resource: { resourceType, id } }) => target === `examples/${resourceType}-${id}.json`,
      );
      const found = files.get(target) ?? (isExample ? '' : undefined);
      if (found === undefined || (anchor !== undefined && !idsIn(found).includes(anchor)))
        lost.push(`${name}: ${link}`);
    }
  }
  expect(lost).toEqual([]);
  expect(followed).toBeGreaterThan(500);
});

test('no id stands twice on a page, and nothing is fetched from elsewhere', () => {
  for (const [name, text] of pages) {
    const ids = idsIn(text);
    expect(
      ids.filter((id, index) => ids.indexOf(id) !== index),
      name,
    ).toEqual([]);
    expect(text, name).not.toMatch(/<script|<link|<img|src="|@import|url\(/);
  }
});

describe.each(['da', 'en'] as const)('in %s', (language) => {
  const shown = (name: string) => files.get(`${language}/${name}.html`) ?? '';
  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

  test('the model is whole: levels with their texts, actions and factors', () => {
    for (const { levels, factors } of model.variants) {
      for (const { text } of factors) expect(shown('index')).toContain(escaped(text[language]));
      for (const { texts, actions } of levels) {
        for (const { text } of [...texts, ...actions]) expect(shown('index')).toContain(escaped(text[language]));
      }
    }
  });

  test('every profile with each of its elements, every code system', () => {
    for (const resource of resources) {
      if (resource.resourceType === 'StructureDefinition') {
        expect(shown('profiles')).toContain(`<h2 id="${resource.id}">`);
        for (const { constraint = [] } of resource.differential?.element ?? []) {
          for (const { key } of constraint) expect(shown('profiles')).toContain(`<strong>${key}</strong>`);
        }
      }
      if (resource.resourceType === 'CodeSystem') expect(shown('terminology')).toContain(`<h2 id="${resource.id}">`);
    }
  });
});

test('the same profiles give the same site, byte for byte', async () => {
  const source = { model, resources, examples: await examples(model), changes: readChanges() };
  expect(guideFiles({ ...source, exampleFolder: '../examples' })).toEqual(files);
});

test('both change logs have the same headings and items, each in its language', () => {
  const { da, en } = readChanges(clonesProfiles);
  const shape = (text: string) => text.split('\n').flatMap((line) => /^(#+|-) /.exec(line)?.[1] ?? []);
  expect(shape(da)).toEqual(shape(en));
  // Another publisher's may be short.
  expect(shape(da).length).toBeGreaterThan(1);
});
