import type {
  CapabilityStatement,
  CodeSystem,
  FhirResource,
  ImplementationGuide,
  StructureDefinition,
  ValueSet,
} from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../src/outcome/problem.ts';
import { sameContent } from '../../src/package/loading/compare.ts';
import { type LoadOptions, load } from '../../src/package/loading/load.ts';
import { retire } from '../../src/package/loading/retire.ts';
import { inOrder } from '../../src/package/order.ts';
import { readProfiles } from '../../src/profiles.ts';
import { type FakeServer, fakeServer } from './fake-server.ts';

const base = 'http://x.dk/fhir';
const codes: CodeSystem = {
  resourceType: 'CodeSystem',
  id: 'a',
  url: `${base}/CodeSystem/a`,
  version: '1',
  status: 'active',
  content: 'complete',
  concept: [{ code: '1' }],
};
const values: ValueSet = {
  resourceType: 'ValueSet',
  id: 'a',
  url: `${base}/ValueSet/a`,
  version: '1',
  status: 'active',
  title: 'A',
};
const guide: ImplementationGuide = {
  resourceType: 'ImplementationGuide',
  id: 'g',
  url: `${base}/ImplementationGuide/g`,
  version: '1',
  name: 'G',
  status: 'active',
  packageId: 'x',
  fhirVersion: ['4.0.1'],
  definition: { resource: [{ reference: { reference: 'CodeSystem/a' } }, { reference: { reference: 'ValueSet/a' } }] },
};
const all = [codes, values, guide];

interface Told {
  readonly outcomes: string[];
  readonly progress: string[];
  readonly absent: string[];
  readonly different: string[];
}

async function run(
  server: FakeServer,
  resources: readonly FhirResource[] = all,
  options: LoadOptions = {},
): Promise<Told> {
  const told: Told = { outcomes: [], progress: [], absent: [], different: [] };
  await load(server, resources, options, {
    settled: (outcome, { type, url, version }) => told.outcomes.push(`${outcome} ${type} ${url}|${version}`),
    progress: (done, total) => told.progress.push(`${done}/${total}`),
    differs: ({ type }, all) =>
      told.different.push(...all.map(({ path, ours, theirs }) => `${type} ${path} ${ours} ${theirs}`)),
    basesAbsent: (canonicals) => told.absent.push(...canonicals),
  });
  return told;
}

const short = ({ outcomes }: Told) => outcomes.map((line) => line.split(' ').slice(0, 2).join(' '));

async function refusedWith(call: Promise<unknown>): Promise<unknown> {
  const error = await call.catch((error: unknown) => error);
  return error instanceof Refusal ? error.problems.map(({ code }) => code) : error;
}

describe('a load', () => {
  test('creates everything in order, without ids, and tells of each', async () => {
    const server = fakeServer();
    const told = await run(server);
    expect(told.outcomes).toEqual([
      `created CodeSystem ${base}/CodeSystem/a|1`,
      `created ValueSet ${base}/ValueSet/a|1`,
      `created ImplementationGuide ${base}/ImplementationGuide/g|1`,
    ]);
    expect(server.log).toEqual([
      'create CodeSystem without id',
      'create ValueSet without id',
      'create ImplementationGuide without id',
    ]);
    expect(told.progress).toEqual(['1/6', '2/6', '3/6', '4/6', '5/6', '6/6']);
  });

  test('lets the ImplementationGuide refer to what the server made of the others', async () => {
    const server = fakeServer();
    await run(server);
    const held = server.held.find((resource) => resource.resourceType === 'ImplementationGuide');
    expect(held?.definition?.resource.map(({ reference }) => reference.reference)).toEqual([
      'CodeSystem/1000',
      'ValueSet/1001',
    ]);
  });

  test('again: everything unchanged, nothing written', async () => {
    const server = fakeServer();
    await run(server);
    server.log.length = 0;
    expect(short(await run(server))).toEqual([
      'unchanged CodeSystem',
      'unchanged ValueSet',
      'unchanged ImplementationGuide',
    ]);
    expect(server.log).toEqual([]);
  });

  test('after one that was cut off: the rest', async () => {
    const server = fakeServer();
    await run(server, [codes]);
    expect(short(await run(server))).toEqual([
      'unchanged CodeSystem',
      'created ValueSet',
      'created ImplementationGuide',
    ]);
  });

  test('of another version: both stand side by side', async () => {
    const server = fakeServer();
    await run(server, [codes]);
    expect(short(await run(server, [{ ...codes, version: '2', concept: [{ code: '2' }] }]))).toEqual([
      'created CodeSystem',
    ]);
    expect(short(await run(server, [codes]))).toEqual(['unchanged CodeSystem']);
    expect(server.held).toHaveLength(2);
  });

  test('all our profiles: at most 3 requests each', async () => {
    const server = fakeServer();
    const profiles = inOrder(readProfiles());
    await run(server, profiles);
    expect(server.sent()).toBeLessThanOrEqual(2 * profiles.length + 2);
    expect(new Set(short(await run(server, profiles)).map((line) => line.split(' ')[0]))).toEqual(
      new Set(['unchanged']),
    );
  });
});

