import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { CodeSystem, FhirResource, Parameters, ValueSet } from 'fhir/r4.js';
import { openServer } from '../../../src/delivery/fhir-server/server.ts';
import { readTarget } from '../../../src/delivery/fhir-server/target.ts';
import { load } from '../../../src/package/loading/load.ts';
import { inOrder } from '../../../src/package/order.ts';
import { loadModel, readProfiles } from '../../../src/profiles.ts';
import { niveau } from '../../cli/run.ts';
import { check } from './check.ts';
import { get, search } from './http.ts';

export const profiles = inOrder(readProfiles());
const total = profiles.length;

/**
 * Outcomes of `niveau load`, counted, with its exit code, such as "0: 67 created". More than 3 requests a resource are
 * an error.
 */
export async function loaded(base: string, ...options: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await niveau(['--lang', 'en', 'load', '--server', base, ...options]);
  const counts = new Map<string, number>();
  for (const line of stdout
    .toString()
    .split('\n')
    .filter((line) => line !== '')) {
    const [outcome = ''] = line.split('\t');
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }
  const [sum = stderr] = /\d+ requests in .*/.exec(stderr) ?? [];
  console.log(`       niveau load ${options.join(' ')}: ${sum}`);
  if (Number.parseInt(sum, 10) > 3 * total) throw new Error(`${sum} for ${total} resources`);
  return `${code}: ${[...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ')}`;
}

function is(actual: string, expected: string): boolean | string {
  return actual === expected || `expected ${expected}, found ${actual}`;
}

export async function checksOfLoading(base: string): Promise<void> {
  await check('--check of an empty server: everything would be created, exit 1', async () =>
    is(await loaded(base, '--check'), `1: ${total} created`),
  );
  await check('first load: everything created', async () => is(await loaded(base), `0: ${total} created`));
  await check('second load: everything unchanged', async () => is(await loaded(base), `0: ${total} unchanged`));
  await check('--check: nothing differs, exit 0', async () =>
    is(await loaded(base, '--check'), `0: ${total} unchanged`),
  );
  for (const { code, questionnaireUrl } of loadModel().variants) {
    const [url = '', version = ''] = questionnaireUrl.split('|');
    await check(
      `Questionnaire ${code} is found by url and version`,
      async () => (await search(base, 'Questionnaire', { url, version })).length === 1,
    );
  }
  for (const valueSet of profiles.filter((resource) => resource.resourceType === 'ValueSet')) {
    await check(`$expand of ValueSet ${valueSet.id}`, () => expands(base, valueSet));
  }
  for (const system of profiles.filter((resource) => resource.resourceType === 'CodeSystem')) {
    const isGiven = (system.property ?? []).every(({ type }) => type === 'string');
    if (isGiven) await check(`$lookup in CodeSystem ${system.id}`, () => looksUp(base, system));
    else {
      // docs/loading.md tells of it, and has to say otherwise once the server gives them.
      await check(`$lookup in CodeSystem ${system.id}: HAPI-0905, for numbers and booleans`, async () =>
        String(await looksUp(base, system).catch((error: unknown) => error)).includes('HAPI-0905'),
      );
      await check(`$lookup in CodeSystem ${system.id} of a named property`, () => looksUp(base, system, 'display'));
    }
  }
  await check('a load cut off by kill -9 leaves a part, and running it again the rest', () => cutOff(base));
  await check('a second model version stands beside the first', () => secondVersion(base));
}

async function expands(base: string, valueSet: ValueSet): Promise<boolean | string> {
  const query = new URLSearchParams({ url: valueSet.url ?? '', count: '999' });
  const { expansion } = await get<ValueSet>(`${base}/ValueSet/$expand?${query}`);
  const codes = (of: ValueSet['expansion']) =>
    (of?.contains ?? [])
      .map(({ code }) => code)
      .sort()
      .join(' ');
  return codes(expansion) === codes(valueSet.expansion) || 'other codes than ours';
}

/** Of each concept. */
async function looksUp(
  base: string,
  { url = '', concept = [] }: CodeSystem,
  property?: string,
): Promise<boolean | string> {
  for (const { code, display } of concept) {
    const query = new URLSearchParams({ system: url, code, ...(property === undefined ? {} : { property }) });
    const { parameter = [] } = await get<Parameters>(`${base}/CodeSystem/$lookup?${query}`);
    const told = parameter.find(({ name }) => name === 'display')?.valueString;
    if (told !== display) return `${code}: ${told}`;
  }
  return concept.length > 0;
}

/** Under a base of its own, so that the server has nothing of it yet. */
async function cutOff(base: string): Promise<boolean | string> {
  const own = ['--canonical', 'http://afbrudt.example.dk/fhir'];
  const program = fileURLToPath(new URL('../../../src/cli/niveau.js', import.meta.url));
  const child = spawn(process.execPath, [program, 'load', '--server', base, ...own], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let lines = 0;
  for await (const _ of createInterface(child.stdout)) {
    lines += 1;
    if (lines === 10) child.kill('SIGKILL');
  }
  const again = await loaded(base, ...own);
  const [, created = 0, unchanged = 0] =
    /^0: (\d+) unchanged, (\d+) created$/.exec(again)?.map(Number).toReversed() ?? [];
  if (child.signalCode !== 'SIGKILL' || unchanged < 10 || created === 0)
    return `killed after ${lines} lines, then ${again}`;
  return is(await loaded(base, ...own), `0: ${total} unchanged`);
}

async function secondVersion(base: string): Promise<boolean | string> {
  // Whatever version each of model, profiles and software has now.
  const text = JSON.stringify(profiles).replace(/(?<=["|])1\.\d+\.0(?=["|])/g, '1.99.0');
  const newer = JSON.parse(text) as FhirResource[];
  const server = await openServer(readTarget(base, {}));
  const outcomes = new Set<string>();
  const settled = (outcome: string) => outcomes.add(outcome);
  await load(server, newer, {}, { settled, progress: () => {}, differs: () => {}, basesAbsent: () => {} });
  if ([...outcomes].join() !== 'created') return `the second version: ${[...outcomes]}`;
  const [url = ''] = loadModel().variants[0]?.questionnaireUrl.split('|') ?? [];
  const versions = (await search(base, 'Questionnaire', { url })).map((found) =>
    'version' in found ? found.version : '',
  );
  if (versions.toSorted().join() !== '1.0.0,1.99.0') return `found ${versions}`;
  return is(await loaded(base), `0: ${total} unchanged`);
}
