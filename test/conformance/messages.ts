/**
 * The outside judge on MedCom FHIR messages: HL7's validator with MedCom's own packages over a message of each kind and
 * category, and over MedCom's example messages with a level attached (twice, and replaced), each in JSON and in XML.
 * Run by `.ci/run`. Exit 1 for an error, and where a level does not come back as it went in.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { openFhirXml } from '../../src/fhir-xml/fhir-xml.ts';
import { openCareMessage } from '../../src/medcom/fhir/open.ts';
import { readCareMessage } from '../../src/medcom/fhir/read.ts';
import { careCategories } from '../../src/medcom/fhir/vocabulary.ts';
import { readJson } from '../../src/questionnaire/json/document.ts';
import type { LevelStatement } from '../../src/scoring/types.ts';
import { answerCareMessage, refuseMessage } from '../../src/work/messages/answer.ts';
import { attachToMessage } from '../../src/work/messages/attach.ts';
import { messageLimits, readMessageDocument } from '../../src/work/messages/document.ts';
import { writeCareMessage } from '../../src/work/messages/write.ts';
import { responseBytes } from '../fixtures.ts';
import { home, hospital, municipality, statement } from '../medcom/fhir/messages.ts';
import { ports } from '../ports.ts';
import { judged, needJudge } from './judge.ts';

const packages = fileURLToPath(new URL('../../../shared/fhir-packages/', import.meta.url));
/** CareCommunication 5.0 pins its own stack. */
const careStack = [
  'hl7.fhir.dk.core-3.4.0',
  'hl7.fhir.uv.extensions.r4-5.3.0',
  'medcom.fhir.dk.core-3.0.1',
  'medcom.fhir.dk.messaging-4.0.2',
  'medcom.fhir.dk.terminology-2.0.1',
  'medcom.fhir.dk.messagedefinitions-1.0.0',
  'medcom.fhir.dk.carecommunication-5.0.2',
];

/** And so does Acknowledgement 2.0, another one. */
const ackStack = [
  'hl7.fhir.dk.core-2.0.0',
  'hl7.fhir.uv.extensions.r4-5.3.0',
  'medcom.fhir.dk.core-2.0.1',
  'medcom.fhir.dk.messaging-2.1.0',
  'medcom.fhir.dk.terminology-1.4.0',
  'medcom.fhir.dk.acknowledgement-2.0.3',
];

