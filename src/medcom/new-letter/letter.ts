import type { Organization } from 'fhir/r4.js';
import { holdsNumber } from '../../intake/cpr.ts';
import { type Problem, Refusal, refuse } from '../../outcome/problem.ts';
import type { LevelStatement, Particulars } from '../../scoring/types.ts';
import { sendProblem } from '../block/level.ts';
import { type Block, writeBlock, writeWithdrawal } from '../block/write.ts';
import { attempt } from '../message/attempt.ts';
import { citizenNumber, numberElement } from '../message/citizen-number.ts';
import { danishTime, type LocalTime } from '../message/time.ts';
import { assertWellMade } from '../message/valid.ts';
import { writeMessage } from '../message/write.ts';
import { isLetterType, type LetterType, newLetters } from '../tables/letters.ts';
import { xref15Categorised } from '../tables/municipality.ts';
import type { LetterTable } from '../tables/types.ts';
import { type Facts, letterSources, letterValues } from './content.ts';
import { readDiagnosis } from './diagnosis.ts';
import { earlyProblem } from './early.ts';
import { derivedEpisode, needsEpisode } from './episode.ts';
import type { LetterOptions } from './options.ts';
import { readParty, readSender } from './party.ts';
import { patientNames } from './patient.ts';
import { outsideProblems } from './plain.ts';
import { chooseReferrer } from './referrer.ts';
import { checkUnused } from './unused-options.ts';

/** A letter as it is sent. */
export interface Letter {
  readonly bytes: Uint8Array;
  /** Letter/Identifier, which a receipt answers. */
  readonly identifier: string;
  readonly contentType: string;
  readonly filename: string;
  /** What is to be said of the letter, which is whole all the same. */
  readonly warnings: readonly Problem[];
}

export interface Parties {
  readonly sender: Organization;
  readonly receiver: Organization;
}

/**
 * A whole new letter that carries the level and its actions (LETTERS.md, b and c). The same input gives the same bytes.
 * Errors, several at once where they do not depend on each other: `letter-type`, those of `sendProblem`,
 * `letter-time-early`, those of `factsOf`, `letter-too-long`, and those of `writeMessage`. Warning:
 * `character-outside`. A plain Error when our own letter fails MedCom's schema.
 */
export async function composeLetter(
  type: LetterType,
  statement: LevelStatement,
  parties: Parties,
  options: LetterOptions,
): Promise<Letter> {
  const problems = [sendProblem(statement, options.includeSuggestion), earlyProblem(statement, options.time)];
  const { level, variant } = statement;
  return make(type, statement, parties, options, problems, {
    subject: `Samarbejdsniveau ${level.code} (${variant.code})`,
    write: (number) => writeBlock(statement, number, { plain: true, brief: options.brief }),
  });
}

/**
 * A whole new letter that says that the level of a withdrawn response counts no more, for whoever got that level in a
 * letter before (LETTERS.md, Withdrawal). The day of the withdrawal is that of sending. Errors: as `composeLetter`;
 * `letter-not-withdrawn` for a response that stands, `authored-missing` where the response does not tell which level it
 * was.
 */
export async function composeWithdrawal(
  type: LetterType,
  withdrawn: Particulars,
  parties: Parties,
  options: LetterOptions,
): Promise<Letter> {
  const { status, authored, variant } = withdrawn;
  const stands: Problem = { code: 'letter-not-withdrawn', place: { option: 'withdrawal' } };
  const unknown: Problem = { code: 'authored-missing', place: 'QuestionnaireResponse.authored' };
  const problems = [status === 'entered-in-error' ? undefined : stands, authored === '' ? unknown : undefined];
  return make(type, withdrawn, parties, options, problems, {
    subject: `Samarbejdsniveau trukket tilbage (${variant.code})`,
    write: (number, { Date: day }) => writeWithdrawal(withdrawn, day, number, { plain: true }),
  });
}

