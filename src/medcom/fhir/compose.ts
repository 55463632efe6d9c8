import type { Bundle } from 'fhir/r4.js';
import type { Problem } from '../../outcome/problem.ts';
import type { LevelStatement, Particulars } from '../../scoring/types.ts';
import { pdfTitle } from '../attach/reference.ts';
import { sendProblem } from '../block/level.ts';
import { type Block, writeBlock, writeWithdrawal } from '../block/write.ts';
import { danishTime } from '../message/time.ts';
import { earlyProblem } from '../new-letter/early.ts';
import { assemble } from './assemble.ts';
import { factsOf, type MessageParties } from './facts.ts';
import type { Follow } from './follow.ts';
import type { MessageOptions } from './options.ts';

/** A CareCommunication as it is sent. */
export interface CareCommunication {
  readonly bundle: Bundle;
  /** MessageHeader.id, which an Acknowledgement answers. */
  readonly messageId: string;
  readonly filename: string;
  /** What is to be said of it, which is whole all the same. */
  readonly warnings: readonly Problem[];
}

/** What goes along with a message. */
export interface Enclosed {
  /** The message that it follows; without one it begins a thread. */
  readonly follow?: Follow | undefined;
  /** The level as a page. */
  readonly pdf?: Uint8Array | undefined;
}

/**
 * A CareCommunication 5.0 that carries the level and its actions in words, as a segment of its own. The same input
 * gives the same message.
 * Errors, several at once where they do not depend on each other: those of `sendProblem`, letter-time-early, those of
 * `factsOf`. Warning: character-outside.
 */
export function composeCareMessage(
  statement: LevelStatement,
  parties: MessageParties,
  options: MessageOptions,
  enclosed: Enclosed = {},
): CareCommunication {
  const { level, variant } = statement;
  const problems = [sendProblem(statement, options.includeSuggestion), earlyProblem(statement, options.time)];
  return make(statement, parties, options, enclosed, problems, {
    topic: `Samarbejdsniveau ${level.code} (${variant.code})`,
    title: pdfTitle(statement),
    // In plain characters: the network may make an XDIS91 of it, in ISO-8859-1.
    write: (number) => writeBlock(statement, number, { plain: true, brief: options.brief }),
  });
}

/**
 * A CareCommunication that says that the level of a withdrawn response counts no more. Errors: as `composeCareMessage`;
 * letter-not-withdrawn for a response that stands, authored-missing where it does not tell which level it was.
 */
export function composeCareWithdrawal(
  withdrawn: Particulars,
  parties: MessageParties,
  options: MessageOptions,
  enclosed: Pick<Enclosed, 'follow'> = {},
): CareCommunication {
  const { status, authored, variant } = withdrawn;
  const stands: Problem = { code: 'letter-not-withdrawn', place: { option: 'withdrawal' } };
  const unknown: Problem = { code: 'authored-missing', place: 'QuestionnaireResponse.authored' };
  const problems = [status === 'entered-in-error' ? undefined : stands, authored === '' ? unknown : undefined];
  return make(withdrawn, parties, options, enclosed, problems, {
    topic: `Samarbejdsniveau trukket tilbage (${variant.code})`,
    title: '',
    write: (number) => writeWithdrawal(withdrawn, danishTime(options.time).Date, number, { plain: true }),
  });
}

/** What a message says. */
interface Said {
  readonly topic: string;
  /** Of the page that is enclosed. */
  readonly title: string;
  readonly write: (citizenNumber: string) => Block;
}

const correction = 'Rettelse: niveauet herunder træder i stedet for det, der er sendt tidligere i denne tråd.';

function make(
  told: Particulars,
  parties: MessageParties,
  options: MessageOptions,
  { follow, pdf }: Enclosed,
  found: readonly (Problem | undefined)[],
  { topic, title, write }: Said,
): CareCommunication {
  const facts = factsOf(told, parties, options, follow, found);
  const block = write(facts.number.value);
  const own = options.text ?? (follow?.how === 'correct' ? correction : undefined);
  const texts = [...(own === undefined ? [] : [own]), block.text];
  const { bundle, messageId } = assemble({
    told,
    facts,
    options,
    follow,
    topic,
    texts,
    pdf: pdf && { title, bytes: pdf },
  });
  return { bundle, messageId, filename: `CareCommunication-${messageId}.json`, warnings: outsideProblems(block) };
}

function outsideProblems({ outside }: Block): readonly Problem[] {
  if (outside.length === 0) return [];
  const values = { characters: outside.join(', ') };
  return [{ code: 'character-outside', place: 'Communication.payload', values }];
}
