import { describe, expect, test } from 'vitest';
import type { Left } from '../../src/work/keep/records.ts';
import { chooseRoutes, type Occasion } from '../../src/work/routes/choose.ts';
import type { Form } from '../../src/work/routes/form.ts';
import type { Conditions, Route } from '../../src/work/routes/route.ts';
import { scoreResponse } from '../../src/work/score.ts';
import { responseBytes } from '../fixtures.ts';
import { ports } from '../ports.ts';

const agreed = scoreResponse(ports, responseBytes('somatik-3-aftalt')).assessment;
const suggested = scoreResponse(ports, responseBytes('somatik-0-forslag')).assessment;
const parties = new Map([
  ['kommune', 'kommunen'],
  ['almen-praksis', 'laegen'],
]);

function occasion(changes: Partial<Occasion> = {}): Occasion {
  const { variant, statement } = agreed;
  return { event: 'new', variant: variant.code, statement, history: false, byLetter: false, left: [], ...changes };
}

/** `leaves meets`, `leaves meets kommunen laegen`, `stays levels` ... */
function chosen(form: Form, when: Conditions, given: Occasion, more: Partial<Route> = {}): string {
  const route = { name: 'r', destination: 'd', form, when, ...more };
  const [choice] = chooseRoutes({ routes: [route], parties }, given);
  const { receivers = [], reason } = choice ?? {};
  const whom = receivers.filter((name) => name !== undefined);
  return [receivers.length > 0 ? 'leaves' : 'stays', reason, ...whom].join(' ');
}

const left = (...receivers: (string | undefined)[]): { left: Left[] } => ({
  left: receivers.map((receiver) => ({ route: 'r', receiver })),
});
const suggestion = { statement: suggested.statement };

describe('a Bundle', () => {
  test.each<[string, Conditions, Partial<Occasion>, string]>([
    ['without conditions: what is assessed or agreed', {}, {}, 'leaves meets'],
    ['never what is only suggested', {}, suggestion, 'stays basis'],
    ['but where the route says so', { basis: ['forslag'] }, suggestion, 'leaves meets'],
    ['an interval counts as suggested', {}, { statement: undefined }, 'stays basis'],
    ['an interval has no level', { basis: ['forslag'], levels: ['0'] }, { statement: undefined }, 'stays levels'],
    ['of its level', { levels: ['2', '3'] }, {}, 'leaves meets'],
    ['of no other level', { levels: ['2', '4'] }, {}, 'stays levels'],
    ['of its variant', { variants: ['somatik'] }, {}, 'leaves meets'],
    ['of no other variant', { variants: ['psykiatri'] }, {}, 'stays variants'],
    ['on its occasion', { events: ['new'] }, {}, 'leaves meets'],
    ['on no other occasion', { events: ['amended'] }, {}, 'stays events'],
    ['a late one is history, and sent as such', {}, { event: 'late', history: true }, 'leaves meets'],
    ['where a party has something to do', { parties: ['kommune'] }, {}, 'leaves meets'],
    ['where none of them has', { parties: ['regionspsykiatri'] }, {}, 'stays parties'],
    ['that changes what has left follows it', { levels: ['4'] }, left(undefined), 'leaves follows'],
    [
      'a suggestion too, in the place of what was assessed',
      {},
      { ...suggestion, ...left(undefined) },
      'leaves follows',
    ],
    ['follows no other route', { levels: ['4'] }, { left: [{ route: 'x', receiver: undefined }] }, 'stays levels'],
    ['of a level that came by letter', {}, { byLetter: true }, 'leaves meets'],
  ])('%s', (_, when, changes, expected) => {
    expect(chosen('Bundle', when, occasion(changes))).toBe(expected);
  });
});

describe('a page', () => {
  test.each<[string, Conditions, Partial<Occasion>, string]>([
    ['of what is suggested, where the route says so', { basis: ['forslag'] }, suggestion, 'leaves meets'],
    ['an interval has no level to show', { basis: ['forslag'] }, { statement: undefined }, 'stays levels'],
    [
      'an interval in the place of a level that was sent is told',
      { basis: ['forslag'] },
      { event: 'amended', statement: undefined, ...left(undefined) },
      'leaves follows',
    ],
  ])('%s', (_, when, changes, expected) => {
    expect(chosen('PDF', when, occasion(changes))).toBe(expected);
  });
});

