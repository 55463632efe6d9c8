import type { Bundle, CarePlan, Observation, Provenance, QuestionnaireResponse, Task } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { createContext } from '../../src/resources/context.ts';
import type { Previous } from '../../src/resources/entries.ts';
import { letterBundle } from '../../src/resources/letter-bundle.ts';
import { withdrawnObservation } from '../../src/resources/observation-told.ts';
import type { Told } from '../../src/resources/told.ts';
import type { Particulars } from '../../src/scoring/types.ts';
import { software } from '../../src/version.ts';
import { type ScoredResponse, scoreResponse } from '../../src/work/score.ts';
import { responseBytes } from '../fixtures.ts';
import { ports } from '../ports.ts';
import { resourcesOf } from './bundles.ts';

const letter = { type: 'XDIS91', sender: '5790001382445', identifier: 'B1' };

function scored(name: string, change: (response: QuestionnaireResponse) => void = () => {}): ScoredResponse {
  const response: QuestionnaireResponse = JSON.parse(responseBytes(name).toString('utf8'));
  change(response);
  return scoreResponse(ports, Buffer.from(JSON.stringify(response)));
}

/** The level of a scenario as a letter tells it: no score, no suggestion, and perhaps no factors. */
function told(name: string, more: Partial<Particulars> = {}, has: 'level' | 'nothing' = 'level'): Told {
  const { identified: _, suggestion: __, ...assessment } = scored(name).assessment;
  const statement = has === 'nothing' ? undefined : assessment.statement;
  return { letter, assessment: { ...assessment, ...more, statement: statement && { ...statement, ...more } } };
}

const bundleOf = (now: Told, previous?: Previous) =>
  letterBundle({ ...now, model: ports.model, software, references: 'logical', previous });
const kinds = ({ entry = [] }: Bundle) =>
  entry.map(({ resource, request }) => `${request?.method} ${resource?.resourceType}`);
const levelOf = (bundle: Bundle): Observation | undefined => resourcesOf(bundle, 'Observation')[0];
const taskStates = (bundle: Bundle) =>
  resourcesOf(bundle, 'Task').map(({ code, status }: Task) => `${code?.coding?.[0]?.code} ${status}`);

describe('a level that came by letter becomes', () => {
  test('the level, its plan, its Tasks, its team and where they come from; no response and no suggestion', () => {
    const bundle = bundleOf(told('somatik-3-aftalt'));
    expect([bundle.resourceType, bundle.type]).toEqual(['Bundle', 'transaction']);
    expect(kinds(bundle)).toEqual([
      'POST Observation',
      'POST CarePlan',
      ...Array(5).fill('POST Task'),
      'POST CareTeam',
      'PUT Provenance',
    ]);
    const [plan] = resourcesOf(bundle, 'CarePlan');
    expect([plan?.status, plan?.replaces]).toEqual(['active', undefined]);
    const results = (bundle.entry ?? []).slice(0, -1).map(({ fullUrl }) => ({ reference: fullUrl }));
    expect(resourcesOf(bundle, 'Provenance')[0]?.target).toEqual(results);
  });

  test('for its sender with the sender’s own references, for others without', () => {
    const assessed = told('somatik-1-vurderet');
    const { citizen } = assessed.assessment;
    const now = told('somatik-1-vurderet', { citizen: { ...citizen, reference: 'Patient/7' } });
    const input = { ...now, model: ports.model, software, previous: undefined };
    const subjects = (['sender', 'logical'] as const).map(
      (references) => levelOf(letterBundle({ ...input, references }))?.subject?.reference,
    );
    expect(subjects).toEqual(['Patient/7', undefined]);
  });

  test('no team where the letter names neither parties nor coordinator', () => {
    const bundle = bundleOf(told('somatik-1-vurderet', { coordinator: undefined, agreed: undefined }));
    expect(kinds(bundle)).not.toContain('POST CareTeam');
  });

  test('nothing at all, not even where it comes from, without a level', () => {
    expect(bundleOf(told('somatik-3-aftalt', {}, 'nothing')).entry).toEqual([]);
  });

  test('amended: what is there is written over, and no action of another level stays alive', () => {
    const bundle = bundleOf(
      told('somatik-1-vurderet', { status: 'amended', coordinator: undefined, agreed: undefined }),
    );
    expect(new Set(kinds(bundle).map((kind) => kind.split(' ')[0]))).toEqual(new Set(['PUT']));
    const states = taskStates(bundle).map((state) => state.split(' ')[1]);
    expect(states).toContain('cancelled');
    expect(states).toContain('draft');
    expect(resourcesOf(bundle, 'CareTeam')[0]?.status).toBe('inactive');
  });

  test('amended, the version before it known: only the actions that it proposed are cancelled', () => {
    const before = { ...told('somatik-3-aftalt'), relation: 'version' } as const;
    const [now, known] = [
      told('somatik-1-vurderet', { status: 'amended' }),
      before.assessment.statement?.actions ?? [],
    ];
    const proposed = now.assessment.statement?.actions.map(({ action }) => action.code) ?? [];
    const fallen = known.map(({ action }) => action.code).filter((code) => !proposed.includes(code));
    expect(fallen.length).toBeGreaterThan(0);
    const cancelled = taskStates(bundleOf(now, before)).filter((state) => state.endsWith(' cancelled'));
    expect(cancelled).toEqual(fallen.map((code) => `${code} cancelled`));
  });

  test('amended, another level closed beside it: of the version before nothing is known', () => {
    const now = told('somatik-1-vurderet', { status: 'amended' });
    const cancelled = (bundle: Bundle) => taskStates(bundle).filter((state) => state.endsWith(' cancelled'));
    const older = { ...told('somatik-3-aftalt', { identity: 'another' }), relation: 'superseded' } as const;
    expect(cancelled(bundleOf(now, older))).toEqual(expect.arrayContaining(cancelled(bundleOf(now))));
  });

  test('nothing to cancel where the version before it had no level', () => {
    const before = { ...told('somatik-3-aftalt', {}, 'nothing'), relation: 'version' } as const;
    const bundle = bundleOf(told('somatik-1-vurderet', { status: 'amended' }), before);
    expect(taskStates(bundle).filter((state) => state.endsWith(' cancelled'))).toEqual([]);
  });
});

