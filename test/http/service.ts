import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OperationOutcome, Questionnaire, QuestionnaireResponse, QuestionnaireResponseItem } from 'fhir/r4.js';
import { vi } from 'vitest';
import type { StoreAddress } from '../../src/config/store-address.ts';
import { type Config, readConfig } from '../../src/config.ts';
import { openGateway } from '../../src/gateway.ts';
import { defaultLimits, type Limits } from '../../src/http/limits.ts';
import { type ListenOptions, listen } from '../../src/http/listen.ts';
import { createLog } from '../../src/log.ts';
import type { Model } from '../../src/model/types.ts';
import { loadModel } from '../../src/profiles.ts';
import { guard, isGuarded, sentBy } from './guarded.ts';

export const model = loadModel();

/** A running service for tests, with what it logs. */
export interface TestService {
  readonly url: string;
  /** Every line that was logged, parsed. */
  readonly lines: Record<string, unknown>[];
  readonly close: () => Promise<void>;
}

export interface TestOptions {
  readonly config?: Partial<Config>;
  readonly limits?: Partial<Limits>;
  readonly model?: ListenOptions['model'];
  readonly gateway?: ListenOptions['gateway'];
  readonly keySets?: ListenOptions['keySets'];
  /** Where a stored service keeps what it keeps; in a file of its own where not given. */
  readonly store?: StoreAddress;
}

/** Starts a service on a free port. */
export async function startService(given: TestOptions = {}): Promise<TestService> {
  const options = isGuarded ? await guard(given) : given;
  const lines: Record<string, unknown>[] = [];
  const log = createLog({ write: (line) => void lines.push(JSON.parse(line)) });
  const config = { ...readConfig({ NIVEAU_ADDRESS: '127.0.0.1:0' }), ...options.config };
  const limits = { ...defaultLimits, ...options.limits };
  const { gateway, keySets } = options;
  const running = await listen(config, {
    ...{ model: options.model ?? model, gateway, log, limits },
    ...(keySets && { keySets }),
  });
  if (isGuarded) sentBy(running.url);
  return { url: running.url, lines, close: () => running.close() };
}

/** All that was logged, without the ids and the port that are drawn at random: any four digits may stand in them. */
export function loggedText({ lines, url }: TestService): string {
  return JSON.stringify(lines)
    .replaceAll(url, '')
    .replace(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g, '');
}

/** A running service with a store of its own, which goes with it. */
export async function startStoredService(options: TestOptions = {}): Promise<TestService> {
  const folder = mkdtempSync(join(tmpdir(), 'niveau-stored-'));
  const settings = {
    ...readConfig({}),
    ...options.config,
    store: options.store ?? { kind: 'sqlite', file: join(folder, 'niveau.db') },
  } as const;
  const gateway = await openGateway({ config: settings, model, log: () => {}, env: {} });
  const service = await startService({ ...options, gateway });
  return {
    ...service,
    close: async () => {
      await Promise.all([service.close(), gateway.stopDelivering(1_000)]);
      await gateway.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A model that fails with an error of ours as soon as the service runs by it. */
export function failingModel(message: string): { readonly model: Model; fail: () => void } {
  let failing = false;
  const orFail = <Value>(value: Value): Value => {
    if (failing) throw new TypeError(message);
    return value;
  };
  // What is looked up of a model is looked up once; its forms are asked for with each response.
  const variants = model.variants.map((variant) => ({ ...variant, form: () => orFail(variant.form()) }));
  const broken: Model = {
    ...model,
    get variants(): Model['variants'] {
      return orFail(variants);
    },
  };
  return {
    model: broken,
    fail: () => {
      failing = true;
    },
  };
}

const json = { 'content-type': 'application/fhir+json' };

/** POST of FHIR JSON; anything but text and bytes is written as JSON first. */
export function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const content = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  return fetch(url, { method: 'POST', headers: { ...json, ...headers }, body: content as string });
}

/** PUT of a response at its id, which it is given. */
export function putResponse(
  base: string,
  id: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${base}/QuestionnaireResponse/${id}`, {
    method: 'PUT',
    headers: { ...json, ...headers },
    body: JSON.stringify({ ...body, id }),
  });
}

/**
 * What an answer that refuses says: status, and code and place of each issue (FHIRPath, XPath, or the field that an
 * option is sent in). It must be an OperationOutcome in FHIR JSON.
 */
export async function refusalIn(response: Response): Promise<{ status: number; issues: (string | undefined)[][] }> {
  if (response.headers.get('content-type') !== 'application/fhir+json; charset=utf-8') throw new Error('no FHIR JSON');
  const outcome = (await response.json()) as OperationOutcome;
  if (outcome.resourceType !== 'OperationOutcome') throw new Error('no OperationOutcome');
  const issues = outcome.issue.map(({ details, expression, location, diagnostics }) => {
    const field = diagnostics !== undefined && /^[\w.]+$/.test(diagnostics) ? [diagnostics] : [];
    return [details?.coding?.[0]?.code, ...(expression ?? location ?? field)];
  });
  return { status: response.status, issues };
}

/** A valid response to a Questionnaire of ours: every factor rated 2, level 2 assessed, the citizen took part. */
export function validResponse(id = 'somatik'): QuestionnaireResponse {
  const variant = model.variants.find(({ questionnaire }) => questionnaire.id === id);
  if (variant === undefined) throw new Error(`no questionnaire ${id}`);
  const { questionnaire, factors } = variant;
  const choices = new Map([
    ...factors.map(({ linkId }) => [linkId.rating, '2'] as const),
    ['niveau', '2'],
    ['inddragelse', 'deltog'],
  ]);
  return {
    resourceType: 'QuestionnaireResponse',
    identifier: { system: 'https://ehr.example.dk/responses', value: `http-${id}` },
    questionnaire: `${questionnaire.url}|${questionnaire.version}`,
    status: 'completed',
    subject: { identifier: { system: 'urn:oid:1.2.208.176.1.2', value: '2512489996' }, display: 'Nancy Ann Berggren' },
    authored: '2026-01-20T10:30:00+01:00',
    author: { type: 'Practitioner', identifier: { system: 'https://autregweb.sst.dk', value: 'CBNH1' } },
    item: answered(questionnaire.item ?? [], choices),
  };
}

function answered(
  items: NonNullable<Questionnaire['item']>,
  choices: ReadonlyMap<string, string>,
): QuestionnaireResponseItem[] {
  return items.flatMap<QuestionnaireResponseItem>(({ linkId, item = [], answerOption = [] }) => {
    const below = answered(item, choices);
    const option = answerOption.find(({ valueCoding }) => valueCoding?.code === choices.get(linkId))?.valueCoding;
    const { system, code } = option ?? {};
    if (system !== undefined && code !== undefined) return [{ linkId, answer: [{ valueCoding: { system, code } }] }];
    return below.length > 0 ? [{ linkId, item: below }] : [];
  });
}

/** The response wrapped as an operation's parameter. */
export function wrapped(name: string, resource: object): object {
  return { resourceType: 'Parameters', parameter: [{ name, resource }] };
}

/** Waits for a condition; a loaded machine may need seconds. */
export function until<Value>(condition: () => Value | Promise<Value>): ReturnType<typeof vi.waitUntil<Value>> {
  return vi.waitUntil(condition, { timeout: 20_000 });
}
