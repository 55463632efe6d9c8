import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { Language } from '../outcome/outcome.ts';
import { software } from '../version.ts';
import { environmentHelp } from './environment.ts';
import { exitCode, report } from './exit.ts';
import type { LetterArguments } from './letter.ts';

/** Runs the command line and gives its exit code: 0 done, 1 input refused, 2 wrong usage, 3 environment. */
export async function main(argv: readonly string[]): Promise<number> {
  const state = { code: exitCode.done as number };
  const program = commands((code) => {
    state.code = code;
  });
  // A reader that stops early, such as `head`, is no fault of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(state.code);
    throw error;
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
    .addHelpText('after', environmentHelp)
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
    .action(async (file: string) => {
      const { validate } = await import('./validate.ts');
      finish(validate(file, languageOf(program)));
    });
  letterCommand(program, finish);
  return program;
}

function letterCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('letter')
    .description('write a whole MedCom letter that carries the level: the letter on stdout, ISO-8859-1')
    .argument('<type>', 'XDIS91 (korrespondancemeddelelse)')
    .requiredOption('--response <file>', 'the QuestionnaireResponse as JSON, or - for standard input')
    .requiredOption('--sender <file>', 'the sending Organization as FHIR JSON, with its GLN and its SOR or ydernummer')
    .requiredOption('--receiver <file>', 'the receiving Organization as FHIR JSON')
    .option('--include-suggestion', 'also send a level that the rule suggests and nobody has assessed')
    .option('--time <instant>', 'when it is sent, with zone (default: now)', instant)
    .option('--envelope-id <id>', 'Envelope/Identifier, at most 14 characters (default: derived)')
    .option('--letter-id <id>', 'Letter/Identifier, at most 14 characters (default: derived)')
    .option('--episode <id>', 'EpisodeOfCareIdentifier, at most 35 characters')
    .option('--episode-status <code>', 'inaktiv, indlagt, ambulant, doed or ambulant_roentgen (default: inaktiv)')
    .option('--sender-name <name>', "the sender's name, at most 35 characters")
    .option('--patient-name <name>', 'the name of the citizen as "Given|Family"')
    .option('--bundle <file>', 'also write the FHIR transaction Bundle with a DocumentReference of the letter')
    .action(async (type: string, options: LetterArguments) => {
      const { writeLetter } = await import('./letter.ts');
      finish(await writeLetter(type, options));
    });
}

function instant(text: string): string {
  if (!/T.*(?:Z|[+-]\d\d:\d\d)$/.test(text) || Number.isNaN(Date.parse(text))) {
    throw new InvalidArgumentError('Write date, time and zone, such as 2026-01-20T10:30:00+01:00.');
  }
  return text;
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

Exit codes: 0 done, 1 input refused, 2 wrong usage, 3 environment (files, ports).`;
