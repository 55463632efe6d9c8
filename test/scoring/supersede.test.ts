import type { Identifier, Patient, QuestionnaireResponse, QuestionnaireResponseItem } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { isSettled, relationOf } from '../../src/scoring/supersede.ts';
import type { Assessment } from '../../src/scoring/types.ts';
import { scoreResponse } from '../../src/work/score.ts';
import { responseBytes } from '../fixtures.ts';
import { ports } from '../ports.ts';

interface Told {
  readonly id?: string;
  readonly status?: QuestionnaireResponse['status'];
  readonly authored?: string;
  readonly agreedOn?: string;
  readonly numbers?: readonly Identifier[];
}

/**
 * The assessment of a scenario that has the ratings of an interval, a suggestion, an assessed or an agreed level, told
 * otherwise.
 */
function told(
  scenario: 'somatik-interval' | 'somatik-0-forslag' | 'somatik-1-vurderet' | 'somatik-3-aftalt' | 'psykiatri-3-aftalt',
  { id, status, authored, agreedOn, numbers = [nancy] }: Told = {},
): Assessment {
  const response: QuestionnaireResponse = JSON.parse(responseBytes(scenario).toString('utf8'));
  response.subject = { reference: '#p' };
  const patient: Patient = { resourceType: 'Patient', id: 'p', identifier: [...numbers] };
  response.contained = [patient];
  if (id !== undefined) response.identifier = { system: 'https://ehr.example.dk/responses', value: id };
  if (status !== undefined) response.status = status;
  if (authored !== undefined) response.authored = authored;
  if (agreedOn !== undefined) itemOf(response.item, 'aftale.dato').answer = [{ valueDate: agreedOn }];
  return scoreResponse(ports, Buffer.from(JSON.stringify(response))).assessment;
}

function itemOf(items: readonly QuestionnaireResponseItem[] = [], linkId: string): QuestionnaireResponseItem {
  const found = items.find((item) => linkId === item.linkId || linkId.startsWith(`${item.linkId}.`));
  if (found === undefined) throw new Error(`the response has no ${linkId}`);
  return found.linkId === linkId ? found : itemOf(found.item, linkId);
}

const nancy = { system: 'urn:oid:1.2.208.176.1.2', value: '2512489996' };
const national = { system: 'urn:oid:1.2.208.176.1.6.1.1', value: '2512481AB6' };
const region = (branch: string, value = '2512480AB6') => ({ system: `urn:oid:1.2.208.176.1.6.1.3.${branch}`, value });

describe('of two levels the newer is the one with the later day, then with the later time of the assessment', () => {
  test.each<[string, Told, Told, string]>([
    ['a later day', { authored: '2026-01-22T08:00:00+01:00' }, { authored: '2026-01-21T10:00:00+01:00' }, 'superseded'],
    [
      'an earlier day',
      { authored: '2026-01-21T10:00:00+01:00' },
      { authored: '2026-01-22T08:00:00+01:00' },
      'previous-newer',
    ],
    [
      'the same day, later',
      { authored: '2026-01-21T10:00:01+01:00' },
      { authored: '2026-01-21T09:00:00Z' },
      'superseded',
    ],
    [
      'the same day, earlier',
      { authored: '2026-01-21T10:00:00+01:00' },
      { authored: '2026-01-21T09:00:01Z' },
      'previous-newer',
    ],
    [
      'the same instant',
      { authored: '2026-01-21T10:00:00+01:00' },
      { authored: '2026-01-21T09:00:00Z' },
      'previous-newer',
    ],
    [
      'the next day in Denmark, of one day in UTC',
      { authored: '2026-01-21T23:30:00Z' },
      { authored: '2026-01-21T22:30:00Z' },
      'superseded',
    ],
  ])('%s', (_, now, before, relation) => {
    expect(relationOf(told('somatik-1-vurderet', { id: 'b', ...now }), told('somatik-1-vurderet', before))).toBe(
      relation,
    );
  });

  test.each<[string, Told, Told, string]>([
    [
      'agreed on a later day counts, though assessed earlier',
      { authored: '2026-01-20T10:00:00+01:00', agreedOn: '2026-01-23' },
      { authored: '2026-01-21T10:00:00+01:00', agreedOn: '2026-01-22' },
      'superseded',
    ],
    [
      'agreed on an earlier day does not, though assessed later',
      { authored: '2026-01-21T10:00:00+01:00', agreedOn: '2026-01-22' },
      { authored: '2026-01-20T10:00:00+01:00', agreedOn: '2026-01-23' },
      'previous-newer',
    ],
    [
      'agreed on the same day, assessed later',
      { authored: '2026-01-21T10:00:00+01:00', agreedOn: '2026-01-23' },
      { authored: '2026-01-20T10:00:00+01:00', agreedOn: '2026-01-23' },
      'superseded',
    ],
  ])('%s', (_, now, before, relation) => {
    expect(relationOf(told('somatik-3-aftalt', { id: 'b', ...now }), told('somatik-3-aftalt', before))).toBe(relation);
  });
});

