import type { Command } from 'commander';
import { environmentHelp } from './environment.ts';
import { everyValue } from './given.ts';
import type { ServeArguments } from './serve.ts';
import type { Shell } from './shell.ts';
import { type StreamOptions, streamOf, streamOptions } from './stream/options.ts';
import type { ValidateArguments } from './validate.ts';
import { port, workers } from './values.ts';

interface ScoreOptions extends StreamOptions {
  readonly previous?: string;
  readonly serverIds?: true;
}

/** The service, and the commands for a response alone: serve, score and validate. */
export function responseCommands(program: Command, shell: Shell): void {
  const { say, language, finish } = shell;
  const response = say({
    da: 'svaret som JSON eller XML, eller - for standard input',
    en: 'the response as JSON or XML, or - for standard input',
  });
  program
    .command('serve')
    .description(
      say({
        da: 'start tjenesten på 127.0.0.1:8080 (FHIR på /fhir)',
        en: 'start the service on 127.0.0.1:8080 (FHIR at /fhir)',
      }),
    )
    .option(
      '--port <number>',
      say({ da: 'porten, i stedet for 8080', en: 'the port, instead of 8080' }),
      port('--port'),
    )
    .option(
      '--processes <number>',
      say({
        da: 'så mange processer på adressen, på en PostgreSQL eller uden database (ellers én)',
        en: 'so many processes at the address, at a PostgreSQL or without a store (default: one)',
      }),
      workers('--processes'),
    )
    .addHelpText(
      'after',
      environmentHelp(shell, 'service', 'access', 'signIn', 'store', 'delivery', 'letters', 'inbox'),
    )
    .action(async (options: ServeArguments) => {
      const { serve } = await import('./serve.ts');
      finish(await serve(options, language));
    });
  const score = program
    .command('score')
    .description(
      say({
        da: 'scor et QuestionnaireResponse: transaktions-Bundlen på stdout',
        en: 'score a QuestionnaireResponse: the transaction Bundle on stdout',
      }),
    )
    .argument('<file>', response);
  streamOptions(score, shell, {
    da: 'et svar pr. linje ind, en Bundle eller et OperationOutcome pr. linje ud',
    en: 'a response a line in, a Bundle or an OperationOutcome a line out',
  })
    .option(
      '--previous <file>',
      say({
        da: 'det, som gik forud: en tidligere version af svaret, eller den vurdering, som det afløser',
        en: 'what came before: an earlier version of the response, or the assessment that it supersedes',
      }),
    )
    .option(
      '--server-ids',
      say({
        da: 'til en server, som selv giver alle id’er og afviser klientens',
        en: 'for a server that gives all ids itself and refuses those of its clients',
      }),
    )
    .action(async (file: string, options: ScoreOptions) => {
      const { previous, serverIds } = options;
      const stream = streamOf(options, { '--previous': previous });
      const ids = serverIds ? 'server' : 'client';
      if (stream !== undefined) {
        const { answerStream } = await import('./stream/stream.ts');
        finish(await answerStream(file, { kind: 'score', ids }, stream, language));
        return;
      }
      const { scoreOne } = await import('./score.ts');
      finish(await scoreOne(file, ids, previous));
    });
  const validate = program
    .command('validate')
    .description(
      say({
        da: 'kontrollér et QuestionnaireResponse: et OperationOutcome på stdout',
        en: 'check a QuestionnaireResponse: an OperationOutcome on stdout',
      }),
    )
    .argument('<response>', response);
  streamOptions(validate, shell, {
    da: 'et svar pr. linje ind, et OperationOutcome pr. linje ud',
    en: 'a response a line in, an OperationOutcome a line out',
  })
    .option(
      '--resource <file or folder>',
      say({
        da: 'et Questionnaire, ValueSet eller CodeSystem at kontrollere efter, eller en mappe med dem; kan gentages',
        en: 'a Questionnaire, ValueSet or CodeSystem to check by, or a folder of them; repeatable',
      }),
      everyValue,
    )
    .action(async (file: string, options: ValidateArguments & StreamOptions) => {
      const stream = streamOf(options);
      if (stream !== undefined) {
        const { answerStream } = await import('./stream/stream.ts');
        finish(await answerStream(file, { kind: 'validate', resources: options.resource ?? [] }, stream, language));
        return;
      }
      const { validate: validateOne } = await import('./validate.ts');
      finish(await validateOne(file, options, language));
    });
}
