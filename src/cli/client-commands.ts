import type { Command } from 'commander';
import type { ClientArguments } from './clients.ts';
import { environmentHelp } from './environment.ts';
import type { Shell } from './shell.ts';

/** The commands for those who may call the service. */
export function clientCommands(program: Command, shell: Shell): void {
  const { say, finish } = shell;
  const help = environmentHelp(shell, 'store');
  const clients = program.command('clients').description(
    say({
      da: 'klienterne: hvem må kalde tjenesten, og hvad de må',
      en: 'the clients: who may call the service, and what they may do',
    }),
  );
  const id = say({ da: 'klientens navn', en: "the client's name" });
  clients
    .command('add')
    .description(
      say({
        da: 'registrér en klient: dens nøgle skrives på stdout, kun denne ene gang',
        en: 'register a client: its key is written to stdout, this once',
      }),
    )
    .argument('<id>', id)
    .option(
      '--scope <scope...>',
      say({
        da: 'hvad den må, som system/QuestionnaireResponse.cru eller niveau/medcom.c',
        en: 'what it may do, as system/QuestionnaireResponse.cru or niveau/medcom.c',
      }),
    )
    .option(
      '--organization <organisation...>',
      say({
        da: 'organisation, den hører til, som urn:oid:1.3.88|5790000121526',
        en: 'organisation that it belongs to, as urn:oid:1.3.88|5790000121526',
      }),
    )
    .option(
      '--everybody',
      say({
        da: 'i stedet: den ser, hvad der er alle organisationers',
        en: 'instead: it sees what is of all organisations',
      }),
    )
    .option(
      '--certificate <file>',
      say({
        da: 'PEM-fil: i stedet for en nøgle viser den dette certifikat',
        en: 'PEM file: it shows this certificate instead of a key',
      }),
    )
    .option(
      '--issuer <issuer>',
      say({
        da: 'i stedet for en nøgle viser den tokens herfra, med sit navn',
        en: 'it shows tokens from here, with its name, instead of a key',
      }),
    )
    .addHelpText('after', help)
    .action(async (name: string, options: ClientArguments) => {
      const { addClient } = await import('./clients.ts');
      finish(await addClient(name, options));
    });
  clients
    .command('list')
    .description(
      say({
        da: 'en linje pr. klient: navn, hvad den viser, organisationer (* alle), hvad den må, hvornår den kom',
        en: 'a line per client: name, what it shows, organisations (* all), what it may do, when it came',
      }),
    )
    .addHelpText('after', help)
    .action(async () => {
      const { listClients } = await import('./clients.ts');
      finish(await listClients());
    });
  clients
    .command('remove')
    .description(say({ da: 'luk en klient ude', en: 'shut a client out' }))
    .argument('<id>', id)
    .addHelpText('after', help)
    .action(async (name: string) => {
      const { removeClient } = await import('./clients.ts');
      finish(await removeClient(name));
    });
}