describe('a level takes the place of levels that weigh no more', () => {
  const earlier = { authored: '2026-01-19T10:00:00+01:00' };
  const later = { id: 'b', authored: '2026-01-25T10:00:00+01:00' };
  const kinds = {
    interval: 'somatik-interval',
    suggested: 'somatik-0-forslag',
    assessed: 'somatik-1-vurderet',
  } as const;

  test.each([
    ['an assessed level', 'assessed', 'assessed', 'superseded'],
    ['an assessed level', 'assessed', 'suggested', 'superseded'],
    ['an assessed level', 'assessed', 'interval', 'superseded'],
    ['a suggestion', 'suggested', 'assessed', 'previous-weightier'],
    ['a suggestion', 'suggested', 'suggested', 'superseded'],
    ['a suggestion', 'suggested', 'interval', 'superseded'],
    ['an interval', 'interval', 'assessed', 'previous-interval'],
    ['an interval', 'interval', 'suggested', 'previous-interval'],
  ] as const)('%s (%s) after %s: %s', (_, now, before, relation) => {
    expect(relationOf(told(kinds[now], later), told(kinds[before], earlier))).toBe(relation);
  });

  test('an interval after an interval has nothing to take the place of', () => {
    expect(relationOf(told('somatik-interval', later), told('somatik-interval', earlier))).toBe('superseded');
  });

  test('an interval is as new as its time of assessment', () => {
    const interval = told('somatik-interval', earlier);
    expect(relationOf(interval, told('somatik-interval', later))).toBe('previous-newer');
  });

  test('settled is what a professional or the parties stand behind', () => {
    const settled = (['somatik-interval', 'somatik-0-forslag', 'somatik-1-vurderet', 'somatik-3-aftalt'] as const).map(
      (name) => isSettled(told(name)),
    );
    expect(settled).toEqual([false, false, true, true]);
  });
});

describe('levels of one citizen and one variant take each other’s place', () => {
  const before = (numbers: readonly Identifier[]) => told('somatik-1-vurderet', { numbers });
  const now = (numbers: readonly Identifier[]) =>
    told('somatik-1-vurderet', { id: 'b', authored: '2026-02-01T10:00:00+01:00', numbers });

  test.each<[string, readonly Identifier[], readonly Identifier[], string]>([
    ['one CPR number', [nancy], [nancy], 'superseded'],
    ['another CPR number', [{ ...nancy, value: '0101010001' }], [nancy], 'previous-citizen'],
    ['a replacement number that both name', [nancy, national], [national], 'superseded'],
    ['a CPR number that both name', [nancy], [nancy, national], 'superseded'],
    ['a replacement number alone after a CPR number alone', [national], [nancy], 'previous-citizen'],
    ['one number of one region', [region('84')], [region('84')], 'superseded'],
    ['one number of two regions: two citizens', [region('84')], [region('81')], 'previous-citizen'],
    ['another number of one region', [region('84')], [region('84', '2512480CD6')], 'previous-citizen'],
  ])('%s', (_, numbers, earlier, relation) => {
    expect(relationOf(now(numbers), before(earlier))).toBe(relation);
  });

  test('the variants leave each other alone', () => {
    const later = told('psykiatri-3-aftalt', {
      id: 'b',
      authored: '2026-02-01T10:00:00+01:00',
    });
    expect(relationOf(later, told('somatik-3-aftalt'))).toBe('previous-variant');
  });
});

describe('an earlier version of the same response', () => {
  const first = told('somatik-1-vurderet', { id: 'a' });
  test.each([
    ['completed', 'previous-same'],
    ['amended', 'version'],
    ['entered-in-error', 'version'],
  ] as const)('%s: %s', (status, relation) => {
    expect(relationOf(told('somatik-1-vurderet', { id: 'a', status }), first)).toBe(relation);
  });

  test.each([
    ['a withdrawn response supersedes nothing', 'entered-in-error', 'completed'],
    ['a withdrawn response is not superseded', 'completed', 'entered-in-error'],
    ['both withdrawn', 'entered-in-error', 'entered-in-error'],
  ] as const)('%s', (_, status, before) => {
    const later = { id: 'b', authored: '2026-02-01T10:00:00+01:00', status };
    expect(relationOf(told('somatik-1-vurderet', later), told('somatik-1-vurderet', { id: 'a', status: before }))).toBe(
      'previous-withdrawn',
    );
  });

  test('without an identifier the same content is no version: it is not newer', () => {
    const nameless = () => {
      const { identity, ...assessment } = told('somatik-1-vurderet');
      return { ...assessment, identity: 'sha256:0', identified: false };
    };
    expect(relationOf(nameless(), nameless())).toBe('previous-newer');
  });
});
