import type { Bundle, BundleEntry } from 'fhir/r4.js';
import type { Previous } from '../../resources/entries.ts';
import { idsOf } from '../../resources/ids.ts';
import { isSettled } from '../../scoring/supersede.ts';
import type { Ports } from '../ports.ts';
import type { Occasion } from '../routes/choose.ts';
import { scoreAgain } from '../score.ts';
import { type Account, named, readTold } from './account.ts';
import { bundleOf } from './bundle-of.ts';
import { isFinished } from './decide.ts';
import { indexResources } from './index-resources.ts';
import type { DeliveryEvent, KeptHead, KeptResponse, Outcome, Prepared, Records } from './records.ts';
import { isLevel } from './standing.ts';
import type { Change } from './take-standing.ts';

/** The response, or level from a letter, that has just been kept. */
export interface Own {
  readonly number: number;
  readonly head: KeptHead;
  /** As it was kept before. */
  readonly known: KeptResponse | undefined;
  /** Asked for where something has to be made of it. */
  readonly account: () => Account;
  /** What comes of it where nothing was there before, if it was made already. */
  readonly prepared?: Prepared | undefined;
}

/** A Bundle that is to be kept, and on what occasion. */
type Consequence = Outcome & {
  readonly occasion: () => Omit<Occasion, 'left'>;
  /** The responses that become other than they were by it. */
  readonly touches: readonly number[];
  /** The response above, in whose Bundle this one went along when it was closed. */
  readonly wentAlong: readonly number[];
};

/**
 * What comes of a response that was kept: its own Bundle, and one for each of the citizen's others whose place has
 * changed by it (STORE.md "Over time"): a plan and its Tasks are closed when a newer level takes their place, and stand
 * again when that one is withdrawn. One that comes late and is already old is closed from the start.
 */
export async function outcomesOf(
  ports: Ports,
  records: Records,
  own: Own | undefined,
  changes: readonly Change[],
): Promise<readonly Consequence[]> {
  const others = changes.filter(({ response }) => response.number !== own?.number);
  const found: Consequence[] = [];
  const told = new Set<number>();
  const recalled = recallOnce(ports, records, own);
  if (own !== undefined) {
    const { consequence, closes } = await ownOutcome(ports, records, recalled, own, changes);
    found.push(consequence);
    if (closes !== undefined) told.add(closes);
  }
  for (const { response, by } of others.filter(({ response: { number } }) => !told.has(number))) {
    const scored = await recalled(response);
    const bundle =
      by === undefined
        ? restored(bundleOf(ports.model, scored))
        : bundleOf(ports.model, await recalled(by), {
            ...superseding(scored),
            tasks: await allTasks(records, response),
          });
    found.push(about(response, scored, bundle, by === undefined ? 'restored' : 'superseded'));
  }
  return found;
}

/**
 * Its own Bundle. It closes the plan of the level whose place it takes, where it is no amendment, which has its earlier
 * version to close. A mere suggestion is closed by a Bundle of its own: in this one it would leave with it.
 */
async function ownOutcome(
  ports: Ports,
  records: Records,
  recalled: Recall,
  { number, head, known, account, prepared }: Own,
  changes: readonly Change[],
): Promise<{ consequence: Consequence; closes: number | undefined }> {
  const amends = known !== undefined && isFinished(known.status);
  const earlier = amends ? await recalled(known) : undefined;
  const standing = changes.find(({ response }) => response.number === number);
  const isBelow = ({ response, by }: Change) => by?.number === number || response.supersededBy === number;
  const closes = ({ response, by }: Change) => by?.number === number && isSettled({ statement: response.level });
  const older = amends ? undefined : changes.findLast(closes)?.response;
  const tasks = amends ? await allTasks(records, known) : undefined;
  const previous = earlier && ({ ...earlier, relation: 'version', tasks } as const);
  const closed = older && (await recalled(older));
  const closing = closed && { ...superseding(closed), tasks: await allTasks(records, older) };
  const supersededBy = standing?.by ?? (standing === undefined ? await stillAbove(records, head, known) : undefined);
  const makeOwn = async () => {
    const bundle = bundleOf(ports.model, account(), previous ?? closing);
    if (supersededBy === undefined) return bundle;
    const newer = await recalled(supersededBy);
    return withClosed(bundle, bundleOf(ports.model, newer, superseding(account())), closable(account()));
  };
  const theirs = closed === undefined ? new Set<string>() : closable(closed);
  const kept =
    closed === undefined ? [] : Object.values(idsOf(closed.assessment)).filter((id) => typeof id === 'string');
  const ownerOf = (id: string) => {
    if (theirs.has(id)) return older?.number;
    return kept.includes(id) ? undefined : number;
  };
  const isFirst = known === undefined && closed === undefined && supersededBy === undefined;
  // Past midnight, say, another of the citizen's numbers may be the one in force: its ids are others.
  const fits = isFirst && prepared?.id === head.id;
  const made =
    fits && prepared !== undefined
      ? { ...prepared, resources: prepared.resources.map((one) => ({ ...one, response: number })) }
      : indexed(await makeOwn(), ownerOf);
  const event = head.status === 'entered-in-error' ? 'withdrawn' : amends ? 'amended' : supersededBy ? 'late' : 'new';
  const outcome = { response: number, version: head.version, cause: 'received', bundle: made.bundle } as const;
  const consequence: Consequence = {
    ...outcome,
    resources: made.resources,
    occasion: () => occasionOf(event, account(), supersededBy !== undefined),
    touches: [number, ...changes.filter(isBelow).map(({ response }) => response.number)],
    wentAlong: known === undefined ? [] : alongWith(known),
  };
  return { consequence, closes: older?.number };
}

