import type { Patient } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../src/outcome/problem.ts';
import type { Archive } from '../../src/work/keep/archive.ts';
import { citizens, identifier, keep, newArchive, response } from '../store/archives.ts';
import { databases } from '../store/databases.ts';

const coded = {
  completed: 'completed',
  amended: 'amended',
  withdrawn: 'entered-in-error',
  draft: 'in-progress',
} as const;
const later = '2026-01-21T10:30:00+01:00';
const about = (citizen: { system: string; value: string }) => ({ subject: { identifier: citizen } });

const patientWith = (cpr: { system: string; value: string }): Patient => ({
  resourceType: 'Patient',
  id: 'p',
  identifier: [cpr, citizens.replacement],
});

/** What is answered: `created 1`, `unchanged 2`, or the code of a refusal with its place. */
async function answer(work: ReturnType<typeof keep>): Promise<string> {
  try {
    const { result, version } = await work;
    return `${result} ${version}`;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.problems.map(({ code, place = '' }) => `${code} ${place}`.trim()).join(', ');
  }
}

/** Sent one after the other; what the last one is answered (STORE.md "Identity and amendment"). */
const rows: readonly (readonly [string, readonly object[], string])[] = [
  ['an identifier never seen', [{}], 'created 1'],
  ['the same again', [{}, {}], 'unchanged 1'],
  ['the same again with an id and a meta of its own', [{}, { id: 'x', meta: { versionId: '7' } }], 'unchanged 1'],
  ['other content, completed', [{}, { authored: later }], 'response-differs QuestionnaireResponse.status'],
  ['amended', [{}, { status: coded.amended, authored: later }], 'changed 2'],
  ['amended, never seen', [{ status: coded.amended }], 'created 1'],
  ['the first again after an amendment', [{}, { status: coded.amended }, {}], 'unchanged 2'],
  ['amended twice', [{}, { status: coded.amended }, { status: coded.amended, authored: later }], 'changed 3'],
  ['withdrawn', [{}, { status: coded.withdrawn }], 'changed 2'],
  ['withdrawn again', [{}, { status: coded.withdrawn }, { status: coded.withdrawn }], 'unchanged 2'],
  ['the original again after the withdrawal', [{}, { status: coded.withdrawn }, {}], 'unchanged 2'],
  [
    'amended after the withdrawal',
    [{}, { status: coded.withdrawn }, { status: coded.amended, authored: later }],
    'response-withdrawn QuestionnaireResponse.status',
  ],
  ['a draft', [{ status: coded.draft }], 'created 1'],
  ['a draft, changed', [{ status: coded.draft }, { status: coded.draft, authored: later }], 'changed 2'],
  ['a draft, finished', [{ status: coded.draft }, {}], 'changed 2'],
  ['a draft of what is finished', [{}, { status: coded.draft }], 'response-finished QuestionnaireResponse.status'],
  [
    'amended for another citizen',
    [{}, { status: coded.amended, ...about(citizens.other) }],
    'citizen-differs QuestionnaireResponse.subject',
  ],
  [
    'withdrawn for another citizen',
    [{}, { status: coded.withdrawn, ...about(citizens.other) }],
    'citizen-differs QuestionnaireResponse.subject',
  ],
  ['completed for another citizen', [{}, about(citizens.other)], 'response-differs QuestionnaireResponse.status'],
  [
    'amended with a replacement number alone, where the CPR is known',
    [{}, { status: coded.amended, ...about(citizens.replacement) }],
    'citizen-differs QuestionnaireResponse.subject',
  ],
];

