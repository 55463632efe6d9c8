import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bundle, OperationOutcome } from 'fhir/r4.js';
import { afterAll, describe, expect, test } from 'vitest';
import { niveau } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'niveau-letters-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string) => `fixtures/${name}/response.json`;
const parties = [
  '--sender',
  'fixtures/organisationer/sender.json',
  '--receiver',
  'fixtures/organisationer/receiver.json',
];
const codes = (outcome: OperationOutcome) => outcome.issue.map((issue) => issue.details?.coding?.[0]?.code);
const types = (bundle: Bundle) => (bundle.entry ?? []).map(({ resource }) => resource?.resourceType);

/** A whole letter with a psychiatric level about the citizen of the somatic responses. */
async function made(type: string, name = 'somatik-1-vurderet'): Promise<string> {
  const path = join(folder, `${type}.xml`);
  const { code, stdout } = await niveau(['letter', type, '--response', file(name), ...parties]);
  expect(code).toBe(0);
  writeFileSync(path, stdout);
  return path;
}

describe('niveau letter', () => {
  test.each([
    ['--diagnosis', 'DI10', 'Skriv den som kode|tekst.'],
    ['--patient-name', 'Nancy', 'Skriv den som Fornavn|Efternavn.'],
  ])('%s of another form is told in Danish words', async (option, value, said) => {
    const args = ['letter', 'XDIS01', '--response', file('somatik-3-aftalt'), ...parties, option, value];
    expect((await niveau(args)).stderr).toContain(said);
  });

  test.each([
    [
      'XREF15',
      ['--category', 'social', '--department', 'Hjemmeplejen', '--diagnosis', 'DI10|Hypertension'],
      '<VersionCode>XH1531R</VersionCode>',
    ],
    [
      'XREF01',
      ['--episode', 'F1', '--episode-type', 'Forløb', '--referrer', 'Ole Læge'],
      '<EpisodeOfCareType>Forl\xf8b</EpisodeOfCareType><EpisodeOfCareIdentifier>F1<',
    ],
    [
      'XDIS01',
      ['--diagnosis', 'DI10|Hypertension', '--episode-status', 'indlagt'],
      '<Main><DiagnoseCode>DI10</DiagnoseCode><DiagnoseText>Hypertension</DiagnoseText></Main>',
    ],
  ])('%s with %j', async (type, options, expected) => {
    const { code, stdout } = await niveau([
      'letter',
      type,
      '--response',
      file('somatik-3-aftalt'),
      ...parties,
      ...options,
    ]);
    expect(code).toBe(0);
    expect(stdout.toString('latin1')).toContain(expected);
  });

  test.each([
    ['XDIS91', ['--diagnosis', 'DI10|Hypertension'], 'letter-option-unused'],
    ['XREF15', ['--category', 'social'], 'letter-department'],
    ['XDIS01', ['--diagnosis', 'DI10'], 'letter-option-form'],
  ])('%s refuses %j', async (type, options, expected) => {
    const { code, stdout } = await niveau([
      'letter',
      type,
      '--response',
      file('somatik-3-aftalt'),
      ...parties,
      ...options,
    ]);
    expect([code, codes(JSON.parse(stdout.toString()))]).toEqual([1, [expected]]);
  });
});

