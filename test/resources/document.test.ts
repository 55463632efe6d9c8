import { describe, expect, test } from 'vitest';
import { makeBundle, scoreResponse } from '../../src/work/score.ts';
import { responseBytes } from '../fixtures.ts';
import { ports } from '../ports.ts';
import { bundleOf, resourcesOf } from './bundles.ts';

const letter = {
  kind: 'XDIS91',
  identifier: 'A',
  title: 'Korrespondance <1>',
  contentType: 'application/xml',
  bytes: new Uint8Array([1]),
  created: '2026-01-20T10:30:00+01:00',
};

function documentOf(name: string) {
  const made = makeBundle(ports.model, scoreResponse(ports, responseBytes(name)), { documents: [letter] });
  const [document, ...more] = resourcesOf(made, 'DocumentReference');
  if (document === undefined || more.length > 0) throw new Error('one document is expected');
  return { made, document };
}

describe('a letter or page that was made', () => {
  test('is a document of the citizen, by the professional, with its bytes, their size and their SHA-1', () => {
    const { document } = documentOf('somatik-3-aftalt');
    expect(document).toMatchObject({
      meta: { profile: [expect.stringMatching(/\/StructureDefinition\/dokument(\||$)/)] },
      status: 'current',
      type: { text: 'XDIS91' },
      subject: { identifier: { value: '2512489996' } },
      date: '2026-01-20T10:30:00+01:00',
      author: [{ display: 'Michael Burns' }],
      content: [
        {
          attachment: {
            contentType: 'application/xml',
            language: 'da',
            data: 'AQ==',
            size: 1,
            hash: 'v4tFMNjSRt10rFOhNHG7oXlB3/c=',
            title: 'Korrespondance <1>',
            creation: '2026-01-20T10:30:00+01:00',
          },
        },
      ],
    });
  });

  test('stands beside the level and the response that it was made from', () => {
    const { made, document } = documentOf('somatik-3-aftalt');
    const level = resourcesOf(made, 'Observation').find(({ code }) =>
      code.coding?.some((one) => one.code === 'samarbejdsniveau'),
    );
    expect(document.context?.related).toEqual([
      { reference: `urn:uuid:${level?.identifier?.[0]?.value}` },
      { reference: made.entry?.[0]?.fullUrl },
    ]);
  });

  test('tells in words what it is, whose, and when it was made', () => {
    const { div } = documentOf('somatik-3-aftalt').document.text ?? {};
    for (const told of [
      '<dd>XDIS91</dd>',
      '<dd>Nancy Ann Berggren</dd>',
      '<dd>20.01.2026 kl. 10.30</dd>',
      '<dd>20 January 2026 at 10:30</dd>',
    ]) {
      expect(div).toContain(told);
    }
  });

  test('has no author where the response names none', () => {
    expect(documentOf('somatik-uden-fagperson').document).not.toHaveProperty('author');
  });

  test('of a withdrawn response is entered in error', () => {
    expect(documentOf('somatik-trukket-tilbage').document.status).toBe('entered-in-error');
  });

  test('is not there where nothing was made', () => {
    expect(resourcesOf(bundleOf('somatik-3-aftalt'), 'DocumentReference')).toEqual([]);
  });
});

describe('an amended or withdrawn response without a level', () => {
  test('leaves a level that is absent, a plan without title and activity, and no Task of any level alive', () => {
    const made = bundleOf('somatik-trukket-tilbage', (response) => {
      delete response.item;
    });
    const level = resourcesOf(made, 'Observation').find(({ code }) =>
      code.coding?.some((one) => one.code === 'samarbejdsniveau'),
    );
    expect(level?.dataAbsentReason?.coding?.[0]?.code).toBe('unknown');
    const [plan] = resourcesOf(made, 'CarePlan');
    expect([plan?.title, plan?.activity]).toEqual(['Forslag til samarbejde: –', undefined]);
    expect(level?.category?.map(({ coding }) => coding?.[0]?.code)).toEqual(['survey']);
    const [danish = ''] = level?.text?.div.split('<hr/>') ?? [];
    expect([...danish.matchAll(/<dt>([^<]*)/g)].map(([, label]) => label).slice(0, 5)).toEqual([
      'Borger',
      'Model',
      'Status',
      'Vurderet af',
      'Tidspunkt',
    ]);
    const kinds = (made.entry ?? []).map(({ resource }) => resource?.resourceType);
    expect(kinds.filter((kind) => kind !== 'Task')).toEqual([
      'QuestionnaireResponse',
      'Observation',
      'Observation',
      'CarePlan',
      'CareTeam',
      'Provenance',
    ]);
    const tasks = resourcesOf(made, 'Task');
    expect(new Set(tasks.map(({ status }) => status))).toEqual(new Set(['cancelled']));
    expect(tasks).toHaveLength(new Set(tasks.map(({ identifier }) => identifier?.[0]?.value)).size);
  });
});
