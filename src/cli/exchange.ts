import { type Command, InvalidArgumentError } from 'commander';
import { instant } from './instant.ts';
import type { ReceiptArguments } from './receipt.ts';
import type { EnvelopeArguments, VansReceiptArguments, WrapArguments } from './vans.ts';

type Finish = (code: number) => void;

/** The commands that a flow's operator needs by hand: pdf, receipt and vans. */
export function exchangeCommands(program: Command, finish: Finish): void {
  program
    .command('pdf')
    .description('write the level and its actions as a Danish page for people: the PDF on stdout')
    .requiredOption('--response <file>', 'the QuestionnaireResponse as JSON, or - for standard input')
    .action(async ({ response }: { response: string }) => {
      const { writePdf } = await import('./pdf.ts');
      finish(await writePdf(response));
    });
  program
    .command('receipt')
    .description('answer a MedCom letter that came in: XCTL03 (received), or XCTL02 (refused) with --refuse, on stdout')
    .argument('<letter.xml>', 'the message as it came in, or - for standard input')
    .option(
      '--refuse <code>',
      'ikke_specificeret, ukendt_lokationsnummer, problem_med_modtagerID, problem_med_version or syntaksfejl',
    )
    .option('--text <text>', 'why it is refused, in words for technicians; nothing about the citizen')
    .option('--unasked', 'answer although the sender asked for no positive receipt (minuspositivkvitt)')
    .option('--time <instant>', 'when it is sent, with zone (default: now)', instant)
    .option('--envelope-id <id>', 'Envelope/Identifier, at most 14 characters (default: derived)')
    .option('--letter-id <id>', 'Letter/Identifier, at most 14 characters (default: derived)')
    .action(async (file: string, options: ReceiptArguments) => {
      const { writeReceipt } = await import('./receipt.ts');
      finish(await writeReceipt(file, options));
    });
  vansCommands(program.command('vans').description('envelopes of the VANS network (VANSEnvelope 1.0.4)'), finish);
}

function vansCommands(vans: Command, finish: Finish): void {
  envelopeOptions(vans.command('wrap'))
    .description('put a letter, attachment or receipt into an envelope: the envelope on stdout')
    .argument('<message.xml>', 'the message (Emessage), or - for standard input')
    .option('--message-id <uuid>', 'MetaInformation/Identifier; give it again when the same message is sent again')
    .option('--sender <gln>', "GLN of the sender (default: the letter's)")
    .option('--receiver <gln>', "GLN of the receiver (default: the letter's)")
    .action(async (file: string, options: WrapArguments & EnvelopeArguments) => {
      const { wrap } = await import('./vans.ts');
      finish(await wrap(file, options));
    });
  vans
    .command('unwrap')
    .description('take the message out of an envelope: its bytes as they were on stdout; a receipt as JSON')
    .argument('<envelope.xml>', 'the envelope, or - for standard input')
    .option('--info', 'what the envelope says, as JSON, instead of the message')
    .action(async (file: string, options: { info?: true }) => {
      const { unwrap } = await import('./vans.ts');
      finish(await unwrap(file, options));
    });
  envelopeOptions(vans.command('receipt'))
    .description('answer an envelope: PositiveMessage, or NegativeMessage with --refuse, on stdout')
    .argument('<envelope.xml>', 'the envelope as it came in, or - for standard input')
    .option('--refuse <text>', 'why the message is refused, 1 to 512 characters; nothing about the citizen')
    .option('--error-code <number>', 'Error/Code, a whole number above 0', wholeNumber)
    .action(async (file: string, options: VansReceiptArguments) => {
      const { answer } = await import('./vans.ts');
      finish(await answer(file, options));
    });
}

function envelopeOptions(command: Command): Command {
  return command
    .option('--envelope-id <uuid>', 'EnvelopeIdentifier, never used before (default: a new one)')
    .option('--time <instant>', 'when it is sent, with zone (default: now)', instant);
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('Write a whole number above 0.');
  return Number(text);
}
