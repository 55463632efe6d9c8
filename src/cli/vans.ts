import { randomUUID } from 'node:crypto';
import { envelopeLimits, mostBytes } from '../medcom/vans/limits.ts';
import { unwrapVans } from '../medcom/vans/read.ts';
import type { VansEnvelope } from '../medcom/vans/types.ts';
import { negativeMessage, positiveMessage, wrapVans } from '../medcom/vans/wrap.ts';
import { givenTime } from '../work/clock.ts';
import { wrapMessage } from '../work/messages/envelope.ts';
import { isJsonMessage, isXmlMessage } from '../work/messages/is-message.ts';
import { checkTechnicalText } from '../work/technical-text.ts';
import { exitCode, print } from './exit.ts';
import { readInput } from './input.ts';
import { loneOption } from './usage.ts';

export interface EnvelopeArguments {
  readonly envelopeId?: string;
  readonly time?: string;
}

export interface WrapArguments extends EnvelopeArguments {
  readonly messageId?: string;
  readonly sender?: string;
  readonly receiver?: string;
}

export interface VansReceiptArguments extends EnvelopeArguments {
  readonly refuse?: string;
  readonly errorCode?: number;
}

/** `niveau vans wrap <message>`: the letter, receipt or FHIR message in an envelope of the network, on stdout. */
export async function wrap(file: string, given: WrapArguments): Promise<number> {
  const options = { ...given, ...envelopeOf(given), messageId: given.messageId ?? randomUUID() };
  const bytes = await readInput(file, mostBytes);
  const isMessage = isJsonMessage(bytes) || isXmlMessage(bytes);
  process.stdout.write(await (isMessage ? wrapMessage(bytes, options) : wrapVans(bytes, options)));
  return exitCode.done;
}

/**
 * `niveau vans unwrap <envelope.xml>`: the message, byte for byte, on stdout; of a receipt, or with `--info`, what the
 * envelope says as JSON.
 */
export async function unwrap(file: string, { info }: { readonly info?: true }): Promise<number> {
  const envelope = await unwrapVans(await readInput(file, envelopeLimits.bytes));
  if (info || envelope.content.kind !== 'message') print(described(envelope));
  else process.stdout.write(envelope.content.bytes);
  return exitCode.done;
}

/** `niveau vans receipt <envelope.xml>`: PositiveMessage, or NegativeMessage with `--refuse`, on stdout. */
export async function answer(file: string, given: VansReceiptArguments): Promise<number> {
  const { refuse: description, errorCode: code } = given;
  if (description === undefined && code !== undefined) throw loneOption('--error-code', '--refuse');
  checkTechnicalText(description, 'refuse');
  const envelope = await unwrapVans(await readInput(file, envelopeLimits.bytes));
  const made =
    description === undefined
      ? await positiveMessage(envelope, envelopeOf(given))
      : await negativeMessage(envelope, { code, description }, envelopeOf(given));
  process.stdout.write(made);
  return exitCode.done;
}

/** The id is never used again, so that it is a new one each time unless the caller names it. */
function envelopeOf({ envelopeId, time }: EnvelopeArguments) {
  const now = new Date();
  return { envelopeId: envelopeId ?? randomUUID(), time: givenTime(now, time) ?? now.toISOString() };
}

function described({ content, ...envelope }: VansEnvelope): object {
  if (content.kind !== 'message') return { ...envelope, receipt: content };
  return { ...envelope, message: content.meta };
}
