import { type Command, Option } from 'commander';
import { skipReasons } from '../outbox/desk.ts';
import { deliveryStates } from '../outbox/queue.ts';
import { auditCommands } from './audit-commands.ts';
import { environmentHelp } from './environment.ts';
import type { ImportArguments } from './import/import.ts';
import { messageCommands } from './message-commands.ts';
import type { OutboxArguments } from './outbox.ts';
import type { Shell } from './shell.ts';
import { wholeNumber } from './values.ts';
import { words } from './words.ts';

/** The commands of those who run the service. */
export function operatorCommands(program: Command, shell: Shell): void {
  const { say, language, finish } = shell;
  const outbox = program.command('outbox').description(
    say({
      da: 'leverancerne: hvad venter, hvad er sendt, hvad er opgivet',
      en: 'the deliveries: what waits, what was sent, what was given up',
    }),
  );
  const where = say({
    da: 'kun til denne modtager (fhir, folder, eller en fra filen med ruter)',
    en: 'only for this destination (fhir, folder, or one of the file of routes)',
  });
  const most = say(words.most);
  const help = environmentHelp(shell, 'store');
  backupCommands(program, shell, help);
  messageCommands(program, shell, help);
  routesCommands(program, shell);
  retentionCommand(program, shell);
  importCommand(program, shell);
  auditCommands(program, shell, help);
  outbox
    .command('list')
    .description(
      say({
        da: 'en linje pr. leverance: nummer, tilstand, modtager, anledning, forsøg, kode, oprettet, næste forsøg, svar',
        en: 'a line per delivery: number, state, destination, event, tries, code, created, next try, response',
      }),
    )
    .addOption(
      new Option('--state <state>', say({ da: 'kun i denne tilstand', en: 'only in this state' })).choices([
        ...deliveryStates,
      ]),
    )
    .option('--destination <name>', where)
    .option('--limit <number>', most, wholeNumber('--limit'), 100)
    .addHelpText('after', help)
    .action(async (options: OutboxArguments) => {
      const { listDeliveries } = await import('./outbox.ts');
      finish(await listDeliveries(options, language));
    });
  outbox
    .command('show')
    .description(say({ da: 'en leverance og dens forsøg', en: 'one delivery and its tries' }))
    .argument('<number>', say({ da: 'dens nummer', en: 'its number' }), wholeNumber('<number>'))
    .action(async (number: number) => {
      const { showDelivery } = await import('./outbox.ts');
      finish(await showDelivery(number, language));
    });
  for (const [name, to, text] of [
    ['retry', 'retried', { da: 'send opgivne leverancer igen', en: 'send deliveries again that were given up' }],
    ['skip', 'skipped', { da: 'lad leverancer ligge for altid', en: 'leave deliveries undone for good' }],
  ] as const) {
    const command = outbox
      .command(name)
      .description(`${say(text)}${say(dry)}`)
      .argument('[numbers...]', say({ da: 'deres numre; ellers alle opgivne', en: 'their numbers; else all given up' }))
      .option('--destination <name>', where)
      .option('--limit <number>', most, wholeNumber('--limit'), 100)
      .option('--yes', say({ da: 'gør det', en: 'do it' }))
      .action(async (numbers: readonly string[], options: OutboxArguments) => {
        const { changeDeliveries } = await import('./outbox.ts');
        finish(await changeDeliveries(to, numbers.map(wholeNumber('<number>')), options, language));
      });
    if (to === 'skipped') command.addOption(reasonOption(say));
  }
}

/** Why deliveries are left undone, for the audit. */
function reasonOption(say: Shell['say']): Option {
  const text = say({
    da: 'hvorfor, til auditloggen; skal siges med --yes',
    en: 'why, for the audit; needed with --yes',
  });
  return new Option('--reason <reason>', text).choices([...skipReasons]);
}

