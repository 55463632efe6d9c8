import type { QuestionnaireResponse } from 'fhir/r4.js';
import { Refusal, refuse } from '../../outcome/problem.ts';
import { root } from '../../questionnaire/answers.ts';
import type { JsonDocument } from '../../questionnaire/json/document.ts';
import { once } from '../../questionnaire/once.ts';
import { type Actor, type AuditEntry, theService } from '../audit/entry.ts';
import { takeBackCopies } from '../letters/take-back.ts';
import { others } from '../others.ts';
import type { Ports } from '../ports.ts';
import { type Received, receive } from '../receive.ts';
import type { ScoredResponse } from '../score.ts';
import type { Archive, ReadByOther, WriteWay } from './archive.ts';
import { type Decision, decide, type IfMatch, isFinished } from './decide.ts';
import { differences } from './differences.ts';
import { gistOf, headOf } from './gist.ts';
import { keepVersion } from './keep-version.ts';
import type { KeptHead, KeptResponse, NewVersion, Records } from './records.ts';
import { everything, type Sight } from './sight.ts';
import { type Understood, understand, understandScored } from './understand.ts';

/** A response that is to be kept, and what its sender says about it. */
export interface ToKeep {
  readonly response: Received;
  /** Reads it, where whoever sends it reads it too. */
  readonly document?: (() => JsonDocument) | undefined;
  /** The id that it is kept under already (PUT); a new one, or one known by its identity, without. */
  readonly id?: string | undefined;
  /** The version that the sender changes (If-Match). */
  readonly ifMatch?: IfMatch | undefined;
  readonly client?: string | undefined;
  /** Who sends it; the service itself where nothing is said. */
  readonly by?: Actor | undefined;
  /** What the sender sees, and whose it is what it sends; everything where not given. */
  readonly sight?: Sight | undefined;
  /** Follows the response from the door to its deliveries. */
  readonly correlation?: string | undefined;
}

/** What became of it. */
export interface KeptAs {
  readonly result: 'created' | 'changed' | 'unchanged';
  readonly id: string;
  /** The version now, and when it came. */
  readonly version: number;
  readonly at: number;
}

/** The same, with what it says. */
export interface Kept extends KeptAs {
  readonly understood: () => Understood;
}

/**
 * Keeps a response with all that comes of it in one transaction: what was received, its resources, what they make of
 * the citizen's earlier ones. A draft is kept without results. Codes: those of `scoreResponse` (for a draft, of
 * `validateResponse`), of `decide`; identifier-taken, resource-unknown, id-differs, identifier-changed, citizen-two,
 * store-unavailable, store-full.
 */
export function keepResponse(
  ports: Ports,
  archive: Archive,
  { response: received, document: read = () => receive(received), ...sent }: ToKeep,
): Promise<Kept> {
  // Whichever thread reads it, now or later, by one clock.
  const at = ports.clock();
  const document = once(read);
  const understood = once(() => understand({ ...ports, clock: () => at }, document()));
  return keep(ports, archive, { ...sent, received, at, document, understood });
}

/** The same for a response that was scored just now, and is no draft. Codes: those of `keepResponse` but of scoring. */
export async function keepScored(
  ports: Ports,
  archive: Archive,
  scored: ScoredResponse,
  { response, ...sent }: ToKeep & { readonly response: JsonDocument },
): Promise<void> {
  const understood = once(() => understandScored(response, scored));
  await keep(ports, archive, { ...sent, received: response, at: ports.clock(), document: () => response, understood });
}

/** A response that another thread has read, checked and understood. */
export interface ReadAhead extends Omit<ToKeep, 'response' | 'document'>, ReadByOther {
  /** The response itself, where its transaction asks for more than that: what was kept before it is in the way. */
  readonly response: () => JsonDocument;
}

/** The same for a response that another thread has checked. Codes: those of `keepResponse`. */
export async function keepReadAhead(
  ports: Ports,
  archive: Archive,
  { response, ...ahead }: ReadAhead,
): Promise<KeptAs> {
  const document = once(response);
  const understood = once(() => understand(ports, document()));
  const now = await archive.now();
  const arriving = { ...ahead, text: () => document().text, understood, now };
  return archive.write((records) => keepUnderstood(ports, records, arriving), wayOf(ahead.id, ahead.gist.head));
}

interface Keeping extends Omit<ToKeep, 'response' | 'document'> {
  readonly received: Received;
  readonly at: Date;
  readonly document: () => JsonDocument;
  readonly understood: () => Understood;
}

async function keep(
  ports: Ports,
  archive: Archive,
  { received, at, document, understood, ...sent }: Keeping,
): Promise<Kept> {
  const write = async (read: ReadByOther | undefined): Promise<KeptAs> => {
    if (read === undefined) {
      document();
      await others;
      understood();
      await others;
    }
    const { gist, prepared } = read ?? { gist: gistOf(understood()), prepared: undefined };
    const now = await archive.now();
    const arriving = { ...sent, gist, prepared, text: () => document().text, understood, now };
    return archive.write((records) => keepUnderstood(ports, records, arriving), wayOf(sent.id, gist.head));
  };
  const kept = await (archive.readAhead === undefined || sent.id !== undefined
    ? write(undefined)
    : archive.readAhead({ bytes: received instanceof Uint8Array ? received : received.bytes, at }, write));
  return { ...kept, understood };
}

