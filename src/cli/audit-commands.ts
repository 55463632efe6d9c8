import { type Command, Option } from 'commander';
import type { VerifyArguments } from './audit.ts';
import type { EraseArguments } from './citizen-data.ts';
import type { Shell } from './shell.ts';
import { seals } from './values.ts';
import { words } from './words.ts';

/** What was done with whose data, for those who answer for it. */
export function auditCommands(program: Command, { say, language, finish }: Shell, help: string): void {
  const audit = program.command('audit').description(
    say({
      da: 'revisionssporet: hvem der gjorde hvad med hvilken borgers oplysninger',
      en: "the audit: who did what with which citizen's data",
    }),
  );
  audit
    .command('verify')
    .description(
      say({
        da: 'gennemgå hele sporet: er noget ændret, fjernet, flyttet eller skåret af?',
        en: 'go through all of it: is anything changed, removed, moved or cut off?',
      }),
    )
    .addOption(
      new Option(
        '--seal <number:hash...>',
        say({ da: 'forseglinger fra loggen, som skal være der', en: 'seals from the log, which must be there' }),
      ).argParser(seals('--seal')),
    )
    .addHelpText('after', help)
    .action(async (options: VerifyArguments) => {
      const { verify } = await import('./audit.ts');
      finish(await verify(options, language));
    });
  audit
    .command('of')
    .description(
      say({
        da: 'indsigt: en linje pr. handling om én borger: tid, handling, kode, hvem, organisation, hvorfra, hvad, forespørgsel',
        en: 'access request: a line per act about one citizen: time, act, code, who, organisation, from where, what, request',
      }),
    )
    .argument('[file]', say(words.citizen), '-')
    .option('--fhir', say({ da: 'som AuditEvents i en Bundle', en: 'as AuditEvents in a Bundle' }))
    .addHelpText('after', help)
    .action(async (file: string, options: { fhir?: true }) => {
      const { listAudit } = await import('./audit.ts');
      finish(await listAudit(file, options));
    });
  program
    .command('erase')
    .description(
      say({
        da: 'slet alt om én borger; siger, hvad der bliver, og hvorfor. Uden --yes siger den kun, hvad der ville ske',
        en: 'erase everything about one citizen; says what stays, and why. Without --yes it only says what would be',
      }),
    )
    .argument('[file]', say(words.citizen), '-')
    .option('--yes', say({ da: 'gør det', en: 'do it' }))
    .option(
      '--record-elsewhere',
      say({
        da: 'journalen føres et andet sted, så også det, der er yngre end ti år, må slettes her',
        en: 'the record is kept elsewhere, so that what is younger than ten years may go here, too',
      }),
    )
    .addHelpText('after', help)
    .action(async (file: string, options: EraseArguments) => {
      const { eraseCitizen } = await import('./citizen-data.ts');
      finish(await eraseCitizen(file, options, language));
    });
  program
    .command('export-citizen')
    .description(
      say({
        da: 'indsigt: alt, hvad der er gemt om én borger, og revisionssporet om det, som en Bundle',
        en: 'access request: everything that is held about one citizen, and the audit of it, as a Bundle',
      }),
    )
    .argument('[file]', say(words.citizen), '-')
    .addHelpText('after', help)
    .action(async (file: string) => {
      const { exportCitizen } = await import('./citizen-data.ts');
      finish(await exportCitizen(file, language));
    });
}
