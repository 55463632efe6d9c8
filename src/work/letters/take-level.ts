import type { ArrivedBlock } from '../../medcom/arrival/arrival.ts';
import type { CitizenNumber } from '../../medcom/message/citizen-number.ts';
import type { Variant } from '../../model/types.ts';
import { uuidFor } from '../../model/uuid.ts';
import { variantOfVersion } from '../../model/versions.ts';
import { refuse } from '../../outcome/problem.ts';
import { idsOf } from '../../resources/ids.ts';
import type { LetterName, Told } from '../../resources/told.ts';
import { momentOf } from '../../scoring/day.ts';
import { type ToldText, toldBy } from '../keep/account.ts';
import { keepVersion } from '../keep/keep-version.ts';
import { levelDay } from '../keep/level-day.ts';
import type { CitizenKey, KeptHead, KeptResponse, Records } from '../keep/records.ts';
import { everything } from '../keep/sight.ts';
import type { Ports } from '../ports.ts';
import { heldAlready, isOf, newestText } from './held.ts';
import { levelKey } from './keys.ts';
import type { Gave } from './records.ts';

/** What a letter, or its attachment, tells by one block. */
export interface Telling {
  readonly letter: LetterName;
  readonly written: string;
  readonly citizen: CitizenNumber;
  readonly block: ArrivedBlock;
}

/** Where it is told, and when. */
export interface Occasion {
  /** Our own key of the citizen, and the number that the letter has. */
  readonly citizen: number;
  readonly number: CitizenKey;
  /** The letter's own row. */
  readonly row: number;
  readonly correlation: string | undefined;
  readonly now: number;
}

/** What came of a block. */
export interface Taken {
  readonly gave: Gave;
  /** The response or level that it is about. */
  readonly response: number | undefined;
}

/**
 * What a level from a letter is known by: its sender, its citizen, and when it was assessed. A corrected letter says it
 * anew.
 */
export function tellingIdentity({ letter: { sender }, citizen, block }: Telling): string {
  return JSON.stringify(['letter', sender, citizen.value, block.variant, momentOf(block.authored)]);
}

/**
 * Takes what one block tells (STORE.md "Coming in"): a level joins the citizen's others, one that is held already is an
 * echo, and a withdrawal takes back what letters have told. Whatever order letters come in, what was taken back stays
 * so.
 */
export async function takeBlock(ports: Ports, records: Records, telling: Telling, occasion: Occasion): Promise<Taken> {
  const { block } = telling;
  const { identity, known } = await identified(records, telling, occasion);
  const others = (await records.all(occasion.citizen)).filter(({ variant }) => variant === block.variant);
  const here = { ...occasion, identity };
  return block.kind === 'level'
    ? takeLevel(ports, records, telling, here, known, others)
    : takeWithdrawal(ports, records, telling, here, others);
}

/** What it is known by, and as what: the replacement number of one citizen may be another's at the same sender. */
async function identified(
  records: Records,
  telling: Telling,
  { citizen, number }: Occasion,
): Promise<{ readonly identity: string; readonly known: KeptResponse | undefined }> {
  const identity = tellingIdentity(telling);
  const known = await records.byIdentity(identity);
  if (known === undefined || known.citizen === citizen) return { identity, known };
  const apart = JSON.stringify([identity, number.system]);
  return { identity: apart, known: await records.byIdentity(apart) };
}

/** An occasion, and what the level is known by that is told there. */
interface Here extends Occasion {
  readonly identity: string;
}