describe('a conflict: same url and version, other content', () => {
  async function changed(): Promise<FakeServer> {
    const server = fakeServer();
    await run(server, [{ ...values, title: 'B' }]);
    server.log.length = 0;
    return server;
  }

  test('what differs is told, each as deep as can be told', async () => {
    const server = fakeServer();
    await run(server, [{ ...codes, concept: [{ code: '1', display: 'x' }], title: 'B' }]);
    expect((await run(server, [codes], { check: true })).different).toEqual([
      'CodeSystem CodeSystem.concept[0].display undefined x',
      'CodeSystem CodeSystem.title undefined B',
    ]);
  });

  test('nothing is written, and what is not there is not told of', async () => {
    const server = await changed();
    expect(short(await run(server))).toEqual(['conflict ValueSet']);
    expect(server.log).toEqual([]);
  });

  test('--replace writes it where it is', async () => {
    const server = await changed();
    expect(short(await run(server, all, { replace: true }))).toEqual([
      'created CodeSystem',
      'updated ValueSet',
      'created ImplementationGuide',
    ]);
    expect(server.log).toContain('update ValueSet without id');
    expect(short(await run(server)).every((line) => line.startsWith('unchanged'))).toBe(true);
  });

  test.each([
    [{ check: true }, ['created CodeSystem', 'conflict ValueSet', 'created ImplementationGuide']],
    [{ check: true, replace: true }, ['created CodeSystem', 'updated ValueSet', 'created ImplementationGuide']],
  ])('%o says what would become of each and writes nothing', async (options, expected) => {
    const server = await changed();
    expect(short(await run(server, all, options))).toEqual(expected);
    expect(server.log).toEqual([]);
  });
});

describe('somebody else was faster', () => {
  test.each([
    ['with the same', codes, 'unchanged'],
    ['with other content', { ...codes, title: 'B' }, 'conflict'],
  ])('%s: %s', async (_, theirs, expected) => {
    const server = fakeServer();
    const create = server.create;
    const told = await run(
      {
        ...server,
        create: async (resource, condition) => {
          if (server.held.length === 0) server.held.push({ ...theirs, id: '7' });
          return create(resource, condition);
        },
      },
      [codes],
    );
    expect(short(told)).toEqual([`${expected} CodeSystem`]);
    expect(server.sent()).toBe(4);
  });
});

describe('servers that cannot take it', () => {
  test.each<[string, Partial<CapabilityStatement>, string[]]>([
    ['STU3', { fhirVersion: '3.0.1' }, ['server-fhir-version']],
    [
      'no conditional create',
      { rest: [{ mode: 'server' as const, resource: [{ type: 'ValueSet' as const, conditionalCreate: false }] }] },
      ['server-no-conditional-create'],
    ],
  ])('%s', async (_, capabilities, expected) => {
    const server = fakeServer(capabilities);
    expect(await refusedWith(run(server))).toEqual(expected);
    expect(server.log).toEqual([]);
  });

  test('a type of which we load nothing may be without', async () => {
    const rest = [{ mode: 'server' as const, resource: [{ type: 'Patient' as const, conditionalCreate: false }] }];
    expect(short(await run(fakeServer({ rest }), [codes]))).toEqual(['created CodeSystem']);
  });

  test('two of the same url and version', async () => {
    const server = fakeServer();
    server.held.push({ ...codes, id: '1' }, { ...codes, id: '2' });
    const error = await run(server).catch((error: unknown) => error);
    expect(error instanceof Refusal ? error.problems : error).toMatchObject([
      { code: 'server-several', values: { codes: `${base}/CodeSystem/a|1: CodeSystem/1, CodeSystem/2` } },
    ]);
  });

  test('a server that ignores search parameters is not taken to have everything', async () => {
    const server = fakeServer();
    server.held.push({ ...codes, id: '1', url: `${base}/CodeSystem/other` });
    const told = await run({ ...server, searchDefinitions: async () => server.held }, [codes]);
    expect(short(told)).toEqual(['created CodeSystem']);
  });
});

