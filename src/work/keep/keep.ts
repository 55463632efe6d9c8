import type { QuestionnaireResponse } from 'fhir/r4.js';
import { momentsOf } from '../../intake/moments.ts';
import { type Problem, Refusal, refuse } from '../../outcome/problem.ts';
import { root } from '../../questionnaire/answers.ts';
import type { JsonDocument } from '../../questionnaire/json/document.ts';
import { idsOf } from '../../resources/ids.ts';
import { type Actor, type AuditEntry, theService } from '../audit/entry.ts';
import type { Ports } from '../ports.ts';
import { type Received, receive } from '../receive.ts';
import type { ScoredResponse } from '../score.ts';
import type { Archive } from './archive.ts';
import { type Decision, decide, type IfMatch, isFinished } from './decide.ts';
import { differences } from './differences.ts';
import { keepVersion } from './keep-version.ts';
import { levelDay } from './level-day.ts';
import type { KeptHead, KeptResponse, NewVersion, Prepared, Records } from './records.ts';
import { everything, type Sight } from './sight.ts';
import { type Understood, understand, understandScored } from './understand.ts';

/** A response that is to be kept, and what its sender says about it. */
export interface ToKeep {
  readonly response: Received;
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
export interface Kept {
  readonly result: 'created' | 'changed' | 'unchanged';
  readonly id: string;
  /** The version now, and when it came. */
  readonly version: number;
  readonly at: number;
  /** Undefined for a draft. */
  readonly scored: ScoredResponse | undefined;
  readonly warnings: readonly Problem[];
}

/**
 * Keeps a response with all that comes of it in one transaction: what was received, its resources, what they make of
 * the citizen's earlier ones. A draft is kept without results. Codes: those of `scoreResponse` (for a draft, of
 * `validateResponse`), of `decide`; identifier-taken, resource-unknown, id-differs, identifier-changed, citizen-two,
 * store-unavailable, store-full.
 */
export async function keepResponse(
  ports: Ports,
  archive: Archive,
  { response: received, ...sent }: ToKeep,
): Promise<Kept> {
  const document = receive(received);
  return keep(ports, archive, { ...sent, document, understood: understand(ports, document) });
}

/** The same for a response that was scored just now, and is no draft. Codes: those of `keepResponse` but of scoring. */
export function keepScored(
  ports: Ports,
  archive: Archive,
  scored: ScoredResponse,
  { response: document, ...sent }: ToKeep & { readonly response: JsonDocument },
): Promise<Kept> {
  return keep(ports, archive, { ...sent, document, understood: understandScored(document, scored) });
}

async function keep(ports: Ports, archive: Archive, arriving: Omit<Arriving, 'now' | 'prepared'>): Promise<Kept> {
  const write = async (prepared: Prepared | undefined): Promise<Kept> => {
    const now = await archive.now();
    return archive.write((records) => keepUnderstood(ports, records, { ...arriving, prepared, now }));
  };
  if (archive.prepared === undefined || !isProbablyNew(arriving)) return write(undefined);
  return archive.prepared(arriving.document.text, write);
}

/** Amendments and withdrawals have something before them; a draft has no results. */
function isProbablyNew({ id, understood }: Pick<Arriving, 'id' | 'understood'>): boolean {
  return id === undefined && understood.status === 'completed';
}

interface Arriving extends Omit<ToKeep, 'response'> {
  readonly document: JsonDocument;
  readonly understood: Understood;
  readonly prepared: Prepared | undefined;
  readonly now: number;
}

async function keepUnderstood(ports: Ports, records: Records, arriving: Arriving): Promise<Kept> {
  const { understood, now } = arriving;
  const { digest, citizen, scored, warnings } = understood;
  const { sight = everything } = arriving;
  // Never another citizen's results, whatever became of the order in which the other thread answers.
  const prepared = arriving.prepared?.digest === digest ? arriving.prepared : undefined;
  const known = await find(records, arriving);
  const found = await records.citizen(citizen.identifiers, now);
  if (found === undefined) refuse('citizen-two', { place: `${root}.subject` });
  const decision = await decided(records, arriving, known, found.before);
  if (decision.act === 'refuse') throw new Refusal([decision.problem]);
  if (decision.act === 'nothing' && known !== undefined) {
    // It was sent before; what is told again is only read.
    await records.audit([entryOf(arriving, 'read', known)], now);
    return { result: 'unchanged', id: known.id, version: known.version, at: known.updatedAt, scored, warnings };
  }
  const head = headOf(understood, known, found.key);
  const version: NewVersion = {
    digest,
    text: arriving.document.text,
    packed: prepared?.received,
    client: arriving.client,
    correlation: arriving.correlation,
  };
  const number = await keepVersion(ports, records, { head, version, known, account: scored, prepared, now });
  await records.addSenders(number, sight.organizations);
  await records.audit([entryOf(arriving, known === undefined ? 'create' : 'update', head)], now);
  const result = known === undefined ? 'created' : 'changed';
  return { result, id: head.id, version: head.version, at: now, scored, warnings };
}

function entryOf(
  { by = theService, correlation, understood }: Arriving,
  act: AuditEntry['act'],
  { id, version }: Pick<KeptHead, 'id' | 'version'>,
): AuditEntry {
  const target = { type: 'QuestionnaireResponse', id, version };
  return { act, by, target, citizens: understood.citizen.identifiers, correlation };
}

/** The response that is kept under the arrival's id or identity. */
async function find(
  records: Records,
  { id, understood, sight = everything }: Arriving,
): Promise<KeptResponse | undefined> {
  const { response, identity, identified } = understood;
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
  if (response.id !== id) refuse('id-differs', { place: `${root}.id` });
  if ((identified || known.identified) && identity !== known.identity) {
    refuse('identifier-changed', { place: `${root}.identifier` });
  }
  return known;
}

async function decided(
  records: Records,
  { ifMatch, understood }: Arriving,
  known: KeptResponse | undefined,
  citizens: readonly number[],
): Promise<Decision> {
  const { response, digest, status, variant } = understood;
  const arrival = { status, digest, questionnaire: variant.questionnaire.url ?? '', ifMatch };
  if (known === undefined) return decide(arrival, undefined);
  const kept = await records.received(known.number, known.version);
  return decide(arrival, {
    ...known,
    digests: await records.digests(known.number),
    sameCitizen: citizens.includes(known.citizen),
    differences: () => differences(response, JSON.parse(kept?.text ?? '{}') as QuestionnaireResponse),
  });
}

function headOf(understood: Understood, known: KeptResponse | undefined, citizen: number): KeptHead {
  const { response, identity, identified, status, variant, professional, scored } = understood;
  const [number] = understood.citizen.identifiers;
  const authored = response.authored === undefined ? undefined : momentsOf(response.authored);
  const [author] = professional?.identifiers ?? [];
  const firstAuthored = known?.firstAuthored ?? (isFinished(status) ? authored?.[0] : undefined);
  const statement = scored?.assessment.statement;
  return {
    id: known?.id ?? idsOf({ identity, citizen: understood.citizen }).response,
    origin: 'response',
    letter: undefined,
    identity: known?.identity ?? identity,
    identified: known?.identified ?? identified,
    citizen,
    namedBy: known?.namedBy ?? { system: number?.system ?? '', value: number?.value ?? '' },
    variant: variant.code,
    questionnaire: variant.questionnaire.url ?? '',
    questionnaireVersion: variant.version,
    status,
    version: (known?.version ?? 0) + 1,
    identifier: identified ? response.identifier : undefined,
    subjectReference: response.subject?.reference,
    author: { reference: professional?.reference, system: author?.system, value: author?.value },
    authored,
    firstAuthored,
    level: statement && { code: statement.level.code, day: levelDay(statement, firstAuthored), basis: statement.basis },
  };
}