describe('niveau attach and read', () => {
  test('the letter goes through standard input and output, and its level is read back', async () => {
    const path = await made('XREF15');
    const attached = await niveau(['attach', '-', '--response', file('somatik-3-aftalt')], readFileSync(path));
    expect([attached.code, attached.stderr]).toEqual([0, '']);
    expect(attached.stdout.toString('latin1')).toContain('samarbejdsniveau 3 af 0-4, aftalt 22.01.2026');
    const { code, stdout } = await niveau(['read', '-'], attached.stdout);
    expect(code).toBe(0);
    expect(types(JSON.parse(stdout.toString()))).toEqual([
      'Observation',
      'CarePlan',
      'CareTeam',
      'Task',
      'Task',
      'Task',
      'Task',
      'Task',
    ]);
  });

  test('--pdf-letter writes the attachment, and read finds the level in it', async () => {
    const [path, xbin] = [await made('XDIS01'), join(folder, 'xbin.xml')];
    const { code, stdout } = await niveau([
      'attach',
      path,
      '--response',
      file('somatik-3-aftalt'),
      '--pdf-letter',
      xbin,
      '--recommend',
      'henvisning-epikrise',
      '--priority',
      'Rutine',
    ]);
    expect(code).toBe(0);
    const [, identifier = ''] = /<ObjectIdentifier>([0-9a-f]{32})</.exec(stdout.toString('latin1')) ?? [];
    const attachment = readFileSync(xbin, 'latin1');
    expect(/<ObjectIdentifier>([0-9a-f-]{36})</.exec(attachment)?.[1]?.replaceAll('-', '')).toBe(identifier);
    const found = await niveau(['read', xbin]);
    expect(found.code).toBe(0);
    expect(types(JSON.parse(found.stdout.toString()))).toContain('Observation');
  });

  test('refused: the outcome on stdout, exit 1, and no attachment', async () => {
    const path = await made('XDIS91');
    const { code, stdout } = await niveau(['attach', path, '--response', file('somatik-trukket-tilbage')]);
    expect([code, codes(JSON.parse(stdout.toString()))]).toEqual([1, ['letter-withdrawn']]);
    const wrong = await niveau(['attach', path, '--response', file('somatik-erstatnings-cpr')]);
    expect(codes(JSON.parse(wrong.stdout.toString()))).toEqual(['wrong-citizen']);
  });

  test('a letter without a level: exit 1 and an outcome that says so', async () => {
    const path = await made('XDIS91');
    const bare = readFileSync(path, 'latin1').replace(/<Text01>.*<\/Text01>/s, '<Text01>Samarbejdsniveau 3</Text01>');
    const { code, stdout } = await niveau(['read', '-'], Buffer.from(bare, 'latin1'));
    expect([code, codes(JSON.parse(stdout.toString()))]).toEqual([1, ['no-block']]);
  });

  test('what is to be said of the letter goes to stderr', async () => {
    const path = await made('XDIS91');
    const wrong = readFileSync(path, 'latin1').replace(/(<EANIdentifier>\d{12})\d/, '$1x');
    const { code, stderr } = await niveau(
      ['attach', '-', '--response', file('somatik-3-aftalt')],
      Buffer.from(wrong, 'latin1'),
    );
    expect([code, stderr]).toEqual([0, expect.stringContaining('[letter-gln-impossible]')]);
  });

  test('usage: exit 2', async () => {
    expect((await niveau(['attach', 'x.xml'])).code).toBe(2);
    expect((await niveau(['read'])).code).toBe(2);
  });
});

describe('niveau message care-communication', () => {
  test('writes a message, and one that answers it', async () => {
    const first = join(folder, 'message.json');
    const sent = [
      '--sender',
      'fixtures/organisationer/sender.json',
      '--receiver',
      'fixtures/organisationer/kommune.json',
    ];
    const command = ['message', 'care-communication', '--response', file('somatik-3-aftalt')];
    const made = await niveau([...command, ...sent, '--phone', '44527000', '--time', '2026-02-01T10:00:00+01:00']);
    expect(made.code).toBe(0);
    writeFileSync(first, made.stdout);
    const back = ['--sender', 'fixtures/organisationer/kommune.json', '--reply', first];
    const reply = await niveau([...command, ...back, '--time', '2026-02-02T10:00:00+01:00']);
    expect(types(JSON.parse(reply.stdout.toString()) as Bundle).filter((type) => type === 'Provenance')).toHaveLength(
      2,
    );
    const both = await niveau([...command, ...back, '--forward', first]);
    expect([both.code, codes(JSON.parse(both.stdout.toString()) as OperationOutcome)]).toEqual([
      1,
      ['message-several-earlier'],
    ]);
  });
});
