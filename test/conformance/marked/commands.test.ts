import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Argument, Command, Option } from 'commander';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../../../src/cli/program.ts';
import { openGateway } from '../../../src/gateway.ts';
import { keepResponse } from '../../../src/work/keep/keep.ts';
import { niveau } from '../../cli/run.ts';
import { fixturesFolder } from '../../fixtures.ts';
import { model, validResponse } from '../../http/service.ts';
import { ports } from '../../ports.ts';
import { cpr, expectUnmarked } from './marks.ts';

// Every command of the one table of commands with a marked citizen in every argument, option, file and variable of the
// environment: a new command is among them by itself.

const folder = mkdtempSync(join(tmpdir(), 'niveau-marked-commands-'));
const file = join(folder, 'niveau.db');
const env = { NIVEAU_STORE: `sqlite:${file}`, NIVEAU_RETENTION: 'tries=90' };
const right = {
  response: `${fixturesFolder}somatik-3-aftalt/response.json`,
  letter: `${fixturesFolder}breve/epikrise.xml`,
  sender: `${fixturesFolder}organisationer/sender.json`,
  receiver: `${fixturesFolder}organisationer/receiver.json`,
};
/** Files whose names and content are hers. */
const hers = [
  ['response', JSON.stringify({ ...validResponse(), status: cpr })],
  ['json', `{"Nancy":{"${cpr}":1,"${cpr}":2}`],
  ['xml', `<Nancy${cpr}>Berggren</Nancy${cpr}>`],
  ['bytes', '\u0000Nancy'],
] as const;

/** What these write to stdout is what was asked for, of a citizen or not. */
const answering = /^(?:package|score|letter|attach|read|pdf|receipt|vans|message care|export-citizen)/;

interface Leaf {
  readonly name: string;
  readonly words: readonly string[];
  readonly command: Command;
}

function leaves(command: Command, words: readonly string[] = []): readonly Leaf[] {
  if (command.commands.length === 0) return [{ name: words.join(' '), words, command }];
  return command.commands.flatMap((one) => leaves(one, [...words, one.name()]));
}

/** The service runs until it is told to stop; it never starts here, by a port that is none. */
const all = leaves(commands({ language: 'en', say: ({ en }) => en, finish: () => {} }));

/** Lets nobody in, so that nothing is tried again. */
const closed = createServer((_, response) => response.writeHead(403).end());
let closedUrl = '';

const before = process.cwd();
beforeAll(async () => {
  await once(closed.listen(0, '127.0.0.1'), 'listening');
  closedUrl = `http://127.0.0.1:${(closed.address() as AddressInfo).port}/fhir`;
  // What is written under the name that was typed.
  process.chdir(folder);
  const config = { store: { kind: 'sqlite', file } } as const;
  const gateway = await openGateway({ config, model, log: () => {}, env: {} });
  await keepResponse(ports, gateway.archive, { response: Buffer.from(JSON.stringify(validResponse())) });
  await gateway.close();
  for (const [kind, content] of hers) writeFileSync(join(folder, `${cpr}.${kind}`), content);
});
afterAll(() => {
  closed.close();
  closed.closeAllConnections();
  process.chdir(before);
  rmSync(folder, { recursive: true, force: true });
});

/** A value with which the command goes on to what is tried. */
function usual({ words }: Leaf, name: string): string {
  if (/sender|receiver/.test(name)) return name.includes('sender') ? right.sender : right.receiver;
  if (name.includes('out')) return join(folder, 'out');
  if (name.includes('server')) return closedUrl;
  if (name === 'type') return 'XDIS91';
  if (name === 'number' || name === 'numbers') return '1';
  if (name === 'id') return 'ehr';
  if (/letter|message|envelope/.test(name)) return right.letter;
  return ['backup', 'restore'].includes(words[0] ?? '') ? join(folder, 'copy.db') : right.response;
}

const needed = (leaf: Leaf, but?: Argument | Option) => [
  ...leaf.command.registeredArguments
    .filter((one) => one !== but && (one.required || one.defaultValue === '-'))
    .map((one) => usual(leaf, one.name())),
  ...leaf.command.options
    .filter((one) => one !== but && one.mandatory)
    .flatMap((one) => [one.long ?? '', usual(leaf, one.name())]),
];

