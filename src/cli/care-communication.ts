import type { Following } from '../medcom/fhir/follow.ts';
import type { Language } from '../outcome/outcome.ts';
import { refuse } from '../outcome/problem.ts';
import { messageLimits } from '../work/messages/document.ts';
import { type MessageOrder, writeCareMessage } from '../work/messages/write.ts';
import { receiveOrganization } from '../work/receive.ts';
import { exitCode, print, tell } from './exit.ts';
import { readInput } from './input.ts';
import { openPorts } from './ports.ts';
import { readResourceFile } from './read-resource.ts';

export interface CareArguments
  extends Omit<MessageOrder, 'response' | 'sender' | 'receiver' | 'follow'>,
    Partial<Record<Following, string>> {
  readonly response: string;
  readonly sender: string;
  readonly receiver?: string;
}

/** `niveau message care-communication`: a message on stdout. What is to be said of it goes to stderr. */
export async function sendCareMessage(given: CareArguments, language: Language): Promise<number> {
  const { response, sender, receiver, reply, forward, correct, ...options } = given;
  const message = await writeCareMessage(openPorts(), {
    ...options,
    response: await readResourceFile(response),
    sender: receiveOrganization(await readResourceFile(sender), 'sender'),
    receiver: receiver === undefined ? undefined : receiveOrganization(await readResourceFile(receiver), 'receiver'),
    follow: await followOf({ reply, forward, correct }),
  });
  for (const warning of message.warnings) tell(warning, language);
  print(message.bundle);
  return exitCode.done;
}

/** Code: message-several-earlier. */
async function followOf(files: Partial<Record<Following, string | undefined>>): Promise<MessageOrder['follow']> {
  const given = (['reply', 'forward', 'correct'] as const).filter((how) => files[how] !== undefined);
  const [how, ...more] = given;
  if (how === undefined) return undefined;
  if (more.length > 0) refuse('message-several-earlier', { place: { option: how } });
  return { how, message: await readInput(files[how] ?? '', messageLimits.bytes) };
}