describe('the level of a letter', () => {
  test.each([
    ['somatik-0-forslag', {}, 'preliminary'],
    ['somatik-1-vurderet', {}, 'final'],
    ['somatik-3-aftalt', {}, 'final'],
    ['somatik-1-vurderet', { status: 'amended' }, 'amended'],
    ['somatik-0-forslag', { status: 'amended' }, 'preliminary'],
    ['somatik-1-vurderet', { status: 'entered-in-error' }, 'entered-in-error'],
  ] as const)('%s %j is %s', (name, more, status) => {
    expect(levelOf(bundleOf(told(name, more)))?.status).toBe(status);
  });

  test.each([
    ['amended', 'rettet 03.02.2026', 'amended 3 February 2026'],
    ['entered-in-error', 'trukket tilbage 03.02.2026', 'withdrawn 3 February 2026'],
  ] as const)('that is %s says so to people, too, with the day of the letter', (status, da, en) => {
    const stands = levelOf(bundleOf(told('somatik-1-vurderet')))?.text?.div;
    const bundle = bundleOf(told('somatik-1-vurderet', { status, changed: '2026-02-03' }));
    for (const { text } of [...resourcesOf(bundle, 'Observation'), ...resourcesOf(bundle, 'CarePlan')]) {
      expect(text?.div).toContain(`<dd>${da}</dd>`);
      expect(text?.div).toContain(`<dd>${en}</dd>`);
    }
    expect(stands).not.toMatch(/<dd>(?:rettet|trukket tilbage)/);
  });

  test('claims no profile of ours, which asks for a score; says level, basis and how it came about', () => {
    const level = levelOf(bundleOf(told('somatik-3-aftalt')));
    expect(level).not.toHaveProperty('meta');
    expect(level).toMatchObject({
      resourceType: 'Observation',
      language: 'da',
      issued: '2026-01-20T10:30:00+01:00',
      effectiveDateTime: '2026-01-22',
      subject: { identifier: { value: '2512489996' } },
      performer: [{ display: 'Michael Burns' }],
    });
    expect(level?.identifier?.[0]?.system).toBe(`${ports.model.base}/resultat`);
    expect(level?.code.coding?.map(({ code }) => code)).toEqual(['samarbejdsniveau', 'samarbejdsniveau-somatik']);
    expect(level?.category?.map(({ coding }) => coding?.[0]?.code)).toEqual(['survey', 'aftalt']);
    expect(level?.valueCodeableConcept?.coding?.[0]?.code).toBe('3');
    const [da, en, reason] = level?.note?.map(({ text }) => text) ?? [];
    expect([da, en, reason]).toEqual([
      expect.stringMatching(/^Niveauet er aftalt .*22\.01\.2026\.$/),
      expect.stringMatching(/^The level was agreed .*22 January 2026\.$/),
      'Flere indlæggelser det seneste halve år.',
    ]);
  });

  test('tells its factors where the letter does, and no performer or reason that it does not name', () => {
    const whole = levelOf(bundleOf(told('somatik-3-aftalt')));
    expect(whole?.component).toHaveLength(6);
    const brief = levelOf(
      bundleOf(told('somatik-1-vurderet', { factors: [], professional: undefined, assessed: undefined })),
    );
    expect([brief?.component, brief?.performer, brief?.note?.length]).toEqual([undefined, undefined, 2]);
  });

  test('says in words what the letter says', () => {
    const div = levelOf(bundleOf(told('somatik-3-aftalt')))?.text?.div ?? '';
    for (const row of [
      /<dt>Model<\/dt><dd>[^<]+<\/dd><dd>1\.0\.0<\/dd>/,
      /<dt>Samarbejdsniveau<\/dt><dd>Niveau 3<\/dd>/,
      /<dt>Grundlag<\/dt><dd>[^<]*22\.01\.2026<\/dd>/,
      /<dt>Begrundelse<\/dt><dd>Flere indlæggelser det seneste halve år\.<\/dd>/,
      /<dt>Vurderet af<\/dt><dd>Michael Burns<\/dd>/,
      /<dt>Tidspunkt<\/dt><dd>20\.01\.2026 kl\. 10\.30<\/dd>/,
      /<dt>Time<\/dt><dd>20 January 2026 at 10:30<\/dd>/,
    ]) {
      expect(div).toMatch(row);
    }
    const { assessment } = told('somatik-3-aftalt');
    for (const { text } of assessment.statement?.level.texts ?? []) expect(div).toContain(text.da.slice(0, 20));
  });
});

