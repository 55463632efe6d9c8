import type { Archive } from '../../../work/keep/archive.ts';
import { keepSent, type Sent } from '../../../work/letters/keep-sent.ts';
import type { Ports } from '../../../work/ports.ts';
import { checkNeeds } from '../../admission.ts';
import { actorOf } from '../../disclosure.ts';
import type { Incoming } from '../../route.ts';
import { refuseUnknown } from '../../unknown.ts';

/** A response that is kept already, whose level goes into a letter. */
export interface KeptSource {
  readonly response: Uint8Array;
  /** By what it became known first. */
  readonly identity: string;
}

/** Names a kept response in the address of a request for a letter. */
export const responseQuery = 'response';

/**
 * The kept response that a request names (`?response=<id>`), as it was received; undefined where it names none. Code:
 * resource-unknown.
 */
export async function namedResponse(
  archive: Archive | undefined,
  { query, base, caller }: Incoming,
): Promise<KeptSource | undefined> {
  const id = query.get(responseQuery);
  if (archive === undefined || id === null) return undefined;
  checkNeeds(['QuestionnaireResponse.r'], caller);
  const found = await archive.readFor(caller.sight, (reading) => reading.response(id));
  if (found === undefined) return refuseUnknown(base, 'QuestionnaireResponse');
  return { response: Buffer.from(found.received.text), identity: found.kept.identity };
}

/** Keeps a letter that was made where there is a store, and tells where it is read. */
export async function kept(
  { archive, receiptMinutes }: Ports,
  incoming: Incoming,
  sent: Omit<Sent, 'correlation' | 'by' | 'sight'>,
): Promise<Readonly<Record<string, string>>> {
  if (archive === undefined) return {};
  const { base, requestId: correlation } = incoming;
  const made = { ...sent, correlation, by: actorOf(incoming), sight: incoming.caller.sight };
  return { Location: `${lettersAt(base)}/${await keepSent(archive, made, receiptMinutes)}` };
}

/** The address of the letters, beside the FHIR base. */
export function lettersAt(base: string): string {
  return base.replace(/\/fhir$/, '/medcom/letters');
}
