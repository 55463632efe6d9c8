import { type Command, Option } from 'commander';
import { letterStates } from '../work/letters/states.ts';
import type { CareArguments } from './care-communication.ts';
import type { MessageArguments } from './message.ts';
import type { Shell } from './shell.ts';
import { instant, wholeNumber } from './values.ts';
import { words } from './words.ts';

/** The commands for messages: what waits, and a new MedCom FHIR message. */
export function messageCommands(program: Command, shell: Shell, help: string): void {
  const message = program.command('message').description(
    shell.say({
      da: 'meddelelserne: hvad venter på kvittering eller bilag, og en ny CareCommunication',
      en: 'the messages: what waits for a receipt or attachment, and a new CareCommunication',
    }),
  );
  listCommand(message, shell, help);
  careCommand(message, shell);
}

function listCommand(message: Command, { say, finish }: Shell, help: string): void {
  message
    .command('list')
    .description(
      say({
        da: 'en linje pr. brev, som venter eller skal ses efter: retning, tilstand, type, kode, gemt, frist, id',
        en: 'a line per letter that waits or has to be looked at: direction, state, type, code, kept, due, id',
      }),
    )
    .addOption(
      new Option('--state <state>', say({ da: 'kun i denne tilstand', en: 'only in this state' })).choices(
        letterStates,
      ),
    )
    .addOption(
      new Option('--direction <way>', say({ da: 'kun denne vej', en: 'only this way' })).choices(['in', 'out']),
    )
    .option('--limit <number>', say(words.most), wholeNumber('--limit'), 100)
    .addHelpText('after', help)
    .action(async (options: MessageArguments) => {
      const { listLetters } = await import('./message.ts');
      finish(await listLetters(options));
    });
}

function careCommand(message: Command, { say, language, finish }: Shell): void {
  message
    .command('care-communication')
    .description(
      say({
        da: 'skriv en CareCommunication 5.0, som bærer niveauet og dets handlinger: meddelelsen (FHIR JSON) på stdout',
        en: 'write a CareCommunication 5.0 that carries the level and its actions: the message (FHIR JSON) on stdout',
      }),
    )
    .requiredOption('--response <file>', say(words.response))
    .requiredOption(
      '--sender <file>',
      say({
        da: 'den afsendende Organization som FHIR JSON eller XML, med GLN og SOR',
        en: 'the sending Organization as FHIR JSON or XML, with GLN and SOR',
      }),
    )
    .option(
      '--receiver <file>',
      say({
        da: 'den modtagende Organization som FHIR JSON eller XML (et svar og en rettelse har den fra den tidligere meddelelse)',
        en: 'the receiving Organization as FHIR JSON or XML (an answer or correction has it from the earlier message)',
      }),
    )
    .option(
      '--reply <file>',
      say({ da: 'besvar denne CareCommunication, i dens tråd', en: 'answer this CareCommunication, in its thread' }),
    )
    .option(
      '--forward <file>',
      say({
        da: 'videresend denne CareCommunication med hele dens tråd, i en ny tråd',
        en: 'forward this CareCommunication with its whole thread, in a thread of its own',
      }),
    )
    .option(
      '--correct <file>',
      say({
        da: 'ret denne CareCommunication, som samme afsender har sendt, i dens tråd',
        en: 'correct this CareCommunication, which the same sender has sent, in its thread',
      }),
    )
    .option('--include-suggestion', say(words.suggestion))
    .option('--brief', say(words.brief))
    .option('--withdrawal', say(words.withdrawal))
    .option('--pdf', say({ da: 'vedlæg niveauet som en side (PDF)', en: 'enclose the level as a page (PDF)' }))
    .option(
      '--category <code>',
      say({
        da: 'carecoordination, discharge eller regarding-referral (ellers carecoordination)',
        en: 'carecoordination, discharge or regarding-referral (default: carecoordination)',
      }),
    )
    .option(
      '--priority <code>',
      say({ da: 'med regarding-referral: routine eller asap', en: 'with regarding-referral: routine or asap' }),
    )
    .option(
      '--topic <text>',
      say({ da: 'emnet (ellers niveauet og dets variant)', en: 'the topic (default: the level and its variant)' }),
    )
    .option('--text <text>', say({ da: 'en tekst for sig før niveauet', en: 'a text of its own before the level' }))
    .option(
      '--episode <id>',
      say({ da: 'forløbs-id, som et UUID', en: 'identifier of the course of treatment, as a UUID' }),
    )
    .option(
      '--author <Given|Family>',
      say({ da: 'hvem der skriver (ellers svarets author)', en: "who writes it (default: the response's author)" }),
    )
    .option(
      '--author-role <text>',
      say({ da: 'forfatterens stilling (ellers ukendt)', en: 'what the author is by profession (default: ukendt)' }),
    )
    .option(
      '--phone <number>',
      say({
        da: 'hvem modtageren kan ringe til (ellers afsenderens telecom)',
        en: "whom the receiver can call (default: the sender's telecom)",
      }),
    )
    .option(
      '--patient-name <Given|Family>',
      say({ da: 'borgerens navn, hvis svaret ikke giver det', en: 'name of the citizen, if the response lacks it' }),
    )
    .option('--time <instant>', say(words.time), instant('--time'))
    .action(async (options: CareArguments) => {
      const { sendCareMessage } = await import('./care-communication.ts');
      finish(await sendCareMessage(options, language));
    });
}
