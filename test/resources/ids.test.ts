import { expect, test } from 'vitest';
import { systems } from '../../src/model/systems.ts';
import { idsOf } from '../../src/resources/ids.ts';
import type { Citizen } from '../../src/scoring/people.ts';

const citizen = (more: Partial<Citizen> = {}): Citizen => ({
  cpr: '2512489996',
  replacement: undefined,
  identifiers: [{ system: 'urn:oid:1.2.208.176.1.2', value: '2512489996' }],
  display: undefined,
  given: undefined,
  family: undefined,
  reference: undefined,
  ...more,
});
const identity = 'https://ehr.example.dk/responses|1';
const allOf = (ids: ReturnType<typeof idsOf>) => [
  ids.response,
  ids.level,
  ids.suggestion,
  ids.plan,
  ids.team,
  ids.task('a'),
  ids.task('b'),
  ids.document('a'),
  ids.document('b'),
  ids.provenance('a'),
  ids.provenance('b'),
];

// FHIR servers and the store know results by these: another form would write every result a second time.
test('the ids of a response never change their form', () => {
  expect(allOf(idsOf({ identity, citizen: citizen() }))).toEqual([
    '9438766e-272d-5a35-9e31-642feaedc711',
    '91932a78-88ae-5fd2-ad7d-5ec480a8d777',
    'fa016afe-6ce8-533f-9b37-e92455c3c8f7',
    '2e3ea94b-f5d3-536d-8f4d-c2682f6688f9',
    '67aa96b6-9bc6-583f-8181-54ffd1022ee5',
    '02890487-bab0-5e0e-a463-81eeaf60ba80',
    '2f130c28-ee5d-54ed-98fa-c0d439018fdf',
    '8ae02186-1854-5b81-b0e3-4dec38f9a3ea',
    '615a2f3f-32ed-5c96-b033-71969b0437fa',
    '54df55f6-94e8-5e31-b501-db2cbf9944d5',
    'eb7ca6c6-90a8-52f0-b68f-7b93929fdf18',
  ]);
});

test('a citizen without a number that is known has ids too', () => {
  expect(idsOf({ identity, citizen: citizen({ identifiers: [] }) }).level).toBe('bf6597e4-1619-52a5-b016-40cbac25168c');
});

test('no two things of one response share an id, and asking again gives the same', () => {
  const ids = allOf(idsOf({ identity, citizen: citizen() }));
  expect(new Set(ids).size).toBe(11);
  expect(allOf(idsOf({ identity, citizen: citizen() }))).toEqual(ids);
});

test('nothing of another response or citizen has them', () => {
  const own = allOf(idsOf({ identity, citizen: citizen() }));
  const others = [
    idsOf({ identity: `${identity}2`, citizen: citizen() }),
    idsOf({ identity, citizen: citizen({ identifiers: [{ system: 'urn:x', value: '0101010001' }] }) }),
    idsOf({ identity, citizen: citizen({ identifiers: [] }) }),
  ].flatMap(allOf);
  expect(others.filter((id) => own.includes(id))).toEqual([]);
});

test('a citizen who was known by another number first keeps the ids of that', () => {
  const number = { system: systems.xEcpr, value: '2512481AB6' };
  const before = citizen({ identifiers: [number] });
  const now = citizen({ firstKnownBy: number });
  expect(allOf(idsOf({ identity, citizen: now }))).toEqual(allOf(idsOf({ identity, citizen: before })));
});

test('one replacement number that two regions gave is two citizens', () => {
  const [one, other] = ['.82', '.84'].map((branch) => {
    const identifiers = [{ system: `${systems.dEcpr}${branch}`, value: '2512481AB6' }];
    return allOf(idsOf({ identity, citizen: citizen({ identifiers }) }));
  });
  expect(one?.filter((id) => other?.includes(id))).toEqual([]);
});
