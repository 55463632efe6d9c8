import type { Bundle } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { openFhirXml } from '../../src/fhir-xml/fhir-xml.ts';
import { acknowledge } from '../../src/medcom/fhir/acknowledgement.ts';
import { answeredBy, answeredIfReadable, openAcknowledgement } from '../../src/medcom/fhir/answered.ts';
import { openMessageArrival } from '../../src/medcom/fhir/arrival.ts';
import { planAttach } from '../../src/medcom/fhir/attach.ts';
import { writeJsonChange } from '../../src/medcom/fhir/attach-json.ts';
import { composeCareMessage } from '../../src/medcom/fhir/compose.ts';
import { openCareMessage } from '../../src/medcom/fhir/open.ts';
import { readCareMessage } from '../../src/medcom/fhir/read.ts';
import { Refusal } from '../../src/outcome/problem.ts';
import { readPdfBlock } from '../../src/pdf/block-file.ts';
import { composed, home, hospital, municipality, options, statement, statementIn } from '../medcom/fhir/messages.ts';
import { ports } from '../ports.ts';

/**
 * Each part of a message in turn as something else: whatever is done with it then is done, or refused by a problem of
 * ours. Nothing else ever comes out.
 */
type Step = string | number;

const others: readonly unknown[] = [undefined, null, 0, '', 'x', [], {}, [null], 'constructor', '#', 'a'.repeat(300)];
const { write } = await openFhirXml();
const first = composed({ text: 'Kære kollega' }, { pdf: Buffer.from('%PDF-1.7 a page') });
const told = { ...statement, day: '2026-03-01', authored: '2026-03-01T10:00:00+01:00' };
const another = { ...statementIn('psykiatri-4-aftalt'), citizen: statement.citizen };
const between = { sender: municipality, receiver: hospital };
const reply = composeCareMessage(
  told,
  between,
  { ...options, time: '2026-03-02T10:00:00+01:00' },
  { follow: { how: 'reply', message: openCareMessage(first) } },
).bundle;
const why = [{ type: 'processing', text: 'Prøv igen.' }] as const;
const time = '2026-04-01T10:00:00+02:00';
const acknowledgement = acknowledge(answeredBy(openCareMessage(first)), 'fatal-error', why, time);

const uses: Readonly<Record<string, (value: unknown) => void>> = {
  'it comes in': (value) => {
    openMessageArrival(ports.model, value, { schemaDirectory: undefined, pdfBlock: readPdfBlock });
  },
  'it is read': (value) => {
    readCareMessage(ports.model, value);
  },
  'a level is put into it, once and twice': (value) => {
    const bytes = Buffer.from(JSON.stringify(value));
    const attached = JSON.parse(Buffer.from(writeJsonChange(bytes, planAttach(value, another, {}))).toString());
    expect(planAttach(attached, another, {}).change.kind).toBe('none');
  },
  'it is acknowledged': (value) => {
    const answer = acknowledge(answeredBy(openCareMessage(value)), 'ok', [], time);
    expect(openAcknowledgement(answer).code).toBe('ok');
  },
  'it is acknowledged as one that cannot be used': (value) => {
    const answered = answeredIfReadable(value);
    if (answered !== undefined) write(acknowledge(answered, 'fatal-error', why, time));
  },
  'it is answered': (value) => {
    const follow = { how: 'reply', message: openCareMessage(value) } as const;
    openCareMessage(composeCareMessage(told, { sender: municipality }, { ...options, time }, { follow }).bundle);
  },
  'it is forwarded': (value) => {
    const follow = { how: 'forward', message: openCareMessage(value) } as const;
    openCareMessage(
      composeCareMessage(told, { sender: municipality, receiver: home }, { ...options, time }, { follow }).bundle,
    );
  },
};

describe.each([
  ['a message', first],
  ['an answer', reply],
  ['an Acknowledgement', acknowledgement],
])('each part of %s as something else', (_what, bundle) => {
  test.each(Object.entries(uses))('%s', (_use, act) => {
    let tried = 0;
    const failed: string[] = [];
    for (const path of pathsIn(bundle)) {
      for (const value of others) {
        tried += 1;
        try {
          act(withOther(bundle, path, value));
        } catch (error) {
          if (!(error instanceof Refusal))
            failed.push(`${path.join('.')} = ${JSON.stringify(value)}: ${String(error)}`);
        }
      }
    }
    expect(failed).toEqual([]);
    expect(tried).toBeGreaterThan(1_000);
  });
});

function pathsIn(value: unknown, path: readonly Step[] = []): readonly (readonly Step[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const below = Object.entries(value).flatMap(([name, one]) =>
    pathsIn(one, [...path, Array.isArray(value) ? Number(name) : name]),
  );
  return path.length === 0 ? below : [path, ...below];
}

/** A copy along the path; undefined takes the part out. */
function withOther(whole: unknown, [step, ...rest]: readonly Step[], value: unknown): Bundle {
  const copy: unknown = Array.isArray(whole) ? [...(whole as unknown[])] : { ...Object(whole) };
  const parent = copy as Record<Step, unknown>;
  const name = step ?? '';
  if (rest.length > 0) parent[name] = withOther(parent[name], rest, value);
  else if (value !== undefined) parent[name] = value;
  else if (Array.isArray(copy)) copy.splice(Number(name), 1);
  else delete parent[name];
  return copy as Bundle;
}
