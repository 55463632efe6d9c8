import { type Command, InvalidArgumentError } from 'commander';
import { readServer } from '../config/server-address.ts';
import type { Language } from '../outcome/outcome.ts';
import { readBase } from '../package/canonical.ts';
import { environmentHelp } from './environment.ts';
import type { LoadArguments } from './load.ts';
import type { PackageArguments } from './package.ts';

/** The commands of those who run FHIR servers. */
export function administratorCommands(
  program: Command,
  finish: (code: number) => void,
  language: () => Language,
): void {
  const own = "publish under this base instead of the model's own";
  program
    .command('package')
    .description('write what a FHIR server loads: package.tgz (npm-style) and transaction.json (conditional creates)')
    .requiredOption('--out <folder>', 'where the two files go')
    .option('--canonical <base>', own, canonicalBase)
    .action(async (options: PackageArguments) => {
      const { writePackage } = await import('./package.ts');
      finish(await writePackage(options));
    });
  program
    .command('load')
    .description('load the profiles on a FHIR server: created, updated, unchanged or conflict, a line per resource')
    .requiredOption('--server <url>', "the server's FHIR address, such as https://server/fhir", serverAddress)
    .option('--check', 'change nothing; exit 1 where something would be written')
    .option('--canonical <base>', own, canonicalBase)
    .option('--replace', 'also write what is there with the same url and version and other content')
    .addHelpText('after', loadHelp)
    .action(async (options: LoadArguments) => {
      const { loadServer } = await import('./load.ts');
      finish(await loadServer(options, language()));
    });
}

/** Help is in English, as commander's own words are; errors follow --lang. */
function loadHelp(): string {
  const note = 'May be repeated and cut off; two versions of the model may stand side by side.';
  return `${environmentHelp('target')}\n${note}`;
}

function canonicalBase(text: string): string {
  const base = readBase(text);
  if (base !== undefined) return base;
  throw new InvalidArgumentError('Write an http or https address, such as https://fhir.example.dk/model.');
}

function serverAddress(text: string): string {
  const address = readServer(text);
  if (address !== undefined) return address;
  throw new InvalidArgumentError(
    'Write an http or https address without query and password, such as https://server/fhir.',
  );
}
