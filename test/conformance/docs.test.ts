import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readProfiles } from '../../src/profiles.ts';
import { commandsOf, documents, documentText, openSurroundings, type Surroundings } from '../documents.ts';

let surroundings: Surroundings;

beforeAll(async () => {
  surroundings = await openSurroundings({ npx: false });
});
afterAll(() => surroundings.close());

const pages = documents.filter((document) => document !== 'README.md');

describe('every command of the pages runs as it stands, in the order of the page', () => {
  describe.each(pages.filter((page) => commandsOf(page).length > 0))('%s', (page) => {
    test.each(commandsOf(page).map(({ command, expected }) => [command, expected] as const))(
      '%s',
      async (command, expected) => {
        const output = (await surroundings.run(command)).replaceAll(/": "/g, '":"');
        expect(output).not.toBe('');
        for (const line of expected) expect(output).toContain(line.replaceAll(/": "/g, '":"'));
      },
    );
  });
});

test('each profile has a page, and the list of profiles leads to it', () => {
  const profiles = readProfiles(/^StructureDefinition-/).map(({ id }) => `profiles/${id}.md`);
  const list = documentText('docs/profiles.md');
  for (const page of profiles) expect(list).toContain(`](${page})`);
  const there = documents.filter((document) => document.startsWith('docs/profiles/'));
  expect(there.sort()).toEqual(profiles.map((page) => `docs/${page}`).sort());
});
