import type { Questionnaire, QuestionnaireItem, QuestionnaireResponseItem } from 'fhir/r4.js';
import { createChecker } from '../src/questionnaire/checker.ts';
import { readJson } from '../src/questionnaire/json/document.ts';
import { median, print, type Result, round } from './result.ts';

const url = 'http://example.dk/fhir/Questionnaire/gentaget';
const perGroup = 10;
const [few, many] = [120, 960] as const;

/**
 * A group that repeats, in a group that repeats: each of its questions waits for the one before it, for one in the
 * group around it, and for one in all repetitions of another group, which engines read differently and a slow checker
 * goes through anew each time.
 */
function form(): Questionnaire {
  const question = (linkId: string, waitsFor: readonly string[]): QuestionnaireItem => ({
    linkId,
    type: 'integer',
    text: `Spørgsmål ${linkId}`,
    ...(waitsFor.length === 0
      ? {}
      : {
          enableBehavior: 'all',
          enableWhen: waitsFor.map((one) => ({ question: one, operator: '>', answerInteger: 0 })),
        }),
  });
  const inner = Array.from({ length: perGroup }, (_, index) =>
    question(`i${index}`, index === 0 ? ['o', 'x'] : [`i${index - 1}`, 'o', 'x']),
  );
  return {
    resourceType: 'Questionnaire',
    url,
    version: '1.0',
    status: 'active',
    item: [
      { linkId: 'gx', type: 'group', repeats: true, item: [question('x', [])] },
      {
        linkId: 'go',
        type: 'group',
        repeats: true,
        item: [question('o', ['x']), { linkId: 'gi', type: 'group', repeats: true, item: inner }],
      },
    ],
  };
}

/** So many repetitions of each group, of the inner one ten in each outer one. */
function answers(times: number): Buffer {
  const say = (linkId: string): QuestionnaireResponseItem => ({ linkId, answer: [{ valueInteger: 1 }] });
  const list = <Made>(length: number, make: (index: number) => Made) =>
    Array.from({ length }, (_, index) => make(index));
  const inner = { linkId: 'gi', item: list(perGroup, (index) => say(`i${index}`)) };
  const outer = { linkId: 'go', item: [say('o'), ...list(10, () => inner)] };
  return Buffer.from(
    JSON.stringify({
      resourceType: 'QuestionnaireResponse',
      questionnaire: `${url}|1.0`,
      status: 'completed',
      authored: '2026-01-20T10:30:00+01:00',
      item: [...list(times, () => ({ linkId: 'gx', item: [say('x')] })), ...list(times / 10, () => outer)],
    }),
  );
}

/**
 * enableWhen on groups that repeat: eight times the repetitions take at most half as much again as eight times the
 * time.
 */
export function run(): Result {
  const checker = createChecker([form()]);
  const [small, large] = [few, many].map((times) => {
    const bytes = answers(times);
    const check = () => checker.check(readJson(bytes));
    const [problem] = check();
    if (problem !== undefined) throw new Error(`the response is not in order: ${JSON.stringify(problem)}`);
    const samples = Array.from({ length: 15 }, () => millisecondsOf(check));
    return { bytes: bytes.length, time: median(samples.slice(5)) };
  });
  if (small === undefined || large === undefined) throw new Error('nothing was measured');
  const result = {
    bench: 'check-repeated',
    ratio: round(large.time / small.time / (large.bytes / small.bytes), 2),
    goal: 1.5,
    ours: round(large.time, 2),
    reference: round((small.time * large.bytes) / small.bytes, 2),
    unit: 'ms',
  };
  print(result, [
    [`${few} repetitions`, `${small.time.toFixed(2)} ms for ${small.bytes} bytes`],
    [`${many} repetitions`, `${large.time.toFixed(2)} ms for ${large.bytes} bytes`],
  ]);
  return result;
}

function millisecondsOf(work: () => unknown): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e6;
}
