import type { CarePlan, CareTeam, Observation } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { composeLetter } from '../../src/medcom/new-letter/letter.ts';
import { readLetters } from '../../src/medcom/read/read.ts';
import { toBundle } from '../../src/medcom/read/to-bundle.ts';
import { loadModel } from '../../src/profiles.ts';
import type { LevelStatement } from '../../src/scoring/types.ts';
import { fullStatement, options, parties, statementOf } from './statements.ts';

const model = loadModel();
const software = { name: 'Niveau', version: '1' };

/** What a letter with this statement is read as. */
async function made(statement: LevelStatement) {
  const { bytes } = await composeLetter('XDIS91', statement, parties, { ...options, includeSuggestion: true });
  const bundle = toBundle(model, await readLetters(model, bytes), software);
  const all = (bundle.entry ?? []).map(({ resource }) => resource as Observation | CarePlan | CareTeam);
  const observation = all.find((one): one is Observation => one.resourceType === 'Observation');
  if (observation === undefined) throw new Error('no Observation');
  return { bundle, all, observation };
}

describe('the Observation of a letter', () => {
  test('tells in words what the letter tells: model, level with its source’s words, how it came about, why, and by whom', async () => {
    const statement = fullStatement('Flere indlæggelser');
    const { observation } = await made(statement);
    const div = observation.text?.div ?? '';
    for (const told of [statement.variant.title.da, statement.level.text.da, 'aftalt', 'Flere indlæggelser']) {
      expect(div).toContain(told);
    }
    for (const { text } of statement.level.texts) expect(div).toContain(text.da);
  });

  test('has the code of any level and of this variant’s, and says how the level came about', async () => {
    const { observation } = await made(fullStatement('x'));
    expect(observation.code.coding?.map(({ code }) => code)).toEqual(['samarbejdsniveau', 'samarbejdsniveau-somatik']);
    expect(observation.category?.flatMap(({ coding }) => coding?.map(({ code }) => code))).toEqual([
      'survey',
      'aftalt',
    ]);
    expect(observation.identifier).toHaveLength(1);
    expect(observation).not.toHaveProperty('meta');
  });

  test('carries the reason as a note, and none where there is none', async () => {
    const notes = async (statement: LevelStatement) =>
      (await made(statement)).observation.note?.map(({ text }) => text);
    const [without, withReason] = [await notes(statementOf()), await notes(fullStatement('Flere indlæggelser'))];
    expect(withReason?.at(-1)).toBe('Flere indlæggelser');
    expect(withReason?.length).toBe((without?.length ?? 0) + 1);
  });

  test('has no factors and no performer where the letter tells none', async () => {
    const { observation } = await made(statementOf({ factors: [], professional: undefined }));
    expect(observation).not.toHaveProperty('component');
    expect(observation).not.toHaveProperty('performer');
  });

  test.each([
    ['aftalt', 'final'],
    ['vurderet', 'final'],
    ['forslag', 'preliminary'],
  ] as const)('%s: %s', async (basis, status) => {
    const assessed = basis === 'forslag' ? undefined : statementOf().assessed;
    const statement = basis === 'aftalt' ? fullStatement('x') : statementOf({ basis, assessed });
    expect((await made(statement)).observation.status).toBe(status);
  });
});

test('a letter gives a collection with the plan, and the team where it names one', async () => {
  const types = async (statement: LevelStatement) =>
    (await made(statement)).all.map(({ resourceType }) => resourceType);
  expect((await made(statementOf())).bundle).toMatchObject({ resourceType: 'Bundle', type: 'collection' });
  expect(await types(statementOf())).not.toContain('CareTeam');
  expect((await types(fullStatement('x'))).filter((type) => type !== ('Task' as string))).toEqual([
    'Observation',
    'CarePlan',
    'CareTeam',
  ]);
});
