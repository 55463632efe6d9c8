import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createChecker } from '../src/questionnaire/checker.ts';
import { readJson } from '../src/questionnaire/json/document.ts';
import { formOf } from './form.ts';
import { median, print, type Result, round } from './result.ts';

/**
 * A response of 15 answers from bytes to verdict, every safety check included, against JSON.parse of the same bytes:
 * alternately, in one process. Besides: 150 answers, and the memory that 10,000 different Questionnaires leave behind.
 */
export function run(): Result {
  const small = measure(15);
  const large = measure(150);
  const growth = grow();
  const result = {
    bench: 'check',
    ratio: round(Math.max(small.ours / small.parse, growth > 20 ? Number.POSITIVE_INFINITY : 0), 2),
    goal: 4,
    ours: round(small.ours * 1000, 1),
    reference: round(small.parse * 1000, 1),
    unit: 'us',
  };
  const row = ({ ours, parse, bytes }: typeof small) =>
    `${(ours * 1000).toFixed(1)} us, JSON.parse ${(parse * 1000).toFixed(1)} us (${(ours / parse).toFixed(2)} times), ${bytes} bytes`;
  print(result, [
    ['15 answers, bytes to verdict', row(small)],
    ['150 answers', row(large)],
    ['10,000 more Questionnaires', `${growth.toFixed(1)} MB more on the heap (goal: within 20)`],
  ]);
  return result;
}

function measure(questions: number): { ours: number; parse: number; bytes: number } {
  const { questionnaire, response } = formOf(questions);
  const checker = createChecker([questionnaire]);
  const decoder = new TextDecoder();
  const check = () => checker.check(readJson(response)).length;
  if (check() !== 0) throw new Error('the response is not in order');
  const [ours, parse]: [number[], number[]] = [[], []];
  const perRound = 3000 / questions;
  for (let round = 0; round < 150; round += 1) {
    const start = process.hrtime.bigint();
    for (let index = 0; index < perRound; index += 1) check();
    const between = process.hrtime.bigint();
    for (let index = 0; index < perRound; index += 1) JSON.parse(decoder.decode(response));
    const end = process.hrtime.bigint();
    // The first third warms up the compiler.
    if (round < 50) continue;
    ours.push(Number(between - start) / perRound / 1e6);
    parse.push(Number(end - between) / perRound / 1e6);
  }
  return { ours: median(ours), parse: median(parse), bytes: response.length };
}

/** Megabytes of heap that 10,000 Questionnaires leave behind after 1,000 others did, each used once and dropped. */
function grow(): number {
  const use = (from: number, to: number) => {
    for (let number = from; number < to; number += 1) {
      const { questionnaire, response } = formOf(15, `1.${number}`);
      if (createChecker([questionnaire]).check(readJson(response)).length > 0) throw new Error('not in order');
    }
    return heap();
  };
  const before = use(0, 1000);
  return use(1000, 11_000) - before;
}

function heap(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // What is held weakly goes in the second round.
  for (let round = 0; round < 3; round += 1) collect();
  return process.memoryUsage().heapUsed / 2 ** 20;
}