function indexed(bundle: Bundle, ownerOf: (id: string) => number | undefined): Pick<Outcome, 'bundle' | 'resources'> {
  return { bundle, resources: indexResources(bundle, ownerOf) };
}

/** The one above a response that was history before and still is. */
async function stillAbove(
  records: Records,
  { citizen, status }: KeptHead,
  known: KeptResponse | undefined,
): Promise<KeptResponse | undefined> {
  if (known?.supersededBy === undefined || status === 'entered-in-error') return undefined;
  const above = await records.byNumber(known.supersededBy);
  return above !== undefined && above.citizen === citizen && isLevel(above) ? above : undefined;
}

/** What a newer level, or the end of one, makes of a response's plan. Its Observations stay as they are. */
function about(response: KeptResponse, scored: Account, bundle: Bundle, cause: 'superseded' | 'restored'): Consequence {
  const ids = closable(scored);
  const resources = indexResources(bundle, (id) => (ids.has(id) ? response.number : undefined));
  const { number, version } = response;
  return {
    response: number,
    version,
    cause,
    bundle,
    resources,
    occasion: () => occasionOf(cause, scored, cause === 'superseded'),
    touches: [number],
    wentAlong: alongWith(response),
  };
}

/** The one above, which took a settled level along to close it; a mere suggestion it left alone. */
function alongWith({ supersededBy, level }: KeptResponse): readonly number[] {
  return supersededBy === undefined || !isSettled({ statement: level }) ? [] : [supersededBy];
}

function occasionOf(event: DeliveryEvent, account: Account, history: boolean): Omit<Occasion, 'left'> {
  const { variant, statement } = account.assessment;
  return { event, variant: variant.code, statement, history, byLetter: 'letter' in account };
}

type Recall = (kept: KeptResponse) => Promise<Account>;

/** Versions that are kept, each understood once; the one that has just come is already. */
function recallOnce(ports: Ports, records: Records, own: Own | undefined): Recall {
  const keyOf = (number: number, { version }: KeptHead) => `${number}/${version}`;
  const known = new Map<string, Account>();
  const ownKey = own && keyOf(own.number, own.head);
  return async (kept) => {
    const key = keyOf(kept.number, kept);
    if (own !== undefined && key === ownKey) return own.account();
    const scored = known.get(key) ?? (await recall(ports, records, kept));
    known.set(key, scored);
    return scored;
  };
}

/**
 * A version that is kept, scored as it was when it came: by its own model, and by the identifiers that were in force
 * then.
 */
export async function recall(ports: Ports, records: Records, kept: KeptResponse): Promise<Account> {
  const received = await records.received(kept.number, kept.version);
  if (received === undefined) throw new Error(`response ${kept.number} has no version ${kept.version}`);
  if (kept.origin === 'letter') return named(readTold(ports.model, received.text), kept);
  return named(scoreAgain(ports.model, received.text, received.at), kept);
}

function superseding(account: Account): Previous {
  return { ...account, relation: 'superseded' };
}

/** Of one version alone there are no others than those that it proposes. */
async function allTasks(records: Records, { number, version }: KeptResponse): Promise<ReadonlySet<string> | undefined> {
  return version === 1 ? undefined : new Set(await records.tasks(number));
}

/** Ids of what is closed and stands again: plan, Tasks, team. */
function closable({ assessment }: Account): ReadonlySet<string> {
  const ids = idsOf(assessment);
  return new Set([ids.plan, ids.team, ...assessment.variant.actions.map(({ code }) => ids.task(code))]);
}

/** A Bundle whose plan, Tasks and team are as another one closes them. */
function withClosed(bundle: Bundle, closing: Bundle, ids: ReadonlySet<string>): Bundle {
  const closed = new Map((closing.entry ?? []).map((entry) => [entry.fullUrl, entry]));
  const entry = (bundle.entry ?? []).map((one) => (ids.has(idOf(one)) ? (closed.get(one.fullUrl) ?? one) : one));
  return { ...bundle, entry };
}

/** What was only created is written over: it stands on the server as closed. */
function restored(bundle: Bundle): Bundle {
  const entry = (bundle.entry ?? []).map((one) => {
    const { resource, request } = one;
    const closable = resource !== undefined && ['CarePlan', 'Task', 'CareTeam'].includes(resource.resourceType);
    if (!closable || request?.ifNoneExist === undefined) return one;
    return { ...one, request: { method: 'PUT' as const, url: `${request.url}?${request.ifNoneExist}` } };
  });
  return { ...bundle, entry };
}

function idOf({ fullUrl = '' }: BundleEntry): string {
  return fullUrl.replace('urn:uuid:', '');
}
