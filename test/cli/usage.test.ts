import { type Command, CommanderError } from 'commander';
import { describe, expect, test, vi } from 'vitest';
import { commands } from '../../src/cli/program.ts';
import { languageIn } from '../../src/cli/shell.ts';
import { UsageProblem, usageProblem } from '../../src/cli/usage.ts';
import { type Language, sentence } from '../../src/outcome/outcome.ts';
import type { Problem } from '../../src/outcome/problem.ts';

/** What is wrong with a call; undefined where nothing is said but help. */
async function wrongWith(args: readonly string[]): Promise<Problem | undefined> {
  const program = commands({ language: 'da', say: ({ da }) => da, finish: () => {} });
  try {
    await program.parseAsync(['node', 'niveau', ...args]);
  } catch (error) {
    if (error instanceof UsageProblem) return error.problem;
    if (error instanceof CommanderError) return usageProblem(error);
    throw error;
  }
  throw new Error('it was called as it is to be called');
}

async function helpOf(language: Language, args: readonly string[]): Promise<string> {
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    const program = commands({ language, say: (text) => text[language], finish: () => {} });
    await program.parseAsync(['node', 'niveau', ...args]).catch(() => {});
    return written.mock.calls
      .map(([text]) => String(text))
      .join('')
      .replace(/\s+/g, ' ');
  } finally {
    written.mockRestore();
  }
}

const letter = ['letter', 'XDIS91', '--response', 'x', '--sender', 'x', '--receiver', 'x'];
const attach = ['attach', 'x', '--response', 'x'];
const care = ['message', 'care-communication', ...letter.slice(2)];
const load = ['load', '--server', 'https://server.example.dk/fhir'];

describe('wrong usage is said in both languages, and nothing of what was typed', () => {
  test.each<[string, readonly string[], Problem['code'], string, string]>([
    ['a command that there is not', ['hemmelig'], 'usage-command-unknown', 'findes ikke.', 'no such command.'],
    [
      'one letter wrong in a command',
      ['scor', 'x'],
      'usage-command-unknown',
      '(mente du score?)',
      '(did you mean score?)',
    ],
    ['an option that there is not', ['score', 'x', '--hemmelig'], 'usage-option-unknown', 'ikke et valg', 'no option'],
    ['with a value', ['score', 'x', '--password=hemmelig'], 'usage-option-unknown', 'ikke et valg', 'no option'],
    ['in short', ['score', 'x', '-phemmelig'], 'usage-option-unknown', 'ikke et valg', 'no option'],
    [
      'one letter wrong in it',
      ['score', '--ndjon', 'x'],
      'usage-option-unknown',
      '(mente du --ndjson?)',
      '(did you mean --ndjson?)',
    ],
    ['no file', ['score'], 'usage-argument-missing', 'mangler <file>', 'lacks <file>'],
    [
      'no option that is needed',
      ['pdf'],
      'usage-option-missing',
      'mangler --response <file>',
      'lacks --response <file>',
    ],
    [
      'an option without its value',
      ['pdf', '--response'],
      'usage-option-empty',
      '--response <file> mangler',
      'lacks its value',
    ],
    [
      'an option with an empty value',
      ['package', '--out', ''],
      'usage-option-empty',
      '--out <folder> mangler',
      'lacks its value',
    ],
    ['an empty one among several', [...attach, '--recommend', 'x', ''], 'usage-option-empty', 'mangler', 'lacks'],
    ['an empty file', ['score', ''], 'usage-argument-missing', 'mangler <file>', 'lacks <file>'],
    [
      'standard input twice',
      ['attach', '-', '--response', '-'],
      'usage-input-twice',
      'kun læses én gang',
      'read only once',
    ],
    [
      'more than it takes',
      ['read', 'x', 'hemmelig'],
      'usage-arguments-many',
      'end kommandoen tager',
      'than the command takes',
    ],
    ['another language', ['--lang', 'hemmelig', 'read', 'x'], 'usage-value', 'Skriv da eller en.', 'Write da or en.'],
    ['a time without zone', [...letter, '--time', '2026-01-20hemmelig'], 'usage-value', '--time har', '--time has'],
    ['a day that is not', [...letter, '--time', '2026-13-40T10:00:00Z'], 'usage-value', 'med sekunder', 'with seconds'],
    [
      'a leap day that is not',
      [...letter, '--time', '2026-02-29T10:00:00Z'],
      'usage-value',
      '--time har',
      '--time has',
    ],
    [
      'a zone that is not',
      [...letter, '--time', '2026-01-20T10:00:00+25:00'],
      'usage-value',
      '--time har',
      '--time has',
    ],
    ['two files where one is read', [...letter, '--response', 'hemmelig'], 'usage-option-twice', 'to gange', 'twice'],
    ['two languages', ['--lang', 'da', 'read', 'x', '--lang', 'en'], 'usage-option-twice', 'to gange', 'twice'],
    ['a control character', [...care, '--text', 'a\u0001b'], 'usage-value', '--text <text> har', 'control characters'],
    ['bytes that are no UTF-8', [...letter, '--referrer', 'J\uFFFDrgen'], 'usage-value', 'UTF-8', 'in UTF-8'],
    [
      'a reason that there is not',
      ['receipt', 'x', '--refuse', 'hemmelig'],
      'usage-value',
      'syntaksfejl, transient-error eller fatal-error',
      'transient-error or fatal-error',
    ],
    [
      'a letter of another type',
      ['letter', 'hemmelig', ...letter.slice(2)],
      'usage-value',
      'XDIS91, XREF15',
      'one of XDIS91',
    ],
    ['a port that is none', ['serve', '--port', '65536'], 'usage-value', '0 til 65535', '0 to 65535'],
    [
      'no number',
      ['vans', 'receipt', 'x', '--error-code', 'hemmelig'],
      'usage-value',
      'helt tal over 0',
      'whole number',
    ],
    ['0', ['vans', 'receipt', 'x', '--error-code', '0'], 'usage-value', 'helt tal over 0', 'whole number'],
    ['an address that is none', ['load', '--server', 'hemmelig'], 'usage-value', '--server har', '--server has'],
    [
      'one with a password',
      ['load', '--server', 'https://a:hemmelig@b.dk'],
      'usage-value',
      'uden query',
      'without query',
    ],
    ['a base that is none', [...load, '--canonical', 'hemmelig'], 'usage-value', '--canonical har', '--canonical has'],
    [
      'a text without a refusal',
      ['receipt', 'x', '--text', 'hemmelig'],
      'usage-option-alone',
      '--text siger intet uden --refuse',
      '--text says nothing without --refuse',
    ],
    [
      'an error code without a refusal',
      ['vans', 'receipt', 'x', '--error-code', '3'],
      'usage-option-alone',
      '--error-code siger',
      'without --refuse',
    ],
    [
      'a time of a PDF that is not asked for',
      ['attach', 'x', '--response', 'x', '--time', '2026-01-20T10:30:00Z'],
      'usage-option-alone',
      '--time siger',
      'without --pdf-letter',
    ],
  ])('%s: %j: %s', async (_, args, code, da, en) => {
    const problem = await wrongWith(args);
    if (problem === undefined) throw new Error('nothing is said');
    expect(problem.code).toBe(code);
    expect(sentence(problem, 'da')).toContain(da);
    expect(sentence(problem, 'en')).toContain(en);
    expect(`${sentence(problem, 'da')} ${sentence(problem, 'en')}`).not.toMatch(/hemmelig|…|[{}]/);
  });
});

