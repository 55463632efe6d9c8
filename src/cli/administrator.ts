import type { Command } from 'commander';
import { environmentHelp } from './environment.ts';
import type { LoadArguments } from './load.ts';
import type { PackageArguments } from './package.ts';
import type { Shell } from './shell.ts';
import { canonicalBase, modelVersion, serverAddress } from './values.ts';

/** The commands of those who run FHIR servers. */
export function administratorCommands(program: Command, shell: Shell): void {
  const { say, language, finish } = shell;
  const own = say({
    da: 'udgiv under denne adresse i stedet for modellens egen',
    en: "publish under this base instead of the model's own",
  });
  program
    .command('package')
    .description(
      say({
        da: 'skriv, hvad en FHIR-server indlæser: package.tgz (som npm) og transaction.json (betingede creates)',
        en: 'write what a FHIR server loads: package.tgz (npm-style) and transaction.json (conditional creates)',
      }),
    )
    .requiredOption('--out <folder>', say({ da: 'hvor de to filer lægges', en: 'where the two files go' }))
    .option('--canonical <base>', own, canonicalBase('--canonical'))
    .action(async (options: PackageArguments) => {
      const { writePackage } = await import('./package.ts');
      finish(await writePackage(options));
    });
  program
    .command('load')
    .description(
      say({
        da: 'indlæs profilerne på en FHIR-server: created, updated, unchanged eller conflict, en linje pr. ressource',
        en: 'load the profiles on a FHIR server: created, updated, unchanged or conflict, a line per resource',
      }),
    )
    .requiredOption(
      '--server <url>',
      say({
        da: 'serverens FHIR-adresse, som https://server/fhir',
        en: "the server's FHIR address, such as https://server/fhir",
      }),
      serverAddress('--server'),
    )
    .option(
      '--check',
      say({
        da: 'ret intet; slutkode 1, hvor noget ville blive skrevet',
        en: 'change nothing; exit 1 where something would be written',
      }),
    )
    .option('--canonical <base>', own, canonicalBase('--canonical'))
    .option(
      '--replace',
      say({
        da: 'skriv også det, som står der med samme url og version og andet indhold',
        en: 'also write what is there with the same url and version and other content',
      }),
    )
    .option(
      '--diff',
      say({
        da: 'vis på stderr, hvad der er forskelligt i hver konflikt',
        en: 'show on stderr what differs in each conflict',
      }),
    )
    .option(
      '--retire <version>',
      say({
        da: 'indlæs intet; mærk serverens ressourcer af denne version som udgået (status retired)',
        en: "load nothing; mark the server's resources of this version as retired (status)",
      }),
      modelVersion('--retire'),
    )
    .addHelpText('after', `${environmentHelp(shell, 'target')}\n${say(repeatable)}`)
    .action(async (options: LoadArguments) => {
      const { loadServer } = await import('./load.ts');
      finish(await loadServer(options, language));
    });
}

const repeatable = {
  da: 'Kan gentages og afbrydes; to versioner af modellen kan stå side om side.',
  en: 'May be repeated and cut off; two versions of the model may stand side by side.',
};