describe('a version that is used no longer', () => {
  const older = { ...codes, version: '0', title: 'as it was' };

  async function retired(server: FakeServer, resources: readonly FhirResource[], version: string, check = false) {
    const told: string[] = [];
    await retire(server, resources, { version, check }, (retirement, one) =>
      told.push(`${retirement} ${one.type}|${one.version}`),
    );
    return told;
  }

  test('gets the status retired, and nothing else of it changes; again, nothing is left to do', async () => {
    const server = fakeServer();
    await run(server, [older, codes]);
    const rest = ['absent ValueSet|0', 'absent ImplementationGuide|0'];
    expect(await retired(server, all, '0', true)).toEqual(['retired CodeSystem|0', ...rest]);
    expect(server.held.map((one) => 'status' in one && one.status)).toEqual(['active', 'active']);
    expect(await retired(server, all, '0')).toEqual(['retired CodeSystem|0', ...rest]);
    expect(server.held).toMatchObject([
      { version: '0', status: 'retired', title: 'as it was' },
      { version: '1', status: 'active' },
    ]);
    expect(await retired(server, all, '0')).toEqual(['already CodeSystem|0', ...rest]);
  });

  test('what the program works by stays, where it is of an older version than the rest', async () => {
    const server = fakeServer();
    const software: ValueSet = { ...values, version: '0' };
    const now = [codes, software];
    await run(server, [older, ...now]);
    expect(await retired(server, now, '0')).toEqual(['retired CodeSystem|0', 'inUse ValueSet|0']);
    expect(server.held.map((one) => 'status' in one && one.status)).toEqual(['retired', 'active', 'active']);
  });

  test('is retired whole where nothing has moved on', async () => {
    const server = fakeServer();
    await run(server, [codes, values]);
    expect(await retired(server, [codes, values], '1')).toEqual(['retired CodeSystem|1', 'retired ValueSet|1']);
  });
});

test('says which definitions of others are not there', async () => {
  const profile = (name: string, baseDefinition: string): StructureDefinition => {
    const url = `${base}/StructureDefinition/${name}`;
    return {
      resourceType: 'StructureDefinition',
      id: name,
      url,
      version: '1',
      name,
      status: 'active',
      kind: 'resource',
      abstract: false,
      type: 'Task',
      baseDefinition,
    };
  };
  const theirs = 'http://hl7.dk/fhir/core/StructureDefinition/dk-core-observation';
  const profiles = [
    profile('one', theirs),
    profile('two', `${base}/StructureDefinition/one`),
    profile('three', 'http://hl7.org/fhir/StructureDefinition/Task'),
  ];
  const server = fakeServer();
  expect((await run(server, profiles)).absent).toEqual([theirs]);
  server.held.push({ ...profile('dk', ''), url: theirs });
  expect((await run(server, profiles)).absent).toEqual([]);
});

describe('the comparison', () => {
  test.each<[string, object, boolean]>([
    [
      'an id, meta and text of the server',
      { id: '9', meta: { versionId: '3' }, text: { status: 'generated', div: '<div/>' } },
      true,
    ],
    ['an expansion', { expansion: { timestamp: '2026', contains: [] } }, true],
    ['another order', { title: 'A', status: 'active' }, true],
    ['another title', { title: 'B' }, false],
    ['something more', { purpose: 'x' }, false],
    ['another status', { status: 'retired' }, false],
  ])('%s: %s', (_, change, same) => {
    const { title, ...rest } = values;
    expect(sameContent(values, { ...rest, ...change, ...('title' in change ? {} : { title }) } as ValueSet)).toBe(same);
  });

  test('of a reference, the type', () => {
    const other = (reference: string) => ({ ...guide, definition: { resource: [{ reference: { reference } }] } });
    expect(sameContent(other('CodeSystem/a'), other('CodeSystem/1000'))).toBe(true);
    expect(sameContent(other('CodeSystem/a'), other('http://server/fhir/CodeSystem/1000'))).toBe(true);
    expect(sameContent(other('CodeSystem/a'), other('ValueSet/1000'))).toBe(false);
  });
});