const values = [cpr, '251248-9996', `urn:oid:1.2.208.176.1.2|${cpr}`, `2026-01-20T10:30:00+01:00 ${cpr}`];
const files = [join(folder, `none-${cpr}.json`), ...hers.map(([kind]) => join(folder, `${cpr}.${kind}`))];

/** One call for each place and value. */
function calls(leaf: Leaf): readonly (readonly string[])[] {
  const { command, words } = leaf;
  // A name of hers is not tried where a file is named: nobody can tell it from the name of another file.
  const given = (takes: string) => [
    ...values,
    ...files,
    ...(/file|folder|<id>|arg/.test(takes) ? [] : ['Nancy Berggren']),
  ];
  const inArguments = command.registeredArguments.flatMap((one) =>
    given('arg').map((value) => [...words, value, ...needed(leaf, one)]),
  );
  const inOptions = command.options.flatMap((one) =>
    (one.required || one.optional ? given(one.flags) : []).flatMap((value) => [
      [...words, ...needed(leaf, one), one.long ?? '', value],
      [...words, ...needed(leaf, one), `${one.long}=${value}`, ...(acts(command) ? ['--yes'] : [])],
    ]),
  );
  return [...inArguments, ...inOptions, [...words, cpr, 'Nancy'], [...words, ...needed(leaf), `--${cpr}=Nancy`]];
}

const acts = ({ options }: Command) => options.some(({ long }) => long === '--yes');

/** What a command says itself: an import gives back the lines that it refused, as they were given to it. */
function own(name: string, stdout: Buffer): string {
  const text = stdout.toString();
  return name === 'import' ? text.replace(/"input(?:Base64)?":.*$/gm, '') : text;
}

async function expectUnmarkedRun(
  name: string,
  args: readonly string[],
  more: Record<string, string> = {},
): Promise<void> {
  const { code, stdout, stderr } = await niveau(args, '', { ...env, ...more });
  const where = `${args.join(' ')} ${JSON.stringify(more)}`;
  expectUnmarked(stderr, `stderr of ${where}`);
  if (code !== 0 || !answering.test(name)) expectUnmarked(own(name, stdout), `stdout of ${where}`);
  expect(stderr, where).not.toContain('[unexpected]');
}

describe.each(all.map((leaf) => [leaf.name, leaf] as const))('%s', (name, leaf) => {
  test('in an argument, an option, or a file', async () => {
    const stop = name === 'serve' ? { NIVEAU_ADDRESS: 'none' } : {};
    for (const args of calls(leaf)) await expectUnmarkedRun(name, args, stop);
  });

  test('in the environment', async () => {
    const help = (await niveau([...leaf.words, '--help'])).stdout.toString();
    const names = [...new Set(help.match(/NIVEAU_[A-Z_]*[A-Z]/g))];
    const stop = { NIVEAU_ADDRESS: 'none', NIVEAU_STORE: name === 'serve' ? 'none' : env.NIVEAU_STORE };
    for (const one of names) {
      for (const value of [cpr, `https://ehr:${cpr}@127.0.0.1:9/${cpr}`, files[0] ?? '']) {
        await expectUnmarkedRun(name, [...leaf.words, ...needed(leaf)], { ...stop, [one]: value });
      }
    }
  });
});

describe('on standard input', () => {
  const reading = all.filter(({ command }) =>
    /standard input/.test(command.registeredArguments.map(({ description }) => description).join(' ')),
  );
  test.each(reading.map((leaf) => [leaf.name, leaf] as const))('%s', async (name, leaf) => {
    const [first] = leaf.command.registeredArguments;
    const args = [...leaf.words, '-', ...needed(leaf, first)];
    for (const [, content] of hers) {
      const { code, stdout, stderr } = await niveau(args, content, env);
      expect(code, name).not.toBe(0);
      expectUnmarked(stderr + own(name, stdout), name);
    }
  });
});

test('whatever operators typed, nothing of her is in the audit', () => {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare('SELECT content FROM audit').all();
  database.close();
  expect(rows.length).toBeGreaterThan(5);
  expectUnmarked(rows.map(({ content }) => String(content)).join('\n'), 'the audit');
});
