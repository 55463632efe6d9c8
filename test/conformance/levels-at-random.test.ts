import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { Bundle, CarePlan, QuestionnaireResponse, Task } from 'fhir/r4.js';
import { expect, test } from 'vitest';
import { type Outbox, openOutbox } from '../outbox/outboxes.ts';
import { response } from '../store/archives.ts';
import { databases } from '../store/databases.ts';

type Says = 'assessed' | 'agreed' | 'suggested' | 'none' | 'withdrawn';

/** What is put under one of some identifiers. Its day counts the first time, and of an agreement. */
interface Step {
  readonly name: string;
  readonly says: Says;
  readonly day: string;
}

/** What the rule needs to know of a response. */
interface Stated {
  readonly says: Says;
  readonly day: string;
  readonly authored: string;
  readonly order: number;
}

type Item = QuestionnaireResponse['item'];

const scenario = (name: string): Item =>
  JSON.parse(readFileSync(new URL(`../../fixtures/${name}/response.json`, import.meta.url), 'utf8')).item;
const without = (item: Item, ...names: readonly string[]): Item =>
  item?.filter(({ linkId }) => !names.includes(linkId)) ?? [];
const assessed = response().item ?? [];
const interval = scenario('somatik-interval') ?? [];
const agreement = without(scenario('somatik-3-aftalt'), 'score', 'forslag', 'forslag.lav', 'forslag.hoej');

function itemOf({ says, day }: Step): QuestionnaireResponse['item'] {
  if (says === 'none') return interval;
  if (says === 'suggested') return without(assessed, 'niveau') ?? [];
  if (says !== 'agreed') return assessed;
  const item = structuredClone(agreement) ?? [];
  const date = item.find(({ linkId }) => linkId === 'aftale')?.item?.find(({ linkId }) => linkId === 'aftale.dato');
  if (date !== undefined) date.answer = [{ valueDate: day }];
  return item;
}

/** The rule in its plainest form (STORE.md "Over time"): whether nothing that counts is newer. */
function isInForce(one: Stated, all: readonly Stated[]): boolean {
  const isNewer = (other: Stated) =>
    other.day !== one.day
      ? other.day > one.day
      : other.authored !== one.authored
        ? other.authored > one.authored
        : other.order > one.order;
  return !all.some((other) => isNewer(other) && (one.says === 'suggested' || other.says !== 'suggested'));
}

const levels: readonly Says[] = ['assessed', 'agreed', 'suggested'];

/** What somebody has who does as each Bundle says: by address, the status of each plan and Task. */
async function deliver({ queue }: Outbox, there: Map<string, string>): Promise<void> {
  for (;;) {
    const [next] = await queue.claim('x', 'there', 1, 1_000);
    if (next === undefined) return;
    for (const { fullUrl = '', request, resource } of (JSON.parse(next.content) as Bundle).entry ?? []) {
      if (resource?.resourceType !== 'CarePlan' && resource?.resourceType !== 'Task') continue;
      if (request?.method === 'PUT' || !there.has(fullUrl)) there.set(fullUrl, (resource as CarePlan | Task).status);
    }
    await queue.end('x', next, { state: 'delivered', code: 'delivered', nextAt: 0, startedAt: 0 });
  }
}

const page = { by: 'number', newestFirst: false, count: 100, total: false } as const;

/** What is kept: the plans and Tasks by address, and of each plan the identifier of its response. */
async function kept({ archive }: Outbox) {
  return archive.read(async (reading) => {
    const { rows } = await reading.responses([], page);
    const names = new Map(rows.map(({ kept }) => [kept.id, kept.identifier?.value ?? '']));
    const plans = await reading.results('CarePlan', [], page);
    const tasks = await reading.results('Task', [], page);
    return [...plans.rows, ...tasks.rows].map(({ id, resource, response: of }) => {
      const { resourceType, status } = resource as unknown as CarePlan | Task;
      return { resourceType, address: `urn:uuid:${id}`, status, name: names.get(of) ?? '' };
    });
  });
}

const steps = fc.array(
  fc.record<Step>({
    name: fc.constantFrom('a', 'b', 'c', 'd'),
    says: fc.constantFrom<Says>(
      'assessed',
      'assessed',
      'assessed',
      'agreed',
      'suggested',
      'none',
      'none',
      'none',
      'withdrawn',
    ),
    day: fc.constantFrom('2026-01-20', '2026-01-21', '2026-01-22'),
  }),
  { minLength: 10, maxLength: 16, size: 'max' },
);

test.each(databases())(
  'whatever comes of a citizen, the newest level alone is in force, here and there: $name',
  async (database) => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const outbox = await openOutbox(database);
        const stated = new Map<string, Stated>();
        const there = new Map<string, string>();
        for (const [index, step] of all.entries()) {
          const { name, says, day } = step;
          const known = stated.get(name);
          if (known?.says === 'withdrawn' || (known === undefined && says === 'withdrawn')) continue;
          const authored = known?.authored ?? `${day}T10:30:${10 + index}+01:00`;
          const changed = `2026-02-20T10:30:${10 + index}+01:00`;
          const status = says === 'withdrawn' ? 'entered-in-error' : known === undefined ? 'completed' : 'amended';
          outbox.time.at += 1_000;
          await outbox.put(name, {
            item: itemOf(step) ?? [],
            status,
            authored: known === undefined ? authored : changed,
          });
          const own = says === 'agreed' ? day : authored.slice(0, 10);
          stated.set(name, { says, day: own, authored, order: known?.order ?? stated.size });
          await deliver(outbox, there);
          const taking = [...stated.values()].filter((one) => levels.includes(one.says));
          for (const { resourceType, address, status: now, name: of } of await kept(outbox)) {
            const one = stated.get(of);
            const inForce = one !== undefined && levels.includes(one.says) && isInForce(one, taking);
            if (resourceType === 'CarePlan') expect([of, ['draft', 'active'].includes(now)]).toEqual([of, inForce]);
            else if (!inForce) expect([of, ['draft', 'requested'].includes(now)]).toEqual([of, false]);
            if (there.has(address) || (inForce && one.says !== 'suggested'))
              expect([of, resourceType, there.get(address)]).toEqual([of, resourceType, now]);
          }
        }
        await outbox.store.close();
      }),
      { seed: 3, numRuns: 100 },
    );
  },
);