describe('a letter', () => {
  test.each<[string, Conditions, Partial<Occasion>, string]>([
    ['goes to its receiver', {}, {}, 'leaves meets fast'],
    ['tells no late level as if it were new', {}, { event: 'late', history: true }, 'stays events'],
    [
      'but where the route asks for late ones',
      { events: ['late'] },
      { event: 'late', history: true },
      'leaves meets fast',
    ],
    ['tells of no history', {}, { event: 'amended', history: true }, 'stays history'],
    [
      'corrects what was told, also history',
      {},
      { event: 'amended', history: true, ...left('fast') },
      'leaves follows fast',
    ],
    [
      'corrects it for whoever got it',
      { levels: ['4'] },
      { event: 'amended', ...left('gammel') },
      'leaves follows gammel',
    ],
    ['and for those that are meant now', {}, { event: 'amended', ...left('gammel') }, 'leaves meets fast gammel'],
    ['takes back what was told', {}, { event: 'withdrawn', ...left('fast') }, 'leaves follows fast'],
    ['takes back nothing that was never told', {}, { event: 'withdrawn' }, 'stays events'],
    ['is not needed when a newer one takes its place', {}, { event: 'superseded', ...left('fast') }, 'stays events'],
    ['nor when it stands again', {}, { event: 'restored', ...left('fast') }, 'stays events'],
    ['needs a level', { basis: ['forslag'] }, { statement: undefined }, 'stays levels'],
    ['answers no letter', {}, { byLetter: true, ...left('fast') }, 'stays by-letter'],
  ])('%s', (_, when, changes, expected) => {
    expect(chosen('XDIS91', when, occasion(changes), { receiver: 'fast' })).toBe(expected);
  });

  test('by party goes to those whom the actions name and the table knows, each once', () => {
    expect(chosen('XREF15', {}, occasion())).toMatch(/^leaves meets (kommunen laegen|laegen kommunen)$/);
    const route = { name: 'r', destination: 'd', form: 'XREF15', when: {} } as const;
    const one = new Map([...parties.keys()].map((party) => [party, 'samme'] as const));
    expect(chooseRoutes({ routes: [route], parties: one }, occasion())[0]?.receivers).toEqual(['samme']);
    expect(chooseRoutes({ routes: [route], parties: new Map() }, occasion())[0]).toMatchObject({
      receivers: [],
      reason: 'receiver',
    });
  });

  test.each<[string, readonly (readonly [name: string, form: Form, more?: Partial<Route>])[], string[], string]>([
    [
      'by the first',
      [
        ['a', 'care-communication'],
        ['b', 'care-communication'],
      ],
      [],
      'a fast meets, b - other-route',
    ],
    [
      'by the one that the version before went by',
      [
        ['a', 'care-communication'],
        ['b', 'care-communication+PDF'],
      ],
      ['b'],
      'a - other-route, b fast meets',
    ],
    [
      'by the last of two that it went by',
      [
        ['a', 'care-communication'],
        ['b', 'care-communication'],
      ],
      ['b', 'a'],
      'a - other-route, b fast meets',
    ],
    [
      'by the one that it went by, whose conditions it meets no more',
      [
        ['a', 'care-communication'],
        ['b', 'care-communication', { when: { levels: ['4'] } }],
      ],
      ['b'],
      'a - other-route, b fast follows',
    ],
    [
      'from each destination',
      [
        ['a', 'care-communication'],
        ['b', 'care-communication', { destination: 'e' }],
      ],
      [],
      'a fast meets, b fast meets',
    ],
    [
      'to each receiver',
      [
        ['a', 'care-communication'],
        ['b', 'care-communication', { receiver: 'anden' }],
      ],
      [],
      'a fast meets, b anden meets',
    ],
    [
      'what is no message by both',
      [
        ['a', 'XDIS91'],
        ['b', 'XDIS91'],
      ],
      [],
      'a fast meets, b fast meets',
    ],
  ])('a message leaves once where two routes would take it to one receiver: %s', (_, given, before, expected) => {
    const routes = given.map(([name, form, more]): Route => {
      return { name, destination: 'd', form, when: {}, receiver: 'fast', ...more };
    });
    const sent = before.map((route) => ({ route, receiver: 'fast' }));
    const choices = chooseRoutes({ routes, parties }, occasion({ event: 'amended', left: sent }));
    const told = choices.map(({ route, receivers, reason }) => `${route.name} ${receivers[0] ?? '-'} ${reason}`);
    expect(told.join(', ')).toBe(expected);
  });

  test('by party passes over a party whose every action was decided against', () => {
    const { statement } = agreed;
    if (statement === undefined) throw new Error('the fixture has a level');
    const no = agreed.variant.choices.decisions.find(({ code }) => code === 'nej');
    const actions = statement.actions.map((taken) =>
      taken.action.parties.some(({ code }) => code === 'kommune') ? { ...taken, decision: no } : taken,
    );
    const declined = occasion({ statement: { ...statement, actions } });
    expect(chosen('XREF15', {}, declined)).not.toContain('kommunen');
  });
});