test('a withdrawal takes back the level that was assessed at that time, of which no more is known', () => {
  const { assessment } = told('somatik-3-aftalt', { status: 'entered-in-error' });
  const level = withdrawnObservation(createContext(ports.model, assessment, software), '2026-02-03');
  expect(level).toMatchObject({
    resourceType: 'Observation',
    status: 'entered-in-error',
    effectiveDateTime: '2026-01-20T10:30:00+01:00',
    dataAbsentReason: { coding: [{ code: 'unknown' }] },
    note: [
      { text: 'Samarbejdsniveauet er trukket tilbage 03.02.2026.' },
      { text: 'The level was withdrawn 3 February 2026.' },
    ],
  });
  expect(level.category?.map(({ coding }) => coding?.[0]?.code)).toEqual(['survey']);
  expect(level).not.toHaveProperty('valueCodeableConcept');
  const [danish = ''] = level.text?.div.split('<hr/>') ?? [];
  expect([...danish.matchAll(/<dt>([^<]*)<\/dt><dd>([^<]*)/g)].map(([, label, value]) => [label, value])).toEqual([
    ['Model', expect.any(String)],
    ['Status', 'trukket tilbage 03.02.2026'],
    ['Tidspunkt', '20.01.2026 kl. 10.30'],
  ]);
});