needJudge('MedCom FHIR messages before the FHIR validator');
const xml = await openFhirXml();
const inXml = (bytes: Uint8Array) => xml.write(Object(readJson(bytes, messageLimits).kept));
const temporary = mkdtempSync(join(tmpdir(), 'niveau-messages-'));
const failures: string[] = [];
try {
  const care = join(temporary, 'care');
  mkdirSync(care);
  const count = (await writeOwn(care)) + (await attachToExamples(care));
  await judge(`${count} CareCommunications`, care, careStack);
  const acknowledgements = join(temporary, 'acknowledgements');
  mkdirSync(acknowledgements);
  await judge(`${writeAcknowledgements(care, acknowledgements)} Acknowledgements`, acknowledgements, ackStack);
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
for (const failure of failures) console.log(failure);
process.exitCode = failures.length === 0 ? 0 : 1;

async function judge(title: string, folder: string, stack: readonly string[]): Promise<void> {
  const { summary, findings } = await judged(folder, [], stack);
  console.log(`${title}: ${summary}`);
  const errors = findings.filter(({ severity }) => severity === 'error');
  failures.push(
    ...errors.map(({ file, location, message }) => `${file.replace(temporary, '')}: ${location}: ${message}`),
  );
}

/** A message of each kind and category, with and without a page. */
async function writeOwn(folder: string): Promise<number> {
  const keep = (name: string, bundle: object) => writeBoth(folder, name, bundle);
  const time = '2026-02-01T10:00:00+01:00';
  const later = '2026-11-20T10:00:00+01:00';
  const response = responseBytes('somatik-3-aftalt');
  const first = { response, sender: hospital, receiver: municipality, phone: '44527000', time };
  let count = 0;
  for (const category of careCategories) {
    for (const pdf of [false, true]) {
      const more = category === 'regarding-referral' ? { priority: 'asap', text: 'Kære kollega' } : {};
      const { bundle } = await writeCareMessage(ports, { ...first, ...more, category, pdf });
      keep(`new-${category}-${pdf}`, bundle);
      const message = Buffer.from(JSON.stringify(bundle));
      const orders = {
        reply: { sender: municipality, phone: undefined, receiver: undefined },
        forward: { sender: municipality, phone: undefined, receiver: home },
        correct: { receiver: undefined, response: responseBytes('somatik-rettet') },
      };
      for (const how of ['reply', 'forward', 'correct'] as const) {
        const followed = { ...first, time: later, pdf, ...orders[how], follow: { how, message } };
        keep(`${how}-${category}-${pdf}`, (await writeCareMessage(ports, followed)).bundle);
      }
      const gone = { ...first, time: later, receiver: undefined, response: responseBytes('somatik-trukket-tilbage') };
      const follow = { how: 'correct', message } as const;
      keep(
        `withdrawal-${category}-${pdf}`,
        (await writeCareMessage(ports, { ...gone, withdrawal: true, follow })).bundle,
      );
      count += 10;
    }
  }
  const episode = {
    ...first,
    episode: 'fc60e762-b13b-5773-865e-67f3907bdcc7',
    author: 'Emma|Waters',
    authorRole: 'Læge',
  };
  keep('episode', (await writeCareMessage(ports, episode)).bundle);
  return count + 2;
}

function writeBoth(folder: string, name: string, bundle: object): void {
  const bytes = Buffer.from(JSON.stringify(bundle));
  writeFileSync(join(folder, `${name}.json`), bytes);
  writeFileSync(join(folder, `${name}.xml`), inXml(bytes));
}

/** MedCom's examples, each about its own citizen, those in JSON in XML too. */
async function attachToExamples(folder: string): Promise<number> {
  const unpacked = join(temporary, 'medcom');
  mkdirSync(unpacked);
  execFileSync('tar', ['xzf', join(packages, 'medcom.fhir.dk.carecommunication-5.0.2.tgz'), '-C', unpacked]);
  const examples = join(unpacked, 'package', 'example');
  const names = readdirSync(examples).filter((name) => name.startsWith('Bundle-'));
  for (const name of [...names]) {
    const other = name.replace(/\.json$/, '.xml');
    writeFileSync(join(examples, other), inXml(readFileSync(join(examples, name))));
    names.push(other);
  }
  const converted = fileURLToPath(new URL('../../../shared/medcom-letters/conversion/', import.meta.url));
  for (const name of readdirSync(converted).filter(
    (one) => one.includes('CareCommunication') && one.endsWith('.xml'),
  )) {
    writeFileSync(join(examples, name), readFileSync(join(converted, name)));
    names.push(name);
  }
  if (names.length < 17) failures.push(`${names.length} examples of MedCom`);
  for (const name of names) {
    const bytes = readFileSync(join(examples, name));
    const { citizen } = openCareMessage((await readMessageDocument(bytes)).value);
    const numbers = {
      cpr: citizen.kind === 'cpr' ? citizen.value : undefined,
      identifiers: [{ system: '', value: citizen.value }],
    };
    const told = { ...statement, citizen: { ...statement.citizen, ...numbers } };
    const newer: LevelStatement = { ...told, day: '2026-01-30', authored: '2026-01-30T10:00:00+01:00' };
    const once = await attach(bytes, told);
    if (!(await attach(once, told)).equals(once)) failures.push(`${name}: attached twice it is another message`);
    if (!(await attach(once, newer)).equals(await attach(bytes, newer))) {
      failures.push(`${name}: a newer level leaves something`);
    }
    const { levels } = readCareMessage(ports.model, (await readMessageDocument(once)).value);
    if (
      !isDeepStrictEqual(
        levels.map(({ actions }) => actions),
        [told.actions],
      )
    )
      failures.push(`${name}: not read back`);
    writeFileSync(join(folder, `attached-${name}`), once);
  }
  return names.length;
}

/** Of each kind, of our messages and of MedCom's. */
function writeAcknowledgements(messages: string, folder: string): number {
  const names = readdirSync(messages).filter((name) => /^(?:new|reply|forward|attached)-.*json$/.test(name));
  // What answers a new message goes through both forms.
  const keep = (name: string, bundle: object) => {
    if (name.includes('-new-')) writeBoth(folder, name.replace(/\.json$/, ''), bundle);
    else writeFileSync(join(folder, name), JSON.stringify(bundle));
  };
  for (const name of names) {
    const bytes = readFileSync(join(messages, name));
    for (const refuse of [undefined, 'transient-error', 'fatal-error']) {
      const bundle = answerCareMessage(ports, bytes, { refuse, text: 'Prøv igen.' });
      keep(`${refuse ?? 'ok'}-${name}`, bundle);
    }
    const problems = [
      { code: 'message-version-unknown', values: { known: '5.0' } },
      { code: 'letter-reused' },
    ] as const;
    const refused = refuseMessage(bytes, problems, '2026-11-21T10:00:00Z');
    keep(`refused-${name}`, refused);
  }
  return readdirSync(folder).length;
}

async function attach(bytes: Uint8Array, told: LevelStatement): Promise<Buffer> {
  const none = { letter: undefined, category: undefined, priority: undefined, recommend: undefined };
  return Buffer.from((await attachToMessage(bytes, told, { pdf: false, ...none })).bytes);
}
