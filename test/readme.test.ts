import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scoreResponse } from '../src/work/score.ts';
import { root } from './cli/run.ts';
import { commandsOf, documents, documentText, openSurroundings, type Surroundings } from './documents.ts';
import { scenarios } from './fixtures.ts';
import { ports } from './ports.ts';

/**
 * Every command in the README is run here as it stands, but for what the set-up itself is; `conformance/docs.test.ts`
 * runs those of `docs/`.
 */
const readme = documentText('README.md');
const commands = commandsOf('README.md').map(({ command }) => command);
// `.ci/run` and a fresh clone run these; inside the tests they would run themselves.
const setUp = ['npm ci && npm start', 'npm ci && npm test'];

let surroundings: Surroundings;

beforeAll(async () => {
  surroundings = await openSurroundings({ npx: true });
});
afterAll(() => surroundings.close());

const run = (command: string) => surroundings.run(command);

/** What a command shows, by a part of it; of a file that it writes, the file's first bytes. */
const shown: readonly (readonly [part: string, output: string])[] = [
  ['afvist-', 'The assessed level lies outside the suggested one'],
  ['niveau attach', '<?xml version="1.0" encoding="ISO-8859-1"?>'],
  ['niveau read', '"code":"samarbejdsniveau"'],
  ['niveau pdf', '%PDF-'],
  ['niveau package', 'transaction.json'],
  ['letter XDIS91', '<VersionCode>XD9134L</VersionCode>'],
  ['validate', 'Svaret er i orden.'],
  ['/Questionnaire/somatik', '"resourceType":"Questionnaire"'],
  ['', 'samarbejdsniveau'],
];

describe('README.md', () => {
  test('begins with the two commands', () => {
    expect(commands.slice(0, 2)).toEqual(setUp);
  });

  // In the order of the page: what one command writes, a later one reads.
  test.each(commands.filter((command) => !setUp.includes(command)))('%s', async (command) => {
    const output = await run(command);
    const [, expected] = shown.find(([part]) => command.includes(part)) ?? [];
    expect(expected, 'the table below says what each command shows').toBeDefined();
    expect(output.replaceAll('": "', '":"')).toContain(expected);
  });

  test('the smallest response is accepted, and gives an interval as it says', () => {
    const [, response] = /```json\n([^`]*)```/.exec(readme) ?? [];
    const { assessment } = scoreResponse(ports, Buffer.from(response ?? ''));
    expect([assessment.suggestion.low.code, assessment.suggestion.high.code, assessment.statement]).toEqual([
      '2',
      '4',
      undefined,
    ]);
  });

  test('what it says of the first result is so', async () => {
    const [extract] = commands.filter(
      (command) => command.includes('$extract') && command.includes('somatik-3-aftalt'),
    );
    const { parameter } = JSON.parse(await run(extract ?? ''));
    const resources = parameter[0].resource.entry.map(
      (entry: { resource: { resourceType: string } }) => entry.resource,
    );
    const types = resources.map((resource: { resourceType: string }) => resource.resourceType);
    expect(types).toEqual([
      'QuestionnaireResponse',
      'Observation',
      'Observation',
      'CarePlan',
      ...Array.from({ length: 5 }, () => 'Task'),
      'CareTeam',
      'Provenance',
    ]);
    expect(resources[1].status).toBe('final');
    const score = resources[1].component.at(-1);
    expect([score.valueQuantity.value, score.referenceRange[0].high.value]).toEqual([14, 28]);
    expect(readme).toContain('(14 of 28)');
  });

  test('the number of scenarios is right', () => {
    expect(readme).toContain(`lists ${scenarios.length} scenarios`);
  });
});

test.each(documents)('every link of %s leads somewhere', (document) => {
  for (const [, link = ''] of documentText(document).matchAll(/\]\(([^)#]+)\)/g)) {
    if (!/^https?:/.test(link)) expect(existsSync(join(root, dirname(document), link)), link).toBe(true);
  }
});
