import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { inTurn } from '../../src/cli/import/in-turn.ts';
import { sameCitizen } from '../../src/cli/import/same-citizen.ts';
import { sourcesOf } from '../../src/cli/import/sources.ts';
import { Refusal } from '../../src/outcome/problem.ts';

const folder = mkdtempSync(join(tmpdir(), 'niveau-sources-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;

/** A folder of its own with these files. */
function withFiles(files: Readonly<Record<string, string>>): string {
  count += 1;
  const made = join(folder, String(count));
  mkdirSync(made);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(made, name), content);
  return made;
}

const names = (source: string) => {
  const { files, left } = sourcesOf(source);
  return [files.map(({ name }) => name), left];
};

const two = { 'a.ndjson': '', 'b.ndjson': '', 'p.ndjson': '' };
const part = (type: string, url: string) => ({
  name: 'input',
  part: [
    { name: 'resourceType', valueCode: type },
    { name: 'url', valueUrl: url },
  ],
});

describe('what is imported', () => {
  test('of a folder: the files of lines, the second before the tenth, without those of other resources', () => {
    const source = withFiles({
      'QuestionnaireResponse.10.ndjson': '',
      'QuestionnaireResponse.2.ndjson.gz': '',
      'Patient.1.ndjson': '',
      'history.ndjson.zst': '',
      'readme.txt': '',
    });
    expect(names(source)).toEqual([
      ['history.ndjson.zst', 'QuestionnaireResponse.2.ndjson.gz', 'QuestionnaireResponse.10.ndjson'],
      ['Patient.1.ndjson'],
    ]);
  });

  test.each([
    [
      'of a bulk export',
      {
        transactionTime: '2026-01-01T00:00:00Z',
        output: [
          { type: 'QuestionnaireResponse', url: 'https://example.org/files/b.ndjson?key=1' },
          { type: 'Patient', url: 'p.ndjson' },
          { type: 'QuestionnaireResponse', url: 'a.ndjson' },
        ],
      },
    ],
    [
      'of an $import',
      {
        inputFormat: 'application/fhir+ndjson',
        input: [
          { type: 'QuestionnaireResponse', url: 'file:///data/b.ndjson' },
          { type: 'Patient', url: 'p.ndjson' },
          { type: 'QuestionnaireResponse', url: 'a.ndjson' },
        ],
      },
    ],
    [
      'as Parameters',
      {
        resourceType: 'Parameters',
        parameter: [
          { name: 'inputFormat', valueCode: 'application/fhir+ndjson' },
          part('QuestionnaireResponse', 'https://example.org/b.ndjson'),
          part('Patient', 'p.ndjson'),
          part('QuestionnaireResponse', 'a.ndjson'),
        ],
      },
    ],
  ])('of a manifest %s: its files, in its order, from beside it', (_, manifest) => {
    const source = withFiles({ ...two, 'import.json': JSON.stringify(manifest) });
    expect(names(join(source, 'import.json'))).toEqual([['b.ndjson', 'a.ndjson'], ['p.ndjson']]);
    const inFolder = withFiles({ ...two, 'manifest.json': JSON.stringify(manifest) });
    expect(names(inFolder)).toEqual([['b.ndjson', 'a.ndjson'], ['p.ndjson']]);
  });

  const of = (output: unknown) => ({ 'm.json': JSON.stringify({ output }) });
  test.each([
    ['a manifest without files', { 'm.json': '{}' }, 'import-manifest', 'output'],
    ['a manifest that is a list', { 'm.json': '[]' }, 'import-manifest', 'output'],
    ['an entry without type', of([{ url: 'a.ndjson' }]), 'import-manifest', 'output[0]'],
    ['an entry of an $import', { 'm.json': '{"input":[{"type":"Patient"}]}' }, 'import-manifest', 'input[0]'],
    [
      'an entry of Parameters',
      { 'm.json': '{"resourceType":"Parameters","parameter":[{"name":"inputFormat"},{"name":"input"}]}' },
      'import-manifest',
      'parameter[1]',
    ],
    ['an entry without url', of([{ type: 'QuestionnaireResponse' }]), 'import-manifest', 'output[0]'],
    ['a way out of the folder', of([{ type: 'QuestionnaireResponse', url: '..%2Fa' }]), 'import-manifest', 'output[0]'],
    ['a file that is not there', of([{ type: 'QuestionnaireResponse', url: 'x' }]), 'import-file-missing', undefined],
    ['other resources alone', of([{ type: 'Patient', url: 'p.ndjson' }]), 'import-nothing', undefined],
    ['no JSON', { 'm.json': '{' }, 'json-malformed', undefined],
  ])('%s: refused', (_, files, code, place) => {
    const source = join(withFiles({ 'a.ndjson': '', ...files }), 'm.json');
    let problems: Refusal['problems'] = [];
    try {
      sourcesOf(source);
    } catch (error) {
      problems = error instanceof Refusal ? error.problems : [];
    }
    expect(problems[0]).toMatchObject({ code, ...(place && { place }) });
  });

  test('a folder without lines: refused', () => {
    expect(() => sourcesOf(withFiles({ 'Patient.ndjson': '' }))).toThrow('import-nothing');
  });
});

test('lines in turn: as many as may be at a time, those of one key in their order, also after a failure', async () => {
  const turns = inTurn(2);
  const log: string[] = [];
  const gates = new Map(['a', 'b', 'c'].map((name) => [name, Promise.withResolvers<void>()]));
  const work = (name: string) => async () => {
    log.push(`${name} begins`);
    await gates.get(name)?.promise;
    log.push(`${name} ends`);
  };
  const { done: first } = await turns.take(['x'], work('a'));
  const { done: second } = await turns.take(['x', 'y'], work('b'));
  const third = turns.take(['z'], work('c'));
  gates.get('c')?.resolve();
  await new Promise((resolve) => setImmediate(resolve));
  expect(log).toEqual(['a begins']);
  gates.get('a')?.reject(new Error('refused'));
  await expect(first).rejects.toThrow('refused');
  await (await third).done;
  gates.get('b')?.resolve();
  await second;
  expect(log.filter((line) => line.startsWith('b'))).toEqual(['b begins', 'b ends']);
  expect(log.indexOf('b begins')).toBeGreaterThan(0);
});

test('lines of a citizen with several numbers have a key in common with each that comes after them', () => {
  const keysOf = sameCitizen([['p', 'q']]);
  const lines = [['a'], ['b'], ['a', 'b'], ['b'], ['a'], ['c', 'd'], ['d', 'b'], ['c'], ['a'], ['q'], ['p']];
  const keys = lines.map(keysOf);
  const meet = (one: number, other: number) => keys[one]?.some((key) => keys[other]?.includes(key));
  expect(meet(0, 1)).toBe(false);
  for (const [one, other] of [
    [0, 2],
    [1, 2],
    [2, 3],
    [3, 4],
    [5, 6],
    [4, 6],
    [6, 7],
    [7, 8],
    [9, 10],
  ] as const) {
    expect([one, other, meet(one, other)]).toEqual([one, other, true]);
  }
  expect(meet(8, 9)).toBe(false);
});
