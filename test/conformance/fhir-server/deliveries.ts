import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bundle, FhirResource, Identifier, QuestionnaireResponse } from 'fhir/r4.js';
import { canonicalText } from '../../../src/intake/identity.ts';
import { type Process, startProcess } from '../../faults/service.ts';
import { responseBytes } from '../../fixtures.ts';
import { freePort } from '../../loopback.ts';
import { check, eventually } from './check.ts';
import { get, post, search } from './http.ts';

const types = ['Observation', 'CarePlan', 'Task', 'CareTeam'];
const cpr = 'urn:oid:1.2.208.176.1.2';

/**
 * The service with the server behind its outbox: what is created, amended, superseded and withdrawn at our door stands
 * there as it stands with us, whether it is written by transactions or one by one. At first the service calls an
 * address where nobody answers: what waits comes after.
 */
export async function checksOfDeliveries(base: string): Promise<void> {
  for (const [writes, number] of [
    ['transaction', '2512489996'],
    ['single', '0108589995'],
  ] as const) {
    const folder = mkdtempSync(join(tmpdir(), 'niveau-deliveries-'));
    const port = await freePort();
    const env = { NIVEAU_STORE: `sqlite:${join(folder, 'niveau.db')}`, NIVEAU_FHIR_TARGET_WRITES: writes };
    // At first nobody answers there.
    let service = await startProcess(port, {
      ...env,
      NIVEAU_FHIR_TARGET_URL: `http://127.0.0.1:${await freePort()}/fhir`,
    });
    try {
      await check(`deliveries (${writes}): a life of three assessments is kept while the server is away`, () =>
        live(service, `liv-${writes}`, number),
      );
      await service.end('SIGTERM');
      service = await startProcess(port, { ...env, NIVEAU_FHIR_TARGET_URL: base });
      await check(`deliveries (${writes}): everything is delivered, and nothing is dead`, () => drained(service));
      await check(`deliveries (${writes}): the server holds what we hold, each once`, () =>
        same(service, base, number),
      );
    } finally {
      await service.end('SIGTERM');
      rmSync(folder, { recursive: true });
    }
  }
}

/**
 * One assessment that is amended twice, a newer one in its place, and a third that is withdrawn, so that the second is
 * in force again.
 */
async function live({ url }: Process, name: string, number: string): Promise<void> {
  const given = JSON.parse(responseBytes('somatik-3-aftalt').toString('utf8')) as QuestionnaireResponse;
  const subject = { ...given.subject, identifier: { system: cpr, value: number } };
  const version = (which: string, day: string, status: QuestionnaireResponse['status']) => ({
    ...given,
    ...{ subject, status, authored: `2026-0${day}T10:30:00+01:00` },
    identifier: { ...given.identifier, value: `${name}-${which}` },
    // The day of the agreement would be the same for all.
    item: withoutDay(given.item ?? []),
  });
  const sent = [
    version('a', '1-20', 'completed'),
    version('a', '1-20', 'amended'),
    version('b', '2-20', 'completed'),
    version('c', '3-01', 'completed'),
    version('a', '1-21', 'amended'),
    version('c', '3-01', 'entered-in-error'),
  ];
  for (const body of sent) await post(`${url}/fhir/QuestionnaireResponse`, body);
}

function withoutDay(items: NonNullable<QuestionnaireResponse['item']>): NonNullable<QuestionnaireResponse['item']> {
  return items
    .filter(({ linkId }) => linkId !== 'aftale.dato')
    .map(({ item, ...rest }) => (item === undefined ? rest : { ...rest, item: withoutDay(item) }));
}

async function drained({ url }: Process): Promise<true | string> {
  const depths = async () => (await (await fetch(`${url}/metrics`)).text()).match(/^niveau_outbox_depth\{.*$/gm) ?? [];
  const left = await eventually(depths, (lines) => lines.every((line) => line.includes('dead')));
  return left.length === 0 || left.join('; ');
}

async function same({ url }: Process, base: string, number: string): Promise<true | string> {
  const wrong: string[] = [];
  let compared = 0;
  for (const type of types) {
    const ours = await search(`${url}/fhir`, type, { 'subject:identifier': `${cpr}|${number}` });
    for (const one of ours) {
      const [own] = (one as { identifier?: Identifier[] }).identifier ?? [];
      const theirs = await search(base, type, { identifier: `${own?.system}|${own?.value}` });
      compared += 1;
      const [there] = theirs;
      if (theirs.length !== 1 || there === undefined) wrong.push(`${type}: ${theirs.length} times`);
      else if (told(there) !== told(one)) wrong.push(`${type} ${own?.value}:\n${told(one)}\n${told(there)}`);
    }
  }
  const provenances = await get<Bundle>(`${base}/Provenance?_summary=count`);
  if ((provenances.total ?? 0) < 6) wrong.push(`Provenance: ${provenances.total}`);
  // Two Observations, a plan, a team and Tasks of three responses.
  if (compared < 15) wrong.push(`only ${compared} compared`);
  return wrong.length === 0 || wrong.slice(0, 3).join('\n');
}

/** What of a resource says how it stands: the rest is for the checks of Bundles. */
const telling = [
  'identifier',
  'status',
  'statusReason',
  'intent',
  'code',
  'valueCodeableConcept',
  'businessStatus',
  'title',
];

function told(resource: FhirResource): string {
  const content = resource as unknown as Readonly<Record<string, unknown>>;
  return canonicalText(telling.map((name) => content[name]));
}