async function takeLevel(
  ports: Ports,
  records: Records,
  telling: Telling,
  occasion: Here,
  known: KeptResponse | undefined,
  others: readonly KeptResponse[],
): Promise<Taken> {
  const { letter, written, citizen, block } = telling;
  const text = { letter, written, citizen, ...said(block), block: block.text };
  const told = toldBy(ports.model, { ...text, status: 'completed' }) ?? refuse('block-unknown-text');
  const newest = known && (await newestText(records, known));
  const before = newest?.wentWithResponse ?? newest?.written;
  const corrected = before !== undefined && before < written ? known : undefined;
  const held =
    corrected === undefined
      ? await heldAlready(ports, records, told, others, 'any')
      : await heldAlready(ports, records, told, [corrected], 'newest');
  const former =
    corrected === undefined || held !== undefined ? undefined : await saidNoMore(ports, records, told, others);
  if (former !== undefined) return { gave: 'echo', response: former.number };
  if (held !== undefined) {
    const stands = held === corrected && held.status !== 'entered-in-error';
    if (stands && newest !== undefined) await noteWritten(records, held, { ...newest, written }, occasion);
    return { gave: 'echo', response: held.number };
  }
  const takenBack = await takenBackAt(records, block, others);
  if (takenBack !== undefined) return { gave: 'withdrawn', response: takenBack.number };
  if (before !== undefined && before > written) return { gave: 'older', response: known?.number };
  if (known === undefined && (await isRetired(records, telling, occasion)))
    return { gave: 'older', response: undefined };
  const status = known === undefined ? 'completed' : 'amended';
  const response = await keepTold(ports, records, { ...text, status }, telling, occasion, known);
  return { gave: 'level', response };
}

/** The response that has said the same, and says it no more: what its author has taken back stands by no correction. */
async function saidNoMore(
  ports: Ports,
  records: Records,
  told: Told,
  others: readonly KeptResponse[],
): Promise<KeptResponse | undefined> {
  for (const one of others) {
    if (one.origin !== 'response' || (await heldAlready(ports, records, told, [one], 'any')) === undefined) continue;
    const says =
      one.status === 'entered-in-error' ? undefined : await heldAlready(ports, records, told, [one], 'newest');
    if (says === undefined) return one;
  }
  return undefined;
}

/**
 * Whether it was kept, and deleted when its time was over or with all that was known of its citizen: what was taken
 * back would else come back with a copy of its letter.
 */
async function isRetired(records: Records, { citizen, block }: Telling, { identity }: Here): Promise<boolean> {
  for (const key of [identity, levelKey(citizen.value, block.variant, momentOf(block.authored))]) {
    if ((await records.retired(key, everything)) !== 'no') return true;
  }
  return false;
}

/**
 * Its sender has said the same once more, later: a correction that was written between the two, and comes after them,
 * is older. Nothing comes of it, so that it is a version without a Bundle.
 */
async function noteWritten(
  records: Records,
  known: KeptResponse,
  text: ToldText,
  { correlation, now }: Here,
): Promise<void> {
  const received = JSON.stringify(text);
  const version = { digest: uuidFor(received), received, client: undefined, correlation };
  await records.change(known.number, { ...known, version: known.version + 1 }, version, now);
}

/** What a letter has taken back of that moment, before or after anybody had told which level it was. */
async function takenBackAt(
  records: Records,
  block: ArrivedBlock,
  others: readonly KeptResponse[],
): Promise<KeptResponse | undefined> {
  for (const one of others) if (isOf(one, block) && (await isTakenBack(records, one))) return one;
  return undefined;
}

/** Taken back by a letter, and not only with a response that said the same. */
async function isTakenBack(records: Records, one: KeptResponse): Promise<boolean> {
  if (one.origin !== 'letter' || one.status !== 'entered-in-error') return false;
  return (await newestText(records, one)).wentWithResponse === undefined;
}

/**
 * Takes back every level of that moment that a letter has told, whoever sent it on: what its author has taken back must
 * not stand by a copy. A response is taken back by whoever sent it.
 */
