import type { Command } from 'commander';
import type { ReceiptArguments } from './receipt.ts';
import type { Shell } from './shell.ts';
import { instant, wholeNumber } from './values.ts';
import type { EnvelopeArguments, VansReceiptArguments, WrapArguments } from './vans.ts';
import { words } from './words.ts';

/** The commands that a flow's operator needs by hand: pdf, receipt and vans. */
export function exchangeCommands(program: Command, shell: Shell): void {
  const { say, finish } = shell;
  program
    .command('pdf')
    .description(
      say({
        da: 'skriv niveauet og dets handlinger som en dansk side til mennesker: PDF’en på stdout',
        en: 'write the level and its actions as a Danish page for people: the PDF on stdout',
      }),
    )
    .requiredOption('--response <file>', say(words.response))
    .action(async ({ response }: { readonly response: string }) => {
      const { writePdf } = await import('./pdf.ts');
      finish(await writePdf(response));
    });
  receiptCommand(program, shell);
  const vans = program.command('vans');
  vans.description(
    say({
      da: 'kuverter i VANS-nettet (VANSEnvelope 1.0.4)',
      en: 'envelopes of the VANS network (VANSEnvelope 1.0.4)',
    }),
  );
  vansCommands(vans, shell);
}

function receiptCommand(program: Command, { say, language, finish }: Shell): void {
  program
    .command('receipt')
    .description(
      say({
        da: 'besvar et MedCom-brev, der er kommet: XCTL03 (modtaget), eller XCTL02 (afvist) med --refuse, på stdout; en CareCommunication: en Acknowledgement',
        en: 'answer a MedCom letter that came in: XCTL03 (received), or XCTL02 (refused) with --refuse, on stdout; a CareCommunication: an Acknowledgement',
      }),
    )
    .argument(
      '<letter>',
      say({
        da: 'forsendelsen, som den kom, eller - for standard input',
        en: 'the message as it came in, or - for standard input',
      }),
    )
    .option(
      '--refuse <code>',
      say({
        da: 'ikke_specificeret, ukendt_lokationsnummer, problem_med_modtagerID, problem_med_version eller syntaksfejl; af en CareCommunication transient-error eller fatal-error',
        en: 'ikke_specificeret, ukendt_lokationsnummer, problem_med_modtagerID, problem_med_version or syntaksfejl; of a CareCommunication transient-error or fatal-error',
      }),
    )
    .option(
      '--text <text>',
      say({
        da: 'med --refuse: hvorfor, i ord til teknikere; intet om borgeren',
        en: 'with --refuse: why, in words for technicians; nothing about the citizen',
      }),
    )
    .option(
      '--unasked',
      say({
        da: 'svar, selv om afsenderen ikke bad om en positiv kvittering (minuspositivkvitt)',
        en: 'answer although the sender asked for no positive receipt (minuspositivkvitt)',
      }),
    )
    .option('--time <instant>', say(words.time), instant('--time'))
    .option('--envelope-id <id>', say(words.envelopeId))
    .option(
      '--letter-id <id>',
      say({
        da: 'Letter/Identifier, højst 14 tegn (ellers dannet af det, der besvares)',
        en: 'Letter/Identifier, at most 14 characters (default: from what is answered)',
      }),
    )
    .action(async (file: string, options: ReceiptArguments) => {
      const { writeReceipt } = await import('./receipt.ts');
      finish(await writeReceipt(file, options, language));
    });
}

function vansCommands(vans: Command, shell: Shell): void {
  const { say, finish } = shell;
  envelopeOptions(vans.command('wrap'), shell)
    .description(
      say({
        da: 'læg et brev, et bilag eller en kvittering i en kuvert: kuverten på stdout',
        en: 'put a letter, attachment or receipt into an envelope: the envelope on stdout',
      }),
    )
    .argument(
      '<message.xml>',
      say({
        da: 'forsendelsen (Emessage, eller en FHIR-meddelelse i JSON eller XML), eller - for standard input',
        en: 'the message (Emessage, or a FHIR message in JSON or XML), or - for standard input',
      }),
    )
    .option(
      '--message-id <uuid>',
      say({
        da: 'MetaInformation/Identifier; giv den igen, når den samme forsendelse sendes igen',
        en: 'MetaInformation/Identifier; give it again when the same message is sent again',
      }),
    )
    .option(
      '--sender <gln>',
      say({ da: 'afsenderens GLN (ellers brevets)', en: "GLN of the sender (default: the letter's)" }),
    )
    .option(
      '--receiver <gln>',
      say({ da: 'modtagerens GLN (ellers brevets)', en: "GLN of the receiver (default: the letter's)" }),
    )
    .action(async (file: string, options: WrapArguments & EnvelopeArguments) => {
      const { wrap } = await import('./vans.ts');
      finish(await wrap(file, options));
    });
  vans
    .command('unwrap')
    .description(
      say({
        da: 'tag forsendelsen ud af en kuvert: dens byte, som de var, på stdout; en kvittering som JSON',
        en: 'take the message out of an envelope: its bytes as they were on stdout; a receipt as JSON',
      }),
    )
    .argument(
      '<envelope.xml>',
      say({ da: 'kuverten, eller - for standard input', en: 'the envelope, or - for standard input' }),
    )
    .option(
      '--info',
      say({
        da: 'hvad kuverten siger, som JSON, i stedet for forsendelsen',
        en: 'what the envelope says, as JSON, instead of the message',
      }),
    )
    .action(async (file: string, options: { readonly info?: true }) => {
      const { unwrap } = await import('./vans.ts');
      finish(await unwrap(file, options));
    });
  envelopeOptions(vans.command('receipt'), shell)
    .description(
      say({
        da: 'besvar en kuvert: PositiveMessage, eller NegativeMessage med --refuse, på stdout',
        en: 'answer an envelope: PositiveMessage, or NegativeMessage with --refuse, on stdout',
      }),
    )
    .argument(
      '<envelope.xml>',
      say({
        da: 'kuverten, som den kom, eller - for standard input',
        en: 'the envelope as it came in, or - for standard input',
      }),
    )
    .option(
      '--refuse <text>',
      say({
        da: 'hvorfor forsendelsen afvises, 1 til 512 tegn; intet om borgeren',
        en: 'why the message is refused, 1 to 512 characters; nothing about the citizen',
      }),
    )
    .option(
      '--error-code <number>',
      say({
        da: 'med --refuse: Error/Code, et helt tal over 0',
        en: 'with --refuse: Error/Code, a whole number above 0',
      }),
      wholeNumber('--error-code'),
    )
    .action(async (file: string, options: VansReceiptArguments) => {
      const { answer } = await import('./vans.ts');
      finish(await answer(file, options));
    });
}

function envelopeOptions(command: Command, { say }: Shell): Command {
  return command
    .option(
      '--envelope-id <uuid>',
      say({
        da: 'EnvelopeIdentifier, aldrig brugt før (ellers et nyt)',
        en: 'EnvelopeIdentifier, never used before (default: a new one)',
      }),
    )
    .option('--time <instant>', say(words.time), instant('--time'));
}
