import type { Bundle, BundleEntry, CarePlan, QuestionnaireResponse, Task } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../src/outcome/problem.ts';
import { makeBundle, type ScoredResponse, scoreResponse } from '../../src/work/score.ts';
import { responseBytes } from '../fixtures.ts';
import { ports } from '../ports.ts';

type Change = (response: QuestionnaireResponse) => void;

function scored(name: string, change: Change = () => {}): ScoredResponse {
  const response: QuestionnaireResponse = JSON.parse(responseBytes(name).toString('utf8'));
  change(response);
  return scoreResponse(ports, Buffer.from(JSON.stringify(response)));
}

const bundle = (now: ScoredResponse, previous?: ScoredResponse): Bundle => makeBundle(ports.model, now, { previous });
const as =
  (rest: Partial<QuestionnaireResponse>): Change =>
  (response) => {
    Object.assign(response, rest);
  };
const another = { identifier: { system: 'https://ehr.example.dk/responses', value: 'ny' } };
const later = { ...another, authored: '2026-06-01T10:00:00+02:00' };

const entriesOf = ({ entry = [] }: Bundle, type: string) =>
  entry.filter(({ resource }) => resource?.resourceType === type);
const states = (entries: readonly BundleEntry[]) =>
  entries.map(({ resource, request }) => [(resource as Task).status, request?.method]);

describe('a reassessment with the assessment before it', () => {
  const reassessed = () => {
    const before = scored('somatik-3-aftalt');
    const made = bundle(scored('somatik-1-vurderet', as(later)), before);
    const [plan, older] = entriesOf(made, 'CarePlan');
    return { before, made, plan, older };
  };

  test('closes the older plan, Tasks and team; the new plan replaces the old one', () => {
    const { made, plan, older } = reassessed();
    expect(states(entriesOf(made, 'CarePlan'))).toEqual([
      ['draft', 'POST'],
      ['revoked', 'PUT'],
    ]);
    expect((plan?.resource as CarePlan | undefined)?.replaces).toEqual([{ reference: older?.fullUrl }]);
    const tasks = entriesOf(made, 'Task').filter(({ request }) => request?.method === 'PUT');
    expect(tasks.map(({ resource }) => [(resource as Task).status, (resource as Task).statusReason?.text])).toEqual(
      Array(5).fill(['cancelled', 'Afløst af en nyere vurdering']),
    );
    expect(states(entriesOf(made, 'CareTeam'))).toContainEqual(['inactive', 'PUT']);
  });

  test('writes them where the older Bundle wrote them, and overwrites nothing else of it', () => {
    const { made, before } = reassessed();
    const first = new Map((bundle(before).entry ?? []).map(({ fullUrl, request }) => [fullUrl, request]));
    const again = (made.entry ?? []).filter(({ fullUrl }) => first.has(fullUrl));
    expect(again.map(({ resource }) => resource?.resourceType).sort()).toEqual(
      ['CarePlan', 'CareTeam', 'Observation', 'QuestionnaireResponse', ...Array(5).fill('Task')].sort(),
    );
    for (const { fullUrl, resource, request } of again) {
      const search = first.get(fullUrl)?.ifNoneExist;
      const closed = /CarePlan|CareTeam|Task/.test(resource?.resourceType ?? '');
      expect(closed ? request?.url : request?.ifNoneExist).toBe(
        closed ? `${resource?.resourceType}?${search}` : search,
      );
    }
  });

  test('every reference inside the Bundle resolves, and its Provenance names what it closed', () => {
    const { made, older } = reassessed();
    const urls = (made.entry ?? []).map(({ fullUrl }) => fullUrl);
    const references = [...JSON.stringify(made).matchAll(/"reference":"(urn:uuid:[^"]+)"/g)].map(([, url]) => url);
    expect(references.filter((url) => !urls.includes(url))).toEqual([]);
    expect(new Set(urls).size).toBe(urls.length);
    expect(JSON.stringify(made.entry?.at(-1)?.resource)).toContain(older?.fullUrl);
  });

  test('a Task that was decided against stays so', () => {
    const declined = scored('psykiatri-2-vurderet');
    const next = bundle(
      scored('psykiatri-4-aftalt', as({ ...later, subject: declined.response.subject as never })),
      declined,
    );
    const statuses = entriesOf(next, 'Task').map(({ resource, request }) => [
      (resource as Task).status,
      request?.method,
    ]);
    expect(statuses).toContainEqual(['rejected', 'POST']);
    expect(statuses.filter(([status]) => status === 'cancelled')).toHaveLength(3);
    const reasons = entriesOf(next, 'Task').map(({ resource }) => resource as Task);
    expect(reasons.find(({ status }) => status === 'rejected')?.statusReason?.text).toBe(
      'Distriktspsykiatrien koordinerer allerede.',
    );
  });

  test('what is closed says so in words; the level that was stays as it was', () => {
    const { made } = reassessed();
    const says = ({ resource }: BundleEntry) => (resource as Task).text?.div.includes('Afløst af en nyere vurdering');
    expect(entriesOf(made, 'CarePlan').map(says)).toEqual([false, true]);
    expect(entriesOf(made, 'Task').filter(says)).toHaveLength(5);
    expect(entriesOf(made, 'Observation').map(says)).toEqual([false, false, false]);
  });

  test('one without a team has none to close', () => {
    const nameless = scored('somatik-1-vurderet', (response) => {
      response.item = (response.item ?? []).filter(({ linkId }) => !/^(koordinator|aftale)$/.test(linkId));
    });
    const made = bundle(scored('somatik-3-aftalt', as(later)), nameless);
    expect(entriesOf(made, 'CarePlan')).toHaveLength(2);
    expect(states(entriesOf(made, 'CareTeam'))).toEqual([['active', 'POST']]);
    expect((made.entry ?? []).every(({ resource }) => resource?.resourceType !== undefined)).toBe(true);
  });

  test('an interval before it has nothing to close', () => {
    const made = bundle(scored('somatik-1-vurderet', as(later)), scored('somatik-interval'));
    expect(entriesOf(made, 'CarePlan')).toHaveLength(1);
    expect((entriesOf(made, 'CarePlan')[0]?.resource as CarePlan | undefined)?.replaces).toBeUndefined();
  });
});