function routesCommands(program: Command, shell: Shell): void {
  const { say, finish } = shell;
  const routes = program.command('routes').description(
    say({
      da: 'ruterne: hvilke niveauer der sendes hvorhen; her sendes intet',
      en: 'the routes: which levels go where; nothing is sent here',
    }),
  );
  const file = [
    '[file]',
    say({ da: 'filen med ruter; ellers NIVEAU_ROUTES', en: 'the file of routes; else NIVEAU_ROUTES' }),
  ] as const;
  const help = environmentHelp(shell, 'delivery');
  routes
    .command('check')
    .description(
      say({
        da: 'kontrollér filen: en linje pr. rute, eller hvad der er galt og hvor',
        en: 'check the file: a line per route, or what is wrong and where',
      }),
    )
    .argument(...file)
    .addHelpText('after', help)
    .action(async (given: string | undefined) => {
      const { checkRoutes } = await import('./routes.ts');
      finish(checkRoutes(given));
    });
  routes
    .command('explain')
    .description(
      say({
        da: 'hvor et svars niveau ville blive sendt hen, som var intet sendt før: en linje pr. rute, med grunden',
        en: "where a response's level would go, as if nothing had been sent before: a line per route, with the reason",
      }),
    )
    .argument(...file)
    .requiredOption('--response <file>', say(words.response))
    .addHelpText('after', help)
    .action(async (given: string | undefined, { response }: { readonly response: string }) => {
      const { explainRoutes } = await import('./routes.ts');
      finish(await explainRoutes(given, response));
    });
}

function backupCommands(program: Command, { say, finish }: Shell, help: string): void {
  program
    .command('backup')
    .description(
      say({
        da: 'kopiér databasen (SQLite) til en fil, mens tjenesten kører',
        en: 'copy the store (SQLite) to a file while the service runs',
      }),
    )
    .argument('<file>', say({ da: 'den nye fil', en: 'the new file' }))
    .addHelpText('after', help)
    .action(async (file: string) => {
      const { writeBackup } = await import('./backup.ts');
      finish(await writeBackup(file));
    });
  program
    .command('restore')
    .description(
      say({
        da: 'sæt en kopi på databasens plads, mens tjenesten står stille',
        en: 'put a copy in the place of the store while the service is stopped',
      }),
    )
    .argument('<file>', say({ da: 'kopien', en: 'the copy' }))
    .option('--replace', say({ da: 'også hvor der er en database', en: 'also where there is a store' }))
    .addHelpText('after', help)
    .action(async (file: string, options: { replace?: true }) => {
      const { readBackup } = await import('./backup.ts');
      finish(await readBackup(file, options));
    });
}

const dry = {
  da: ': siger uden --yes kun, hvad der ville ske',
  en: ': without --yes it only says what would be',
};

function retentionCommand(program: Command, shell: Shell): void {
  const { say, finish } = shell;
  const text = {
    da: 'slet det, som er færdigt og ældre, end NIVEAU_RETENTION siger',
    en: 'delete what is done and older than NIVEAU_RETENTION says',
  };
  program
    .command('retention')
    .description(`${say(text)}${say(dry)}`)
    .option('--yes', say({ da: 'gør det', en: 'do it' }))
    .addHelpText('after', environmentHelp(shell, 'retention', 'store'))
    .action(async (options: { yes?: true }) => {
      const { applyRetention } = await import('./retention.ts');
      finish(await applyRetention(options));
    });
}

function importCommand(program: Command, shell: Shell): void {
  const { say, language, finish } = shell;
  program
    .command('import')
    .description(
      say({
        da: 'gem en historik: svar som NDJSON (FHIR bulk data), i deres rækkefølge; det, der er gemt, gemmes ikke igen',
        en: 'keep a history: responses as NDJSON (FHIR bulk data), in their order; what is kept is not kept again',
      }),
    )
    .argument(
      '<source>',
      say({
        da: 'en fil med linjer (.gz og .zst også), en mappe med dem, et manifest (.json), eller - for standard input',
        en: 'a file of lines (.gz and .zst too), a folder of them, a manifest (.json), or - for standard input',
      }),
    )
    .option(
      '--refused <file>',
      say({
        da: 'skriv afviste linjer til denne fil i stedet for stdout, med nummer og grund',
        en: 'write refused lines to this file instead of stdout, with number and reason',
      }),
    )
    .option(
      '--resume <file>',
      say({
        da: 'notér i denne fil, hvor langt den er, og fortsæt derfra, hvis den er der',
        en: 'note in this file how far it is, and go on from there where it is',
      }),
    )
    .option(
      '--deliver',
      say({
        da: 'send også, hvad ruterne siger (ellers sendes intet af en historik)',
        en: 'also send what the routes say (else nothing of a history is sent)',
      }),
    )
    .addHelpText('after', environmentHelp(shell, 'store'))
    .action(async (source: string, options: ImportArguments) => {
      const { importHistory } = await import('./import/import.ts');
      finish(await importHistory(source, options, language));
    });
}