/** Amendments and withdrawals have something before them; a draft has no results. */
export function isProbablyNew({ status }: Pick<Understood, 'status'>): boolean {
  return status === 'completed';
}

/** What is probably new asks for its response and its citizen, and then only writes. */
function wayOf(id: string | undefined, about: Pick<Understood, 'status'>): WriteWay {
  return id === undefined && isProbablyNew(about) ? 'beside' : 'alone';
}

interface Arriving extends Omit<ReadAhead, 'response'> {
  readonly text: () => string;
  readonly understood: () => Understood;
  readonly now: number;
}

async function keepUnderstood(ports: Ports, records: Records, arriving: Arriving): Promise<KeptAs> {
  const { gist, prepared, understood, now } = arriving;
  const { digest, numbers } = gist;
  const { sight = everything } = arriving;
  const seen = await find(records, arriving);
  const found = await records.citizen(numbers, now);
  if (found === undefined) refuse('citizen-two', { place: `${root}.subject` });
  // While we waited for the citizen, another response may have taken its place, another citizen may have been joined
  // with this one, or all of it erased.
  const standing = seen && (await find(records, arriving));
  const decision = await decided(records, arriving, standing, found.before);
  if (decision.act === 'refuse') throw new Refusal([decision.problem]);
  if (decision.act === 'nothing' && standing !== undefined) {
    // It was sent before; what is told again is only read.
    await records.audit([entryOf(arriving, 'read', standing)], now);
    return { result: 'unchanged', id: standing.id, version: standing.version, at: standing.updatedAt };
  }
  const known = standing && (await withoutCopies(ports, records, arriving, standing, found.key));
  const own = known === undefined ? gist.head : headOf(understood(), known);
  const head = { ...own, citizen: found.key };
  const version: NewVersion = {
    digest,
    received: prepared?.received ?? arriving.text(),
    client: arriving.client,
    correlation: arriving.correlation,
  };
  const account = isFinished(head.status) ? () => scoredOf(understood()) : undefined;
  const alone = known === undefined && found.before.length === 0;
  const number = await keepVersion(ports, records, { head, version, known, account, prepared, alone, now });
  await records.addSenders(number, sight.organizations);
  await records.audit([entryOf(arriving, known === undefined ? 'create' : 'update', head)], now);
  const result = known === undefined ? 'created' : 'changed';
  return { result, id: head.id, version: head.version, at: now };
}

/** A response as it is kept until now, when letters that have told what it says no more are taken back. */
async function withoutCopies(
  ports: Ports,
  records: Records,
  arriving: Arriving,
  known: KeptResponse,
  citizen: number,
): Promise<KeptResponse | undefined> {
  if (!isFinished(known.status)) return known;
  const { correlation, gist, now, understood } = arriving;
  const says = gist.head.status === 'entered-in-error' ? undefined : scoredOf(understood());
  const any = await takeBackCopies(ports, records, { known, citizen, says, correlation, now });
  return any ? find(records, arriving) : known;
}

function scoredOf({ scored }: Understood): ScoredResponse {
  if (scored === undefined) throw new Error('a draft has no score');
  return scored;
}

function entryOf(
  { by = theService, correlation, gist }: Arriving,
  act: AuditEntry['act'],
  { id, version }: Pick<KeptHead, 'id' | 'version'>,
): AuditEntry {
  const target = { type: 'QuestionnaireResponse', id, version };
  return { act, by, target, citizens: gist.numbers, correlation };
}

/** The response that is kept under the arrival's id or identity. */
async function find(
  records: Records,
  { id, gist, understood, sight = everything }: Arriving,
): Promise<KeptResponse | undefined> {
  const { identity, identified } = gist.head;
  if (id === undefined) {
    const same = await records.byIdentity(identity);
    // Nothing is said of what another organisation keeps under it, neither what it is nor how it differs.
    if (same !== undefined && !(await records.isSeen(same.number, sight))) {
      refuse('identifier-taken', { place: identified ? `${root}.identifier` : root });
    }
    // A level that was withdrawn years ago would else come back with its sender's repetition.
    const retired = same === undefined ? await records.retired(identity, sight) : 'no';
    if (retired !== 'no') {
      const code = retired === 'own' ? 'response-retired' : 'identifier-taken';
      refuse(code, { place: identified ? `${root}.identifier` : root });
    }
    return same;
  }
  const known = await records.byId(id);
  if (known === undefined || !(await records.isSeen(known.number, sight)))
    refuse('resource-unknown', { values: { search: 'QuestionnaireResponse' } });
  if (understood().response.id !== id) refuse('id-differs', { place: `${root}.id` });
  if ((identified || known.identified) && identity !== known.identity) {
    refuse('identifier-changed', { place: `${root}.identifier` });
  }
  return known;
}

async function decided(
  records: Records,
  { ifMatch, gist, understood }: Arriving,
  known: KeptResponse | undefined,
  citizens: readonly number[],
): Promise<Decision> {
  const { digest, head } = gist;
  const arrival = { status: head.status, digest, questionnaire: head.questionnaire, ifMatch };
  if (known === undefined) return decide(arrival, undefined);
  const kept = await records.received(known.number, known.version);
  return decide(arrival, {
    ...known,
    digests: await records.digests(known.number),
    sameCitizen: citizens.includes(known.citizen),
    differences: () => differences(understood().response, JSON.parse(kept?.text ?? '{}') as QuestionnaireResponse),
  });
}