describe('where a level comes from that a letter told', () => {
  const originOf = (now: Told): Provenance => {
    const [origin] = resourcesOf(bundleOf(now), 'Provenance');
    if (origin === undefined) throw new Error('there is none');
    return origin;
  };

  test('the letter is the source, its sender the informant; no rule of ours stands behind it', () => {
    const origin = originOf(told('somatik-3-aftalt'));
    expect(origin).not.toHaveProperty('meta');
    expect(origin.policy).toEqual(['http://differentieringsmodellen.dk/fhir/PlanDefinition/somatik|1.0.0']);
    expect(origin.entity).toEqual([
      {
        role: 'source',
        what: {
          type: 'DocumentReference',
          identifier: { system: `${ports.model.base}/brev`, value: '5790001382445.B1' },
          display: 'XDIS91',
        },
      },
    ]);
    expect(origin.agent.map(({ type }) => type?.coding?.[0]?.code)).toEqual(['author', 'assembler', 'informant']);
    expect(origin.agent[2]).toMatchObject({
      type: { coding: [{ display: 'Informant' }] },
      who: { type: 'Organization', identifier: { system: 'https://www.gs1.org/gln', value: '5790001382445' } },
    });
  });

  test('without a professional the program and the sender alone', () => {
    const { agent } = originOf(told('somatik-1-vurderet', { professional: undefined }));
    expect(agent.map(({ type }) => type?.coding?.[0]?.code)).toEqual(['assembler', 'informant']);
  });

  test('it says so in words', () => {
    const div = originOf(told('somatik-3-aftalt')).text?.div ?? '';
    for (const row of [
      '<dt>Vurderet af</dt><dd>Michael Burns</dd>',
      '<dt>Dokument</dt><dd>XDIS91 B1</dd>',
      `<dt>Sammenstillet af</dt><dd>${software.name} ${software.version}</dd>`,
      '<dd>20.01.2026 kl. 10.30</dd>',
      '<dt>Status</dt><dd>oprettet</dd>',
    ]) {
      expect(div).toContain(row);
    }
    expect(div).toMatch(/<dt>Model<\/dt><dd>[^<]+<\/dd><dd>1\.0\.0<\/dd>/);
  });
});

describe('a newer level', () => {
  const older = { ...told('somatik-3-aftalt', { identity: 'ældre' }), relation: 'superseded' } as const;

  test('of a letter closes what an older letter proposed; the older level stays as it was', () => {
    const bundle = bundleOf(told('somatik-1-vurderet', { coordinator: undefined, agreed: undefined }), older);
    const [plan, closed] = resourcesOf(bundle, 'CarePlan') as CarePlan[];
    const urls = (bundle.entry ?? [])
      .filter(({ resource }) => resource?.resourceType === 'CarePlan')
      .map(({ fullUrl }) => fullUrl);
    expect([plan?.status, closed?.status]).toEqual(['draft', 'revoked']);
    expect(plan?.replaces).toEqual([{ reference: urls[1] }]);
    const ended = resourcesOf(bundle, 'Task').filter(({ status }) => status === 'cancelled');
    expect(ended.map(({ statusReason }) => statusReason?.text)).toEqual(Array(5).fill('Afløst af en nyere vurdering'));
    expect(resourcesOf(bundle, 'CareTeam').map(({ status }) => status)).toEqual(['inactive']);
    const levels = (bundle.entry ?? []).filter(({ resource }) => resource?.resourceType === 'Observation');
    expect(levels.map(({ resource, request }) => [(resource as Observation).status, request?.method])).toEqual([
      ['final', 'POST'],
      ['final', 'POST'],
    ]);
    expect(resourcesOf(bundle, 'QuestionnaireResponse')).toEqual([]);
    const targets = resourcesOf(bundle, 'Provenance')[0]?.target.map(({ reference }) => reference);
    expect(targets).toContain(urls[1]);
    expect(targets?.every((target) => target?.startsWith('urn:uuid:'))).toBe(true);
    expect(targets).not.toContain(levels[1]?.fullUrl);
  });

  test('closes what a response proposed, and leaves the response as it is', () => {
    const { assessment, response } = scored('somatik-3-aftalt', (given) => {
      delete given.identifier;
    });
    const bundle = bundleOf(told('somatik-1-vurderet'), { assessment, response, relation: 'superseded' });
    const history = bundle.entry?.find(({ resource }) => resource?.resourceType === 'QuestionnaireResponse');
    expect(history?.request).toEqual({ method: 'PUT', url: `QuestionnaireResponse/${history?.resource?.id}` });
    expect(resourcesOf(bundle, 'CarePlan').map(({ status }) => status)).toEqual(['draft', 'revoked']);
  });

  test('closes nothing where what came before had no level', () => {
    const interval = { ...told('somatik-3-aftalt', { identity: 'ældre' }, 'nothing'), relation: 'superseded' } as const;
    const [plan, ...more] = resourcesOf(bundleOf(told('somatik-1-vurderet'), interval), 'CarePlan');
    expect([plan?.replaces, more]).toEqual([undefined, []]);
  });

  test('an earlier version of the same letter is not closed beside it', () => {
    const version = { ...told('somatik-3-aftalt'), relation: 'version' } as const;
    const plans = resourcesOf(bundleOf(told('somatik-1-vurderet', { status: 'amended' }), version), 'CarePlan');
    expect(plans.map(({ status, replaces }) => [status, replaces])).toEqual([['draft', undefined]]);
  });
});
