import { readFileSync } from 'node:fs';
import type { Bundle, CarePlan, QuestionnaireResponse, Task } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { openOutbox } from '../outbox/outboxes.ts';
import { citizens, identifier, response } from '../store/archives.ts';
import { databases } from '../store/databases.ts';

const on = (day: string) => ({ authored: `${day}T10:30:00+01:00` });

/** A response that is only suggested: the professional has assessed no level. */
function suggestion(changes: Partial<QuestionnaireResponse>): Partial<QuestionnaireResponse> {
  return { ...changes, item: response().item?.filter(({ linkId }) => linkId !== 'niveau') ?? [] };
}

/** Answers that leave two levels possible: they say none. */
function interval(): Partial<QuestionnaireResponse> {
  const { item = [] } = JSON.parse(
    readFileSync(new URL('../../fixtures/somatik-interval/response.json', import.meta.url), 'utf8'),
  ) as QuestionnaireResponse;
  return { item };
}

function identifiersIn({ entry = [] }: Bundle): readonly string[] {
  return entry.flatMap(({ resource }) =>
    resource?.resourceType === 'QuestionnaireResponse'
      ? [(resource as QuestionnaireResponse).identifier?.value ?? '']
      : [],
  );
}

describe.each(databases())('a citizen over time, on $name', (database) => {
  async function opened() {
    const outbox = await openOutbox(database);
    const { archive, desk, queue } = outbox;
    const page = { by: 'number', newestFirst: false, count: 100, total: false } as const;
    return {
      ...outbox,
      events: async () => (await desk.list({ limit: 100 })).map(({ event }) => event),
      /** The identifiers of the responses in each Bundle that is sent, all of them delivered by this. */
      sent: async () => {
        const found: (readonly string[])[] = [];
        for (;;) {
          const [next] = await queue.claim('x', 'there', 1, 1_000);
          if (next === undefined) return found;
          found.push(identifiersIn(JSON.parse(next.content) as Bundle));
          await queue.end('x', next, { state: 'delivered', code: 'delivered', nextAt: 0, startedAt: 0 });
        }
      },
      /** The plan of each response, in the order of their first commits: its status, and those of its Tasks. */
      plans: async () =>
        archive.read(async (reading) => {
          const plans = await reading.results('CarePlan', [], page);
          const tasks = await reading.results('Task', [], page);
          const found = await reading.responses([], page);
          const order = found.rows.map(({ kept }) => kept.id);
          const all = [...plans.rows].sort((one, other) => order.indexOf(one.response) - order.indexOf(other.response));
          return all.map(({ resource, response: from }) => {
            const own = tasks.rows.filter((task) => task.response === from);
            const statuses = new Set(own.map((task) => (task.resource as unknown as Task).status));
            return `${(resource as unknown as CarePlan).status}: ${[...statuses].sort().join(' ')}`;
          });
        }),
    };
  }

  test('a newer level closes the older plan, and points back to it', async () => {
    const { put, events, plans, queue } = await opened();
    await put('a', on('2026-01-20'));
    await put('b', on('2026-02-20'));
    expect(await plans()).toEqual(['revoked: cancelled', 'draft: draft']);
    expect(await events()).toEqual(['new', 'new']);
    const [first] = await queue.claim('x', 'there', 1, 1_000);
    if (first !== undefined)
      await queue.end('x', first, { state: 'delivered', code: 'delivered', nextAt: 0, startedAt: 0 });
    const [second] = await queue.claim('x', 'there', 1, 1_000);
    const bundle = JSON.parse(second?.content ?? '{}') as Bundle;
    const written = (bundle.entry ?? []).filter(({ request }) => request?.url.startsWith('CarePlan?'));
    expect(written.map(({ resource }) => (resource as CarePlan).status)).toEqual(['revoked']);
    const plan = bundle.entry?.find(({ request }) => request?.url === 'CarePlan')?.resource as CarePlan;
    expect(plan.replaces?.[0]?.reference).toBe(written[0]?.fullUrl);
  });

  test('a mere suggestion goes to nobody, the level that follows does, and what takes a sent one back', async () => {
    const { put, events } = await opened();
    await put('a', suggestion(on('2026-01-20')));
    await put('a', suggestion({ ...on('2026-01-21'), status: 'entered-in-error' }));
    await put('b', suggestion(on('2026-01-22')));
    expect(await events()).toEqual([]);
    await put('b', { ...on('2026-01-23'), status: 'amended' });
    expect(await events()).toEqual(['amended']);
    await put('b', suggestion({ ...on('2026-01-24'), status: 'amended' }));
    await put('b', suggestion({ ...on('2026-01-25'), status: 'entered-in-error' }));
    expect(await events()).toEqual(['amended', 'amended', 'withdrawn']);
  });

  test('a suggestion goes to nobody beside the level that takes its place either', async () => {
    const { put, events, plans, sent } = await opened();
    await put('a', suggestion(on('2026-01-20')));
    await put('b', on('2026-02-20'));
    expect(await plans()).toEqual(['revoked: cancelled', 'draft: draft']);
    await put('a', suggestion({ ...on('2026-01-21'), status: 'entered-in-error' }));
    expect(await events()).toEqual(['new']);
    expect(await sent()).toEqual([['b']]);
  });

  test('a suggestion that closes what was sent goes with it, and is taken back where it went', async () => {
    const { put, events } = await opened();
    await put('a', on('2026-01-20'));
    await put('a', suggestion({ ...on('2026-01-21'), status: 'amended' }));
    await put('b', suggestion(on('2026-02-20')));
    expect(await events()).toEqual(['new', 'amended', 'new', 'superseded']);
    await put('b', suggestion({ ...on('2026-02-21'), status: 'entered-in-error' }));
    expect(await events()).toEqual(['new', 'amended', 'new', 'superseded', 'withdrawn', 'restored']);
  });

  const after: readonly (readonly [string, Partial<QuestionnaireResponse>, string])[] = [
    ['withdrawn', { ...on('2026-01-21'), status: 'entered-in-error' }, 'withdrawn'],
    ['withdrawn, with nothing left of what was assessed', suggestion({ status: 'entered-in-error' }), 'withdrawn'],
    ['amended to a suggestion', suggestion({ ...on('2026-01-21'), status: 'amended' }), 'amended'],
  ];
  test.each(after)('what went along with a newer level is changed there too: %s', async (_, changes, event) => {
    const { putFor, events } = await opened();
    // It was kept before there was any destination.
    await putFor([], 'a', on('2026-01-20'));
    await putFor(['there'], 'b', on('2026-02-20'));
    await putFor(['there'], 'a', changes);
    expect(await events()).toEqual(['new', event]);
  });

  test('what is closed already is not sent again when a still newer one comes', async () => {
    const { put, events, plans } = await opened();
    for (const [index, day] of ['2026-01-20', '2026-02-20', '2026-03-20', '2026-04-20'].entries()) {
      await put(`r${index}`, on(day));
    }
    expect(await plans()).toEqual(['revoked: cancelled', 'revoked: cancelled', 'revoked: cancelled', 'draft: draft']);
    expect(await events()).toEqual(['new', 'new', 'new', 'new']);
  });

  test('what says a level again is closed by the one in force now, where the one that closed it was withdrawn', async () => {
    const { put, plans } = await opened();
    await put('a', on('2026-01-20'));
    await put('b', on('2026-02-20'));
    await put('a', { ...interval(), ...on('2026-02-21'), status: 'amended' });
    await put('c', on('2026-03-20'));
    await put('b', { ...on('2026-03-22'), status: 'entered-in-error' });
    await put('a', { ...on('2026-03-23'), status: 'amended' });
    expect(await plans()).toEqual(['revoked: cancelled', 'revoked: cancelled', 'draft: draft']);
  });

  test('the withdrawal of the newest puts the one before in force again', async () => {
    const { put, events, plans } = await opened();
    await put('a', on('2026-01-20'));
    await put('b', on('2026-02-20'));
    await put('b', { ...on('2026-02-20'), status: 'entered-in-error' });
    expect(await plans()).toEqual(['draft: draft', 'revoked: cancelled']);
    expect(await events()).toEqual(['new', 'new', 'withdrawn', 'restored']);
  });

  test('one that comes late is history from the start', async () => {
    const { put, events, plans } = await opened();
    await put('a', on('2026-02-20'));
    await put('b', on('2026-01-20'));
    expect(await plans()).toEqual(['draft: draft', 'revoked: cancelled']);
    expect(await events()).toEqual(['new', 'late']);
    // An amendment of it is as old as it was.
    await put('b', { ...on('2026-03-20'), status: 'amended' });
    expect(await plans()).toEqual(['draft: draft', 'revoked: cancelled']);
    expect(await events()).toEqual(['new', 'late', 'amended']);
  });

  test('a suggestion closes no assessed plan, and an assessed level closes suggestions', async () => {
    const { put, plans, events, sent } = await opened();
    await put('a', on('2026-01-20'));
    await put('b', suggestion(on('2026-02-20')));
    expect(await plans()).toEqual(['draft: draft', 'draft: draft']);
    await put('c', on('2026-03-20'));
    expect(await plans()).toEqual(['revoked: cancelled', 'revoked: cancelled', 'draft: draft']);
    // The level is closed by what took its place; the suggestion went to nobody.
    expect(await events()).toEqual(['new', 'new']);
    expect(await sent()).toEqual([['a'], ['c', 'a']]);
  });

  test('another variant and another citizen are left alone', async () => {
    const { put, plans } = await opened();
    await put('a', on('2026-01-20'));
    await put('b', { ...on('2026-02-20'), subject: { identifier: citizens.other } });
    const other = response({ identifier: identifier('c'), ...on('2026-03-20') }, 'psykiatri');
    await put('c', other);
    expect(await plans()).toEqual(['draft: draft', 'draft: draft', 'draft: draft']);
  });

  test('two who turn out to be one have one level in force, and keep their ids', async () => {
    const { put, plans, archive } = await opened();
    await put('a', { ...on('2026-01-20'), subject: { identifier: citizens.replacement } });
    const page = { by: 'number', newestFirst: false, count: 100, total: false } as const;
    const ids = () =>
      archive.read(async (reading) => (await reading.results('CarePlan', [], page)).rows.map(({ id }) => id));
    const before = await ids();
    const patient = { resourceType: 'Patient' as const, id: 'p', identifier: [citizens.nancy, citizens.replacement] };
    const both = { contained: [patient], subject: { reference: '#p', display: 'Nancy Ann Berggren' } };
    await put('a', { ...on('2026-01-20'), ...both, status: 'amended' });
    expect(await ids()).toEqual(before);
    await put('b', on('2026-02-20'));
    expect(await plans()).toEqual(['revoked: cancelled', 'draft: draft']);
  });
});