describe('an amendment with the version before it', () => {
  test('cancels the actions that fell away, and no action that never was', () => {
    const made = bundle(scored('somatik-rettet'), scored('somatik-3-aftalt'));
    const cancelled = entriesOf(made, 'Task')
      .map(({ resource }) => resource as Task)
      .filter(({ status }) => status === 'cancelled');
    expect(cancelled.map(({ code }) => code?.coding?.[0]?.code)).toEqual(['netvaerksmoede', 'udpeg-koordinator']);
    expect(entriesOf(made, 'CarePlan')).toHaveLength(1);
  });

  test('a withdrawal takes back what that version proposed', () => {
    const made = bundle(scored('somatik-trukket-tilbage'), scored('somatik-3-aftalt'));
    expect(states(entriesOf(made, 'Task'))).toEqual(Array(5).fill(['cancelled', 'PUT']));
  });
});

/** Made only when a test needs it. */
type Told = () => ScoredResponse;
const told =
  (...args: Parameters<typeof scored>): Told =>
  () =>
    scored(...args);

test.each<[string, string, Told, Told]>([
  [
    'another citizen',
    'previous-citizen',
    told('somatik-1-vurderet', as(later)),
    told(
      'somatik-3-aftalt',
      as({ subject: { identifier: { system: 'urn:oid:1.2.208.176.1.2', value: '0101010001' } } }),
    ),
  ],
  ['the other variant', 'previous-variant', told('somatik-1-vurderet', as(later)), told('psykiatri-3-aftalt')],
  [
    'the same response, completed again',
    'previous-same',
    told('somatik-3-aftalt', as({ authored: later.authored })),
    told('somatik-3-aftalt'),
  ],
  [
    'a withdrawn response',
    'previous-withdrawn',
    told('somatik-1-vurderet', as(later)),
    told('somatik-trukket-tilbage'),
  ],
  ['a newer one', 'previous-newer', told('somatik-3-aftalt'), told('somatik-1-vurderet', as(later))],
  [
    'one of the same day and a later hour',
    'previous-newer',
    told('somatik-1-vurderet', as({ ...another, authored: '2026-01-20T09:00:00+01:00' })),
    told('somatik-1-vurderet', as({ authored: '2026-01-20T08:00:01Z' })),
  ],
  [
    'an assessed level under a suggestion',
    'previous-weightier',
    told('somatik-0-forslag', as(later)),
    told('somatik-1-vurderet'),
  ],
  [
    'a suggestion under an interval, which would leave no plan at all',
    'previous-interval',
    told('somatik-interval', as(later)),
    told('somatik-0-forslag'),
  ],
])('%s before a response is refused: %s', (_, code, now, before) => {
  const refused = () => bundle(now(), before());
  expect(refused).toThrow(Refusal);
  try {
    refused();
  } catch (error) {
    expect((error as Refusal).problems).toEqual([{ code, place: { option: 'previous' } }]);
  }
});
