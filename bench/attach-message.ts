import { planAttach } from '../src/medcom/fhir/attach.ts';
import { writeJsonChange } from '../src/medcom/fhir/attach-json.ts';
import { readJson } from '../src/questionnaire/json/document.ts';
import { messageLimits } from '../src/work/messages/document.ts';
import { communicationIn, composed, statement } from '../test/medcom/fhir/messages.ts';
import { median, processorTime } from './result.ts';

/** Microseconds of each, their ratio, and the bytes of the message. */
export interface Measured {
  readonly ours: number;
  readonly reference: number;
  readonly ratio: number;
  readonly bytes: number;
}

/**
 * Attach to a CareCommunication, from its bytes to those with the level, against JSON.parse and JSON.stringify of the
 * same bytes: alternately, in one process. The message has words of its own and a page of so many bytes.
 */
export function measureAttach(page: number): Measured {
  const bundle = composed({ text: 'Kære kollega' }, page === 0 ? {} : { pdf: Buffer.alloc(page, 'page') });
  communicationIn(bundle).payload?.splice(1, 1);
  const bytes = Buffer.from(JSON.stringify(bundle));
  const perRound = Math.ceil(3_000_000 / bytes.length);
  const [ours, reference]: [number[], number[]] = [[], []];
  for (let round = 0; round < 90; round += 1) {
    const start = processorTime();
    for (let index = 0; index < perRound; index += 1) {
      writeJsonChange(bytes, planAttach(readJson(bytes, messageLimits).value, statement, {}));
    }
    const between = processorTime();
    for (let index = 0; index < perRound; index += 1) Buffer.from(JSON.stringify(JSON.parse(bytes.toString())));
    const end = processorTime();
    // The first third warms up the compiler.
    if (round < 30) continue;
    ours.push((between - start) / perRound);
    reference.push((end - between) / perRound);
  }
  const ratio = median(ours) / median(reference);
  return { ours: median(ours), reference: median(reference), ratio, bytes: bytes.length };
}