describe('help', () => {
  test.each<[Language, readonly string[], readonly string[]]>([
    [
      'da',
      ['--help'],
      [
        'Brug: niveau [valg] [kommando]',
        'serve [valg]',
        'help [kommando]',
        'fagpersonen bestemmer',
        'Kommandoer:',
        'scor et Questionnaire',
        'Slutkoder: 0 udført',
      ],
    ],
    [
      'en',
      ['--help'],
      [
        'Usage: niveau [options] [command]',
        'serve [options]',
        'help [command]',
        'the professional decides',
        'Commands:',
        'score a Questionnaire',
        'Exit codes: 0 done',
      ],
    ],
    [
      'da',
      ['serve', '--help'],
      ['Valg:', '--port <number>', 'Miljøvariable:', 'NIVEAU_ADDRESS', '(ellers 127.0.0.1:8080)'],
    ],
    ['en', ['serve', '--help'], ['Options:', '--port <number>', 'Environment variables:', '(default 127.0.0.1:8080)']],
    [
      'da',
      ['vans', 'wrap', '--help'],
      ['Brug: niveau vans wrap [valg] <message.xml>', 'Argumenter:', 'vis denne hjælp'],
    ],
    [
      'en',
      ['help', 'letter'],
      ['Usage: niveau letter [options] <type>', 'Arguments:', 'new for each sending', 'show this help'],
    ],
  ])('in %s of %j', async (language, args, words) => {
    const help = await helpOf(language, args);
    for (const word of words) expect(help).toContain(word);
  });

  test('of every command is whole in both languages: none has a text of the other', async () => {
    const pathsOf = ({ commands: below }: Command, path: readonly string[]): string[][] => [
      [...path],
      ...below.flatMap((one) => pathsOf(one, [...path, one.name()])),
    ];
    const calls = pathsOf(commands({ language: 'da', say: ({ da }) => da, finish: () => {} }), []);
    expect(calls).toContainEqual(['vans', 'wrap']);
    // `show` is a command's name too.
    for (const call of calls) {
      expect(await helpOf('da', [...call, '--help'])).not.toMatch(
        /\b(the|with|(?<!outbox )show(?! <number>)|write|which|default|options|command)\b/,
      );
      expect(await helpOf('en', [...call, '--help'])).not.toMatch(/\b(med|hvad|vis|skriv|eller|ellers)\b/);
    }
  });
});

test.each<[readonly string[], Language]>([
  [['score', 'x'], 'da'],
  [['--lang', 'en', 'score', 'x'], 'en'],
  [['--lang=en', 'score', 'x'], 'en'],
  [['--lang', 'da', 'score', 'en'], 'da'],
  [['--lang'], 'da'],
])('the language of %j is %s', (args, language) => {
  expect(languageIn(args)).toBe(language);
});
