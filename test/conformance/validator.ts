/**
 * The outside judge: HL7's validator over `profiles/` and over everything that the program emits for the scenarios
 * (FHIR.md, "Resources that one processed response becomes"). Run by `.ci/run`. Exit 1 for an error, and for a warning
 * that is not in warnings.json.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exampleEvents } from './audit-events.ts';
import { writeEmitted } from './emitted.ts';
import { type Finding, judged, needJudge, packages } from './judge.ts';

interface Allowed {
  readonly id: string;
  readonly file: string;
  readonly count: number;
  readonly reason: string;
}

// The first entry of our Bundle is the received response. The validator names type and id of an entry, but not within
// Parameters.
const inResponse = /\.entry\[0\]\.resource(?:\/\*QuestionnaireResponse\/[^*]*\*\/|(?!\/\*))(.*)$/;

/**
 * What a received response may bring itself (FHIR.md, "Listed exceptions"): a translated text of an item, and a
 * renderer's meta.
 */
function isBroughtAlong({ location, messageId }: Finding): boolean {
  const [, place] = inResponse.exec(location) ?? [];
  if (place === undefined) return false;
  return messageId === 'Questionnaire_QR_Item_Text' || place.startsWith('.meta');
}

/** What the validator says of a folder beyond mere information; prints its summary line. */
async function findingsOf(title: string, folder: string, options?: readonly string[], by?: readonly string[]) {
  const { summary, findings } = await judged(folder, options, by);
  console.log(`${title}: ${summary}`);
  return findings.filter(({ severity }) => severity !== 'information');
}

function report(findings: readonly Finding[]): number {
  const brought = findings.filter(isBroughtAlong);
  const ours = findings.filter((finding) => !isBroughtAlong(finding));
  const allows = ({ id, file }: Allowed, finding: Finding) =>
    finding.severity === 'warning' && finding.messageId === id && finding.file.endsWith(file);
  const wrong = ours.filter((finding) => !allowed.some((entry) => allows(entry, finding)));
  for (const { file, severity, location, messageId, message } of wrong) {
    console.log(`${file.replace(temporary, '')}: ${severity}: ${location}: ${messageId}: ${message}`);
  }
  const miscounted = allowed.filter((entry) => {
    const found = ours.filter((finding) => allows(entry, finding)).length;
    if (found !== entry.count)
      console.log(`warnings.json: ${entry.id} in ${entry.file}: ${entry.count} expected, ${found} found`);
    return found !== entry.count;
  });
  console.log(`Brought along by received responses (translated texts, a renderer's meta): ${counted(brought)}`);
  console.log(`Allowed by warnings.json: ${ours.length - wrong.length}`);
  console.log(`The validator on what is ours: ${counted(wrong)}`);
  return wrong.length + miscounted.length;
}

function counted(findings: readonly Finding[]): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return `${errors} errors, ${findings.length - errors} warnings`;
}

/** IHE's Basic Audit Log Patterns. Its own codes, and the lifecycle's, are outside R4's extensible lists: warnings. */
const balp = 'ihe.iti.balp-1.1.4';
const isError = ({ severity }: Finding) => severity === 'error';

needJudge('the FHIR validator');
const allowed: readonly Allowed[] = JSON.parse(await readFile(new URL('warnings.json', import.meta.url), 'utf8'));
const temporary = await mkdtemp(join(tmpdir(), 'niveau-validator-'));
try {
  const emitted = join(temporary, 'emitted');
  const count = await writeEmitted(emitted);
  const findings = [
    ...(await findingsOf('profiles/', 'profiles', ['--check-snapshots'])),
    ...(await findingsOf(`${count} emitted resources`, emitted)),
  ];
  const events = join(temporary, 'audit');
  await mkdir(events);
  const written = exampleEvents();
  for (const event of written) await writeFile(join(events, `AuditEvent-${event.id}.json`), JSON.stringify(event));
  findings.push(
    ...(await findingsOf(`${written.length} AuditEvents`, events, [], [...packages, balp])).filter(isError),
  );
  // With the newer SDC the warnings are others; no error may come of it.
  const newer = packages.map((name) => name.replace('sdc-3.0.0', 'sdc-4.0.0'));
  const errors = (await findingsOf('profiles/ with SDC 4.0.0', 'profiles', [], newer)).filter(
    ({ severity }) => severity === 'error',
  );
  for (const { file, location, message } of errors) console.log(`with SDC 4.0.0: ${file}: ${location}: ${message}`);
  process.exitCode = report(findings) === 0 && errors.length === 0 ? 0 : 1;
} finally {
  await rm(temporary, { recursive: true, force: true });
}
