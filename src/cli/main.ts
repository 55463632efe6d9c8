import { Command, CommanderError, Option } from 'commander';
import type { Language } from '../outcome/outcome.ts';
import { software } from '../version.ts';
import { administratorCommands } from './administrator.ts';
import { environmentHelp } from './environment.ts';
import { exchangeCommands } from './exchange.ts';
import { EnvironmentProblem, exitCode, report, systemCode } from './exit.ts';
import { letterCommands } from './letter-commands.ts';
import type { ValidateArguments } from './validate.ts';

/** Runs the command line and gives its exit code: 0 done, 1 input refused, 2 wrong usage, 3 environment. */
export async function main(argv: readonly string[]): Promise<number> {
  const state = { code: exitCode.done as number };
  const program = commands((code) => {
    state.code = code;
  });
  // A reader that stops early, such as `head`, is no fault of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(state.code);
    const problem = { code: 'output-failed', values: { reason: systemCode(error) } } as const;
    process.exit(report(new EnvironmentProblem(problem), languageOf(program)));
  });
  try {
    await program.parseAsync([...argv]);
    return state.code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.usage;
    return report(error, languageOf(program));
  }
}

function commands(finish: (code: number) => void): Command {
  const program = new Command('niveau')
    .description(
      'Differentieringsmodellen as FHIR R4 and MedCom letters.\n\n' +
        'A QuestionnaireResponse goes in; the collaboration level (0-4) and its recommended actions come out, ' +
        'as FHIR resources or as a letter. The level is a suggestion for dialogue: the professional decides.',
    )
    .version(software.version)
    .addOption(new Option('--lang <language>', 'language of error texts').choices(['da', 'en']).default('da'))
    .addHelpText('after', examples)
    .showHelpAfterError('(niveau --help shows what it can do)')
    .exitOverride();
  program
    .command('serve')
    .description('start the service on 127.0.0.1:8080 (FHIR at /fhir)')
    .addHelpText('after', () => environmentHelp('service', 'letters'))
    .action(async () => {
      const { serve } = await import('./serve.ts');
      finish(await serve(languageOf(program)));
    });
  program
    .command('score')
    .description('score a QuestionnaireResponse: the transaction Bundle on stdout')
    .argument('<file>', 'the response as JSON, or - for standard input')
    .option('--ndjson', 'a response a line in, a Bundle or an OperationOutcome a line out')
    .action(async (file: string, { ndjson }: { ndjson?: true }) => {
      const { scoreOne, scoreStream } = await import('./score.ts');
      finish(ndjson ? await scoreStream(file, languageOf(program)) : scoreOne(file));
    });
  program
    .command('validate')
    .description('check a QuestionnaireResponse: an OperationOutcome on stdout')
    .argument('<response>', 'the response as JSON, or - for standard input')
    .option(
      '--resource <file or folder>',
      'a Questionnaire, ValueSet or CodeSystem to check by, or a folder of them; repeatable',
      (path: string, before: readonly string[] = []) => [...before, path],
    )
    .action(async (file: string, options: ValidateArguments) => {
      const { validate } = await import('./validate.ts');
      finish(validate(file, options, languageOf(program)));
    });
  letterCommands(program, finish, () => languageOf(program));
  exchangeCommands(program, finish);
  administratorCommands(program, finish, () => languageOf(program));
  return program;
}

function languageOf(program: Command): Language {
  return program.opts<{ lang: Language }>().lang;
}

const examples = `
Examples:
  niveau serve                    start the service; it says what to try
  niveau score response.json      level and actions as a FHIR Bundle
  niveau validate response.json   what is wrong with a response, and where
  niveau letter XDIS91 --response response.json \\
    --sender sender.json --receiver receiver.json > letter.xml
  niveau attach epikrise.xml --response response.json > epikrise-with-level.xml
  niveau read epikrise-with-level.xml
  niveau pdf --response response.json > level.pdf
  niveau receipt letter.xml > receipt.xml

Exit codes: 0 done, 1 input refused, 2 wrong usage, 3 environment (files, ports).`;