/** What a letter says: its subject, and its text for the number of the citizen and the time of sending. */
interface Message {
  readonly subject: string;
  readonly write: (citizenNumber: string, sent: LocalTime) => Block;
}

async function make(
  type: LetterType,
  told: Particulars,
  parties: Parties,
  options: LetterOptions,
  found: readonly (Problem | undefined)[],
  message: Message,
): Promise<Letter> {
  // Types are not checked at run time: the service passes on what it was sent.
  if (!isLetterType(type)) {
    refuse('letter-type', { place: { option: 'type' }, values: { known: Object.keys(newLetters).join(', ') } });
  }
  const table = tableFor(type, options);
  const problems = found.filter((problem) => problem !== undefined);
  const facts = factsOf(table, told, parties, options, problems, message);
  const { values, letterId } = letterValues(table, facts, options.time, options);
  const bytes = await writeMessage(table, values, letterSources(table));
  if (options.schemaDirectory !== undefined) await assertWellMade(bytes, options.schemaDirectory);
  const name = letterId.replace(/[^\w-]/g, '_');
  return {
    bytes,
    identifier: letterId,
    contentType: 'application/xml; charset=ISO-8859-1',
    filename: `${type}-${name}.xml`,
    warnings: outsideProblems(values, `/Emessage/${table.element}`),
  };
}

/** The version that is sent; a category asks for the later kommunehenvisning, which begins with one. */
function tableFor(type: LetterType, { category }: LetterOptions): LetterTable {
  return type === 'XREF15' && category !== undefined ? xref15Categorised : newLetters[type];
}

/**
 * Ids stand in receipts, names of files and logs: the citizen's number is none, in any spelling. Code:
 * `letter-id-personal`.
 */
function personalIds({ identifiers }: Particulars['citizen'], options: LetterOptions): readonly Problem[] {
  const ids = ['envelopeId', 'letterId', 'episode'] as const;
  return ids
    .filter((option) => holdsNumber(options[option] ?? '', identifiers))
    .map((option) => ({ code: 'letter-id-personal', place: { option } }));
}

/**
 * The facts of a letter; what is wrong with any of them joins the problems that were found. Errors:
 * `letter-option-form`, `letter-id-personal`, those of `readParty`, `readSender`, `citizenNumber`, `patientNames`,
 * `chooseReferrer`, `readDiagnosis` and `checkUnused`.
 */
function factsOf(
  table: LetterTable,
  told: Particulars,
  parties: Parties,
  options: LetterOptions,
  found: readonly Problem[],
  { subject, write }: Message,
): Facts {
  const problems: Problem[] = [...checkUnused(table, options), ...personalIds(told.citizen, options), ...found];
  const sent = attempt(problems, () => danishTime(options.time));
  const sender = attempt(problems, () => readSender(parties.sender, options.senderName));
  const receiver = attempt(problems, () => readParty('receiver', parties.receiver));
  const number = attempt(problems, () => citizenNumber(told.citizen));
  const names = attempt(problems, () => patientNames(told.citizen, options.patientName));
  const referrer = attempt(problems, () => ({ name: chooseReferrer(table, told.professional, options.referrer) }));
  const diagnosis = attempt(problems, () => ({ value: readDiagnosis(options.diagnosis) }));
  const missing = !sent || !sender || !receiver || !number || !names || !referrer || !diagnosis;
  if (missing || problems.length > 0) throw new Refusal(problems);
  return {
    ...{ told, subject, sent, sender, receiver },
    patient: { [numberElement(number)]: number.value, ...names },
    block: write(number.value, sent),
    episode: options.episode ?? (needsEpisode(table) ? derivedEpisode(number.value, told.identity) : undefined),
    episodeType: options.episodeType,
    episodeStatus: options.episodeStatus,
    referrer: referrer.name,
    diagnosis: diagnosis.value,
    category: options.category,
    department: options.department,
  };
}