describe.each(databases())('a response that arrives ($name)', (database) => {
  let shared: Promise<Archive> | undefined;

  test.each(rows)('%s', async (name, sent, expected) => {
    shared ??= newArchive(database);
    const archive = await shared;
    const answers = [];
    for (const changes of sent) {
      answers.push(await answer(keep(archive, response({ identifier: identifier(name), ...changes }))));
    }
    expect(answers.at(-1)).toBe(expected);
  });

  test('with another questionnaire is no amendment', async () => {
    const archive = await newArchive(database);
    await keep(archive, response({ identifier: identifier('a') }));
    const other = response({ identifier: identifier('a'), status: 'amended' }, 'psykiatri');
    expect(await answer(keep(archive, other))).toBe('questionnaire-changed QuestionnaireResponse.questionnaire');
  });

  test('is kept once, however many send it at one moment', async () => {
    const archive = await newArchive(database);
    const kept = await Promise.all(Array.from({ length: 8 }, () => keep(archive, response())));
    expect(kept.map(({ result }) => result).sort()).toEqual([
      'created',
      ...Array.from({ length: 7 }, () => 'unchanged'),
    ]);
    expect(new Set(kept.map(({ id }) => id)).size).toBe(1);
  });

  test('names what is different, and no value', async () => {
    const archive = await newArchive(database);
    await keep(archive, response());
    const other = response({ authored: later, author: { display: 'Zebra' } });
    const refused = await keep(archive, other).catch((error: Refusal) => error.problems[0]?.values);
    expect(refused).toEqual({ parts: 'authored, author' });
  });

  test('without an identifier is known by its content', async () => {
    const archive = await newArchive(database);
    const { identifier: _, ...bare } = response();
    expect(await answer(keep(archive, bare))).toBe('created 1');
    expect(await answer(keep(archive, bare))).toBe('unchanged 1');
    expect(await answer(keep(archive, { ...bare, authored: later }))).toBe('created 1');
  });

  test('with a wrong If-Match changes nothing', async () => {
    const archive = await newArchive(database);
    const { id } = await keep(archive, response());
    const amended = { ...response({ status: 'amended' }), id };
    expect(await answer(keep(archive, amended, { id, ifMatch: [2] }))).toBe('version-conflict');
    expect(await answer(keep(archive, amended, { id, ifMatch: [1] }))).toBe('changed 2');
    expect(await answer(keep(archive, { ...amended, authored: later }, { id, ifMatch: [1] }))).toBe('version-conflict');
  });

  test('with the If-Match of the newest goes back to an earlier content, which an older one does not', async () => {
    const archive = await newArchive(database);
    const { id } = await keep(archive, response());
    const [one, two] = ['A', 'B'].map((display) => ({
      ...response({ status: 'amended', author: { type: 'Practitioner', display } }),
      id,
    }));
    if (one === undefined || two === undefined) throw new Error('there are two');
    expect(await answer(keep(archive, one, { id, ifMatch: [1] }))).toBe('changed 2');
    expect(await answer(keep(archive, two, { id, ifMatch: [2] }))).toBe('changed 3');
    // Its answer was lost, and it is sent again.
    expect(await answer(keep(archive, one, { id, ifMatch: [1] }))).toBe('unchanged 3');
    expect(await answer(keep(archive, two, { id, ifMatch: [3] }))).toBe('unchanged 3');
    expect(await answer(keep(archive, one, { id, ifMatch: [3] }))).toBe('changed 4');
    const now = await archive.read((reading) => reading.response(id));
    expect(JSON.parse(now?.received.text ?? '{}')).toMatchObject({ author: { display: 'A' } });
    expect(await answer(keep(archive, { ...response(), id }, { id, ifMatch: [4] }))).toBe(
      'response-differs QuestionnaireResponse.status',
    );
  });

  test('of two amendments with one If-Match at one moment one wins', async () => {
    const archive = await newArchive(database);
    const { id } = await keep(archive, response());
    const amended = (authored: string) => ({ ...response({ status: 'amended', authored }), id });
    const answers = await Promise.all(
      ['2026-01-21T08:00:00Z', '2026-01-21T09:00:00Z'].map((time) =>
        answer(keep(archive, amended(time), { id, ifMatch: [1] })),
      ),
    );
    expect(answers.sort()).toEqual(['changed 2', 'version-conflict']);
  });

  test('under an id that is not its own is refused', async () => {
    const archive = await newArchive(database);
    const { id } = await keep(archive, response());
    const amended = response({ status: 'amended' });
    expect(await answer(keep(archive, amended, { id: 'unknown' }))).toBe('resource-unknown');
    expect(await answer(keep(archive, amended, { id }))).toBe('id-differs QuestionnaireResponse.id');
    const renamed = { ...amended, id, identifier: identifier('b') };
    expect(await answer(keep(archive, renamed, { id }))).toBe('identifier-changed QuestionnaireResponse.identifier');
  });

  test('as a draft without identifier is finished under its id', async () => {
    const archive = await newArchive(database);
    const { identifier: _, ...bare } = response();
    const { id } = await keep(archive, { ...bare, status: 'in-progress' });
    expect(await answer(keep(archive, { ...bare, id }, { id }))).toBe('changed 2');
  });

  test('that names a replacement number and the known CPR is about the same citizen, from then on under both', async () => {
    const archive = await newArchive(database);
    await keep(archive, response({ identifier: identifier('a'), ...about(citizens.replacement) }));
    await keep(archive, response({ identifier: identifier('b') }));
    const find = (...numbers: { system: string; value: string }[]) =>
      archive.read((reading) => reading.citizens(numbers));
    expect(await find(citizens.replacement, citizens.nancy)).toHaveLength(2);
    const both = {
      contained: [patientWith(citizens.nancy)],
      subject: { reference: '#p' },
      identifier: identifier('a'),
    };
    expect(await answer(keep(archive, response({ ...both, status: 'amended' })))).toBe('changed 2');
    expect(await find(citizens.replacement)).toEqual(await find(citizens.nancy));
  });

  test('that names replacement numbers of several regions is about the citizen of each of them', async () => {
    const archive = await newArchive(database);
    const region = (branch: string, value: string) => ({ system: `urn:oid:1.2.208.176.1.6.1.3.${branch}`, value });
    const numbers = [region('84', '2512480AB6'), citizens.nancy, region('81', '2512480CD6'), citizens.replacement];
    const patient: Patient = { resourceType: 'Patient', id: 'p', identifier: numbers };
    await keep(archive, response({ contained: [patient], subject: { reference: '#p' } }));
    const found = await Promise.all(numbers.map((one) => archive.read((reading) => reading.citizens([one]))));
    expect(found.map(({ length }) => length)).toEqual([1, 1, 1, 1]);
    expect(new Set(found.flat()).size).toBe(1);
  });

  test('that joins two citizens with a CPR each is refused', async () => {
    const archive = await newArchive(database);
    const joined = (value: string, cpr: { system: string; value: string }) =>
      response({
        identifier: identifier(value),
        contained: [patientWith(cpr)],
        subject: { reference: '#p' },
      });
    await keep(archive, joined('a', citizens.nancy));
    expect(await answer(keep(archive, joined('b', citizens.other)))).toBe('citizen-two QuestionnaireResponse.subject');
    const found = await archive.read((reading) => reading.citizens([citizens.other]));
    expect(found).toEqual([]);
  });

  test('and what came of it are read as they are: every version, and results of each', async () => {
    const archive = await newArchive(database);
    const text = JSON.stringify(response()).replace('"status"', ' "status"');
    const { id } = await keep(archive, response());
    await keep(archive, response({ status: 'amended' }));
    const { rows: versions } = await archive.read((reading) => reading.versions(id, { count: 9 }));
    expect(versions.map(({ received }) => [received.version, received.status])).toEqual([
      [2, 'amended'],
      [1, 'completed'],
    ]);
    expect(text).not.toBe(JSON.stringify(response()));
    expect(versions.at(-1)?.received.text).toBe(JSON.stringify(response()));
    const page = { by: 'number', newestFirst: true, count: 10, total: true } as const;
    const code = { on: 'code', oneOf: [{ value: 'samarbejdsniveau' }] } as const;
    const levels = await archive.read((reading) => reading.results('Observation', [code], page));
    expect(levels.total).toBe(1);
    const [level] = levels.rows;
    expect(level?.version).toBe(2);
    const first = await archive.read((reading) => reading.result('Observation', level?.id ?? '', 1));
    expect([first?.resource.status, level?.resource.status]).toEqual(['final', 'amended']);
    expect(level?.resource.derivedFrom).toEqual([{ reference: `QuestionnaireResponse/${id}` }]);
  });

  test('as a draft has no results', async () => {
    const archive = await newArchive(database);
    await keep(archive, response({ status: 'in-progress' }));
    const page = { by: 'number', newestFirst: true, count: 10, total: true } as const;
    expect((await archive.read((reading) => reading.results('Observation', [], page))).total).toBe(0);
  });
});
