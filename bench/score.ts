import { loadModel } from '../src/profiles.ts';
import { jsonBytes } from '../src/resources/json-bytes.ts';
import { makeBundle, scoreResponse } from '../src/work/score.ts';
import { ports } from '../test/ports.ts';
import { acceptedResponses } from './inputs.ts';
import { median, print, type Result, round } from './result.ts';

/**
 * One stored response from bytes to Bundle bytes in process, every safety check included, against JSON.parse of the
 * same input plus JSON.stringify of the same output. Both are measured alternately, over every accepted fixture.
 */
export function run(): Result {
  const model = loadModel();
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  const cases = [...acceptedResponses()].map(([name, bytes]) => {
    const bundle = makeBundle(model, scoreResponse(ports, bytes));
    return { name, bytes, bundle };
  });
  const ours = (bytes: Buffer) => jsonBytes(makeBundle(model, scoreResponse(ports, bytes)));
  const reference = (bytes: Buffer, bundle: object) => {
    JSON.parse(decoder.decode(bytes));
    return encoder.encode(JSON.stringify(bundle));
  };
  const rounds = 60;
  const perRound = 20;
  const times = { ours: [] as number[], reference: [] as number[] };
  let size = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (const { bytes, bundle } of cases) {
      const start = process.hrtime.bigint();
      for (let index = 0; index < perRound; index += 1) size += ours(bytes).length;
      const between = process.hrtime.bigint();
      for (let index = 0; index < perRound; index += 1) size += reference(bytes, bundle).length;
      const end = process.hrtime.bigint();
      // The first third warms up the compiler.
      if (round < rounds / 3) continue;
      times.ours.push(Number(between - start) / perRound / 1e6);
      times.reference.push(Number(end - between) / perRound / 1e6);
    }
  }
  const [own, other] = [median(times.ours), median(times.reference)];
  const result = {
    bench: 'score',
    ratio: round(own / other, 2),
    goal: 2.2,
    ours: round(own, 4),
    reference: round(other, 4),
    unit: 'ms',
  };
  print(result, [
    ['inputs', `${cases.length} fixtures, ${size} bytes written`],
    ['bytes to Bundle bytes', `${own.toFixed(3)} ms`],
    ['JSON.parse + JSON.stringify', `${other.toFixed(3)} ms`],
  ]);
  return result;
}
