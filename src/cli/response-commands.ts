import type { Command } from 'commander';
import { environmentHelp } from './environment.ts';
import type { Shell } from './shell.ts';
import { wrongValue } from './usage.ts';
import type { ValidateArguments } from './validate.ts';
import { port } from './values.ts';

interface ScoreOptions {
  readonly ndjson?: true;
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
    .addHelpText(
      'after',
      environmentHelp(shell, 'service', 'access', 'signIn', 'store', 'delivery', 'letters', 'inbox'),
    )
    .action(async (options: { readonly port?: number }) => {
      const { serve } = await import('./serve.ts');
      finish(await serve(options, language));
    });
  program
    .command('score')
    .description(
      say({
        da: 'scor et QuestionnaireResponse: transaktions-Bundlen på stdout',
        en: 'score a QuestionnaireResponse: the transaction Bundle on stdout',
      }),
    )
    .argument('<file>', response)
    .option(
      '--ndjson',
      say({
        da: 'et svar pr. linje ind, en Bundle eller et OperationOutcome pr. linje ud',
        en: 'a response a line in, a Bundle or an OperationOutcome a line out',
      }),
    )
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
    .action(async (file: string, { ndjson, previous, serverIds }: ScoreOptions) => {
      if (ndjson && previous !== undefined) {
        throw wrongValue('--previous', { da: 'ikke sammen med --ndjson', en: 'not together with --ndjson' });
      }
      const { scoreOne, scoreStream } = await import('./score.ts');
      const ids = serverIds ? 'server' : 'client';
      finish(ndjson ? await scoreStream(file, ids, language) : await scoreOne(file, ids, previous));
    });
  program
    .command('validate')
    .description(
      say({
        da: 'kontrollér et QuestionnaireResponse: et OperationOutcome på stdout',
        en: 'check a QuestionnaireResponse: an OperationOutcome on stdout',
      }),
    )
    .argument('<response>', response)
    .option(
      '--resource <file or folder>',
      say({
        da: 'et Questionnaire, ValueSet eller CodeSystem at kontrollere efter, eller en mappe med dem; kan gentages',
        en: 'a Questionnaire, ValueSet or CodeSystem to check by, or a folder of them; repeatable',
      }),
      (path: string, before: readonly string[] = []) => [...before, path],
    )
    .action(async (file: string, options: ValidateArguments) => {
      const { validate } = await import('./validate.ts');
      finish(await validate(file, options, language));
    });
}
