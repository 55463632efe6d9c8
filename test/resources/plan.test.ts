import { describe, expect, test } from 'vitest';
import { bundleOf, leaveOut, resourcesOf } from './bundles.ts';

const first = <Thing>([one]: readonly Thing[]): Thing => {
  if (one === undefined) throw new Error('there is none');
  return one;
};
const planOf = (...args: Parameters<typeof bundleOf>) => first(resourcesOf(bundleOf(...args), 'CarePlan'));

describe('the plan', () => {
  test.each([
    [
      'begins with the assessment and ends with the reassessment',
      '2026-04-20',
      '20.04.2026',
      '20 April 2026',
      { start: '2026-01-20', end: '2026-04-20' },
    ],
    [
      'may end on the day on which it begins',
      '2026-01-20',
      '20.01.2026',
      '20 January 2026',
      { start: '2026-01-20', end: '2026-01-20' },
    ],
    ['has no end before its beginning', '2026-01-19', '19.01.2026', '19 January 2026', { start: '2026-01-20' }],
  ])('%s', (_, valueDate, danish, english, period) => {
    const plan = planOf('somatik-3-aftalt', (_response, answer) => {
      answer('revurdering').answer = [{ valueDate }];
    });
    expect(plan.period).toEqual(period);
    const [, da, en] = plan.note?.map(({ text }) => text) ?? [];
    expect([da, en]).toEqual([`Revurderes ${danish}.`, `To be reassessed on ${english}.`]);
  });

  test('without a reassessment has no end, and speaks of none', () => {
    const plan = planOf('somatik-3-aftalt', (response) => leaveOut(response, /^revurdering$/));
    expect(plan.period).toEqual({ start: '2026-01-20' });
    expect(JSON.stringify(plan)).not.toMatch(/revurder|reassess/i);
  });

  test('carries the comment first, then the model’s caveats in both languages', () => {
    const notes = planOf('somatik-3-aftalt').note?.map(({ text }) => text) ?? [];
    expect(notes[0]).toBe('Aftalen følges op efter tre måneder.');
    expect(notes.slice(-2)).toEqual([expect.stringMatching(/dialogredskab/), expect.stringMatching(/dialogue tool/)]);
    const silent = planOf('somatik-3-aftalt', (response) => leaveOut(response, /^(kommentar|revurdering)$/));
    expect(silent.note).toHaveLength(2);
  });

  test('names its model, its level, the professional, the team and an activity per Task', () => {
    const made = bundleOf('somatik-3-aftalt');
    const [plan, team, tasks] = [
      resourcesOf(made, 'CarePlan')[0],
      resourcesOf(made, 'CareTeam')[0],
      resourcesOf(made, 'Task'),
    ];
    const level = resourcesOf(made, 'Observation').find(({ code }) =>
      code.coding?.some((one) => one.code === 'samarbejdsniveau'),
    );
    expect(plan?.instantiatesCanonical).toEqual([
      'http://differentieringsmodellen.dk/fhir/PlanDefinition/somatik|1.0.0',
    ]);
    expect(plan?.title).toBe('Forslag til samarbejde: Niveau 3');
    expect(plan?.author?.display).toBe('Michael Burns');
    expect(plan?.careTeam).toEqual([{ reference: `urn:uuid:${team?.identifier?.[0]?.value}` }]);
    expect(plan?.supportingInfo).toEqual([{ reference: `urn:uuid:${level?.identifier?.[0]?.value}` }]);
    expect(plan?.activity).toEqual(
      tasks.map(({ identifier }) => ({ reference: { reference: `urn:uuid:${identifier?.[0]?.value}` } })),
    );
    for (const task of tasks) {
      expect(task.basedOn).toEqual([{ reference: `urn:uuid:${plan?.identifier?.[0]?.value}` }]);
      expect(task.reasonReference).toEqual({ reference: `urn:uuid:${level?.identifier?.[0]?.value}` });
      expect(task.requester?.display).toBe('Michael Burns');
    }
  });

  test('has neither author nor team where the response names nobody', () => {
    const made = bundleOf('somatik-1-vurderet', (response) => {
      delete response.author;
      leaveOut(response, /^(koordinator|aftale)$/);
    });
    const [plan, ...more] = resourcesOf(made, 'CarePlan');
    expect([plan?.author, plan?.careTeam, more.length, resourcesOf(made, 'CareTeam')]).toEqual([
      undefined,
      undefined,
      0,
      [],
    ]);
    for (const task of resourcesOf(made, 'Task')) expect(task).not.toHaveProperty('requester');
    // Somebody assessed, and it is not known who; a suggestion is nobody's.
    const unknown = { url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' };
    const performers = resourcesOf(made, 'Observation').map(({ performer }) => performer);
    expect(performers).toEqual([[{ extension: [unknown], display: 'ikke oplyst' }], undefined]);
  });

  test('typed text with a tag or a link stays the characters typed', () => {
    const note = (valueString: string) =>
      planOf('somatik-3-aftalt', (_, answer) => {
        answer('kommentar').answer = [{ valueString }];
      }).note?.[0]?.text;
    expect(note('<b>Ring</b> [her](http://example.dk), <!-- x --> 3 < 4')).toBe(
      '\\<b>Ring\\</b> \\[her\\](http://example.dk), \\<!-- x --> 3 \\< 4',
    );
  });
});

describe('the team', () => {
  const teamOf = (...args: Parameters<typeof bundleOf>) => resourcesOf(bundleOf(...args), 'CareTeam');

  test('has the parties of the agreement, then the coordinator, and is active once agreed', () => {
    const [team] = teamOf('somatik-3-aftalt');
    expect(team?.status).toBe('active');
    expect(
      team?.participant?.map(({ role, member }) => [role?.[0]?.coding?.[0]?.code ?? role?.[0]?.text, member?.display]),
    ).toEqual([
      ['almen-praksis', 'almen praksis'],
      ['hospital', 'hospitaler'],
      ['kommune', 'kommune'],
      ['Koordinerende fagperson', 'Sygeplejerske, hjemmesygeplejen Odense Vest'],
    ]);
  });

  test('of a coordinator alone is proposed while nothing is agreed', () => {
    const [team] = teamOf('somatik-3-aftalt', (response) => leaveOut(response, /^aftale$/));
    expect([team?.status, team?.participant?.length]).toEqual(['proposed', 1]);
  });

  test('of the parties alone has no coordinator', () => {
    const [team] = teamOf('somatik-3-aftalt', (response) => leaveOut(response, /^koordinator$/));
    expect([team?.status, team?.participant?.length]).toEqual(['active', 3]);
  });

  test('of an agreement without parties and coordinator is none', () => {
    const none = teamOf('somatik-3-aftalt', (response, answer) => {
      leaveOut(response, /^koordinator$/);
      answer('aftale').item = (answer('aftale').item ?? []).filter(({ linkId }) => linkId !== 'aftale.parter');
    });
    expect(none).toEqual([]);
  });

  test('that an amended response no longer names is inactive and has nobody in it', () => {
    const [team] = teamOf('somatik-1-vurderet', (response) => {
      response.status = 'amended';
      leaveOut(response, /^(koordinator|aftale)$/);
    });
    expect([team?.status, team?.participant]).toEqual(['inactive', undefined]);
  });
});

describe('where the results come from', () => {
  const provenanceOf = (...args: Parameters<typeof bundleOf>) => first(resourcesOf(bundleOf(...args), 'Provenance'));

  test('the professional as author, the program as assembler, the response as source, every result as target', () => {
    const made = bundleOf('somatik-3-aftalt');
    const [provenance] = resourcesOf(made, 'Provenance');
    const agents = provenance?.agent.map(({ type, who }) => [
      type?.coding?.[0]?.code,
      who.display ?? who.identifier?.value,
    ]);
    expect(agents?.[0]).toEqual(['author', 'Michael Burns']);
    expect(agents?.[1]?.[0]).toBe('assembler');
    expect(provenance?.entity?.map(({ role, what }) => [role, what.reference])).toEqual([
      ['source', made.entry?.[0]?.fullUrl],
    ]);
    const results = (made.entry ?? []).slice(1, -1).map(({ fullUrl }) => ({ reference: fullUrl }));
    expect(provenance?.target).toEqual(results);
  });

  test('without a professional the program alone', () => {
    const { agent } = provenanceOf('somatik-uden-fagperson');
    expect(agent.map(({ type }) => type?.coding?.[0]?.code)).toEqual(['assembler']);
  });

  test.each([
    ['somatik-3-aftalt', 'CREATE'],
    ['somatik-rettet', 'UPDATE'],
    ['somatik-trukket-tilbage', 'NULLIFY'],
  ])('%s: %s', (name, code) => {
    expect(provenanceOf(name).activity?.coding?.[0]?.code).toBe(code);
  });
});

test('a narrative says what the resource says, each text safe for XHTML', () => {
  const { text } = planOf('somatik-3-aftalt', (_, answer) => {
    answer('koordinator').answer = [{ valueString: 'A & B <"C">' }];
  });
  expect(text?.div).toContain('<dd>A &amp; B &lt;&quot;C&quot;&gt;</dd>');
  const [danish, english] = text?.div.split('<div lang="en" xml:lang="en">') ?? [];
  expect(danish).toContain('<dt>Borger</dt><dd>Nancy Ann Berggren</dd>');
  expect(english).toContain('<dt>Citizen</dt><dd>Nancy Ann Berggren</dd>');
  expect(text?.div).not.toMatch(/[0-9a-f]{8}-|\d{4}-\d\d-\d\d|https?:(?!\/\/www\.w3\.org\/1999\/xhtml)/);
});