async function takeWithdrawal(
  ports: Ports,
  records: Records,
  telling: Telling,
  occasion: Here,
  others: readonly KeptResponse[],
): Promise<Taken> {
  const { letter, written, citizen, block } = telling;
  const status = 'entered-in-error';
  const about = others.filter((one) => isOf(one, block));
  const standing: KeptResponse[] = [];
  for (const one of about) if (one.origin === 'letter' && !(await isTakenBack(records, one))) standing.push(one);
  for (const { number } of standing) {
    // Another one's end may have given it another place.
    const target = await records.byNumber(number);
    if (target === undefined) continue;
    const { wentWithResponse: _, ...newest } = await newestText(records, target);
    const text = { ...newest, letter, written, status } as const;
    await keepTold(ports, records, text, telling, occasion, target);
  }
  const [taken] = standing;
  if (taken !== undefined) return { gave: 'withdrawal', response: taken.number };
  const [ours] = about;
  if (about.some((one) => one.status === status)) return { gave: 'echo', response: ours?.number };
  // Noted also where nobody has told it: it may come later.
  const text = { letter, written, citizen, ...said(block), status, block: undefined } as const;
  const noted = await keepTold(ports, records, text, telling, occasion, undefined);
  if (ours !== undefined) return { gave: 'unmatched', response: ours.number };
  const isElsewhere = await isOfNamesake(records, citizen, block, occasion.citizen);
  return { gave: isElsewhere ? 'unmatched' : 'withdrawal', response: noted };
}

/** Whether another citizen with the same replacement number has a level of that moment. */
async function isOfNamesake(
  records: Records,
  { kind, value }: CitizenNumber,
  block: ArrivedBlock,
  citizen: number,
): Promise<boolean> {
  if (kind === 'cpr') return false;
  for (const known of await records.letters.citizensBy(value)) {
    if (known.citizen === citizen) continue;
    const levels = await records.all(known.citizen);
    if (levels.some((one) => one.variant === block.variant && isOf(one, block))) return true;
  }
  return false;
}

/** Keeps a version of a level from a letter with what follows from it, and gives its number. */
async function keepTold(
  ports: Ports,
  records: Records,
  text: ToldText,
  telling: Telling,
  occasion: Here,
  known: KeptResponse | undefined,
): Promise<number> {
  const { correlation, now } = occasion;
  const told = toldBy(ports.model, text);
  const head = headOf(ports, text, told, telling, occasion, known);
  const written = JSON.stringify(text);
  const version = { digest: uuidFor(written), received: written, client: undefined, correlation };
  const account = told && (() => told);
  const number = await keepVersion(ports, records, { head, version, known, account, alone: false, now });
  await records.shareWithLetter(number, occasion.row);
  return number;
}

function headOf(
  { model }: Ports,
  text: ToldText,
  told: Told | undefined,
  telling: Telling,
  { citizen, number, row, identity: own }: Here,
  known: KeptResponse | undefined,
): KeptHead {
  const identity = known?.identity ?? own;
  const variant: Variant =
    told?.assessment.variant ??
    variantOfVersion(model, telling.block.variant, telling.block.version) ??
    refuse('block-version-unknown');
  const moment = momentOf(text.authored);
  const statement = told?.assessment.statement;
  const who = {
    ...{ cpr: undefined, replacement: undefined, display: undefined, given: undefined, family: undefined },
    reference: undefined,
  };
  return {
    id: known?.id ?? idsOf({ identity, citizen: { ...who, identifiers: [number] } }).response,
    origin: 'letter',
    letter: row,
    identity,
    identified: true,
    citizen,
    namedBy: known?.namedBy ?? number,
    variant: variant.code,
    questionnaire: variant.questionnaire.url ?? '',
    questionnaireVersion: variant.version,
    status: text.status,
    version: (known?.version ?? 0) + 1,
    identifier: undefined,
    subjectReference: undefined,
    author: {},
    authored: [moment, moment + 999],
    firstAuthored: known?.firstAuthored ?? moment,
    level: statement && { code: statement.level.code, day: levelDay(statement, undefined), basis: statement.basis },
  };
}

function said({ variant, authored }: ArrivedBlock): Pick<ToldText, 'variant' | 'authored'> {
  return { variant, authored };
}
