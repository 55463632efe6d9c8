import type { BundleEntry, Task } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { byExample } from '../../src/resources/by-example.ts';
import { given } from '../../src/resources/given.ts';
import { keepBy } from '../../src/resources/keep-by.ts';

type Said = { readonly subject: { display: string }; readonly reason: string | undefined };
type Own = { readonly id: string };

const draft = byExample(
  (said: Said, { id }: Own, intent: Task['intent']): Task => ({
    resourceType: 'Task',
    id,
    status: 'draft',
    intent,
    for: said.subject,
    ...(said.reason === undefined ? {} : { description: `Reason: ${said.reason}` }),
  }),
);
const entry = (resource: Task): BundleEntry => ({ fullUrl: `urn:uuid:${resource.id}`, resource });

describe('a resource is written as it would be made', () => {
  const people = ['Nancy', 'Ægir "Æ" \\ \n\u2028 😀 \ud800', 'text-own-id-- value-said-subject-'];
  test.each(people)('whatever is said: %j', (display) => {
    for (const reason of [undefined, display, '']) {
      for (const intent of ['proposal', 'order'] as const) {
        const one = draft(given({ subject: { display }, reason }), { id: '7' }, intent).as(entry);
        expect(Buffer.from(one.text(), 'latin1').toString()).toBe(JSON.stringify(one.make()));
      }
    }
  });

  test('and found by members of it, what is said among them', () => {
    const one = draft(given({ subject: { display: 'Nancy' }, reason: undefined }), { id: '7' }, 'proposal').as(entry);
    const at = ({ resource }: BundleEntry) => {
      const { id, intent, for: subject } = resource as Task;
      return { id, intent: `it is a ${intent}`, subject, reason: undefined };
    };
    expect(one.look(at)).toEqual({ id: '7', intent: 'it is a proposal', subject: { display: 'Nancy' } });
    expect(one.look(at)).toEqual(at(one.make()));
  });

  test('a look that would make something of what is said fails, and gives nothing wrong', () => {
    const one = draft(given({ subject: { display: 'Nancy' }, reason: 'so' }), { id: '7' }, 'proposal').as(entry);
    expect(() => one.look(({ fullUrl }) => ({ fullUrl }))).toThrow('fullUrl is made of what is said');
  });
});

test('what is said and not placed as it was makes no example', () => {
  const make = ({ reason }: Pick<Said, 'reason'>, { id }: Own): Task => {
    return { resourceType: 'Task', id, status: 'draft', intent: 'proposal', description: reason?.slice(0, 12) ?? '' };
  };
  const one = byExample(make)(given({ reason: 'a reason' }), { id: '7' }).as(entry);
  expect(() => one.text()).toThrow('what is said was not placed as it was');
});

test('what is made for several keys is made once, for each of a thousand; then all of it anew', () => {
  const kept = keepBy<number>();
  let count = 0;
  const of = (...keys: readonly unknown[]) => kept(keys, () => count++);
  const thing = {};
  expect([of(thing, 'a'), of(thing, 'b'), of({}, 'a'), of(thing), of(thing, 'a'), of(thing, 'b')]).toEqual([
    0, 1, 2, 3, 0, 1,
  ]);
  for (let number = 4; number <= 1_000; number += 1) of(number);
  expect(of(thing, 'a')).toBe(1_001);
});
