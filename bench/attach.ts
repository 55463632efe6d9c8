import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { attachStatement } from '../src/medcom/attach/attach.ts';
import { requireStatement } from '../src/medcom/block/level.ts';
import { checkSchema } from '../src/medcom/xml/schema.ts';
import type { LevelStatement } from '../src/scoring/types.ts';
import { scoreResponse } from '../src/work/score.ts';
import { ports } from '../test/ports.ts';
import { acceptedResponses } from './inputs.ts';
import { median, print, type Result, round } from './result.ts';

const shared = fileURLToPath(new URL('../../shared/', import.meta.url));
const schemas = process.env.MEDCOM_XSD_DIR ?? `${shared}medcom-xsd`;
const samples = `${shared}medcom-letters/`;

/** Sample letters that may carry a level, MedCom's own and ours. */
const names = [
  'current/XDIS01_XD0134L',
  'current/XDIS91_XD9134L',
  'current/XREF01_XH0131R',
  'current/XREF15_XH1530R',
  'legacy/DIS01_1',
  'legacy/DIS91_1',
  'legacy/REF01_1',
  'legacy/REF07_1',
];
const responses = ['somatik-1-vurderet', 'somatik-3-aftalt', 'psykiatri-4-aftalt'];

/**
 * Attach, with the schema check of what goes out, which says as much of what comes in (attach/at-once.ts), against
 * libxml2's parse and schema check of the letter once. Both are measured alternately, over sample letters and levels.
 * Prints the letters a second of one core, too.
 */
export async function run(): Promise<Result> {
  if (!existsSync(schemas) || !existsSync(samples))
    throw new Error(`MedCom's schemas and letters are not at ${shared}`);
  const cases = casesOf();
  const times = { ours: [] as number[], reference: [] as number[], ratios: [] as number[] };
  const rounds = 90;
  // Stretches of about the same time: on a busy machine a longer one would be interrupted more often, and the ratio
  // would be the machine's.
  const [attaches, checks] = [10, 40];
  let size = 0;
  for (let turn = 0; turn < rounds; turn += 1) {
    for (const { letter, statement } of cases) {
      const attachAll = () =>
        millisecondsOf(attaches, async () => {
          size += (await attachStatement(letter, statement, { schemaDirectory: schemas })).bytes.length;
        });
      const checkAll = () =>
        millisecondsOf(checks, async () => {
          size += (await checkSchema(letter, schemas)).length;
        });
      // Whoever comes first after another letter has the caches against it.
      const first = turn % 2 === 0 ? await attachAll() : await checkAll();
      const second = turn % 2 === 0 ? await checkAll() : await attachAll();
      // The first third warms up the compiler.
      if (turn < rounds / 3) continue;
      const [own, once] = turn % 2 === 0 ? [first, second] : [second, first];
      times.ours.push(own);
      times.reference.push(once);
      times.ratios.push(own / once);
    }
  }
  const [own, other] = [median(times.ours), median(times.reference)];
  const result = {
    bench: 'attach',
    ratio: round(median(times.ratios), 2),
    goal: 3.5,
    ours: round(own, 4),
    reference: round(other, 4),
    unit: 'ms',
  };
  print(result, [
    ['inputs', `${names.length} letters with ${responses.length} levels, ${size} bytes written`],
    ['attach, schema check', `${own.toFixed(3)} ms, ${Math.round(1_000 / own)} letters a second (goal: 1000)`],
    ['parse and schema check once', `${other.toFixed(3)} ms`],
  ]);
  return result;
}

/** The time that each of so many calls takes. */
async function millisecondsOf(calls: number, call: () => Promise<void>): Promise<number> {
  const start = process.hrtime.bigint();
  for (let index = 0; index < calls; index += 1) await call();
  return Number(process.hrtime.bigint() - start) / calls / 1e6;
}

/** Each letter with each level, for the letter's own citizen. */
function casesOf(): readonly { readonly letter: Buffer; readonly statement: LevelStatement }[] {
  const stored = acceptedResponses();
  return names.flatMap((name) => {
    const letter = readFileSync(`${samples}${name}.xml`);
    const cpr = /CivilRegistrationNumber>(\d{10})/.exec(letter.toString('latin1'))?.[1];
    return responses.map((response) => {
      const { assessment } = scoreResponse(ports, stored.get(response) ?? Buffer.alloc(0));
      const statement = requireStatement(assessment);
      return { letter, statement: { ...statement, citizen: { ...statement.citizen, cpr } } };
    });
  });
}
