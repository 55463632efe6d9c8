import { readFileSync } from 'node:fs';
import { ParseOption, XmlDocument } from 'libxml2-wasm';
import { openFhirXml } from '../src/fhir-xml/fhir-xml.ts';
import { readJson } from '../src/questionnaire/json/document.ts';
import { type Measured, measureAttach } from './attach-message.ts';
import { median, print, processorTime, type Result, round } from './result.ts';

const option =
  ParseOption.XML_PARSE_NONET |
  ParseOption.XML_PARSE_NO_XXE |
  ParseOption.XML_PARSE_NO_SYS_CATALOG |
  ParseOption.XML_PARSE_BIG_LINES;

/**
 * FHIR as XML, from bytes to the JSON document with every check of the door, against libxml2's parse of the same bytes
 * under the same options: alternately, in one process. And attach to a CareCommunication against JSON.parse and
 * JSON.stringify of it. In processor time: what else runs on the machine would be measured otherwise.
 */
export async function run(): Promise<Result> {
  const response = await measure('somatik-3-aftalt/response.json');
  const bundle = await measure('somatik-3-aftalt/expected.json');
  const attaches = [0, 60_000, 1_000_000].map((page) => measureAttach(page));
  const worst = Math.max(response.ratio, bundle.ratio, ...attaches.map(({ ratio }) => ratio));
  const result = {
    bench: 'message',
    ratio: round(worst, 2),
    goal: 3,
    ours: round(response.ours, 1),
    reference: round(response.reference, 1),
    unit: 'us',
  };
  const row = ({ ours, reference, ratio, bytes }: Measured, by = "libxml2's parse") =>
    `${ours.toFixed(1)} us, ${by} ${reference.toFixed(1)} us (${ratio.toFixed(2)} times), ${bytes} bytes`;
  print(result, [
    ['a response as XML', row(response)],
    ['its transaction Bundle as XML', row(bundle)],
    ...attaches.map((one) => ['attach to a CareCommunication', row(one, 'JSON.parse and stringify')] as const),
  ]);
  return result;
}

async function measure(name: string): Promise<Measured> {
  const xml = await openFhirXml();
  const { kept } = readJson(readFileSync(new URL(`../fixtures/${name}`, import.meta.url)));
  const bytes = new Uint8Array(xml.write(Object(kept)));
  const perRound = Math.ceil(400_000 / bytes.length);
  const [ours, reference]: [number[], number[]] = [[], []];
  for (let round = 0; round < 120; round += 1) {
    const start = processorTime();
    for (let index = 0; index < perRound; index += 1) xml.read(bytes);
    const between = processorTime();
    for (let index = 0; index < perRound; index += 1) XmlDocument.fromBuffer(bytes, { option }).dispose();
    const end = processorTime();
    // libxml2-wasm lets documents go when the event loop turns.
    await new Promise(setImmediate);
    // The first third warms up the compiler.
    if (round < 40) continue;
    ours.push((between - start) / perRound);
    reference.push((end - between) / perRound);
  }
  const ratio = median(ours) / median(reference);
  return { ours: median(ours), reference: median(reference), ratio, bytes: bytes.length };
}
