import { type Problem, Refusal, refuse } from '../../outcome/problem.ts';
import type { LevelStatement } from '../../scoring/types.ts';
import { sendProblem } from '../block/level.ts';
import { type Block, type BlockForm, writeBlock } from '../block/write.ts';
import type { KnownLetter } from '../message/known-letter.ts';
import type { Message } from '../message/open.ts';
import { levelPlaces } from '../read/places.ts';
import { categoryCode } from '../tables/codes.ts';
import { hasElement } from '../tables/lookup.ts';
import type { Encoding } from '../xml/prolog.ts';
import { editedStepByStep, insertedAtOnce } from './at-once.ts';
import { chooseLetter } from './choose.ts';
import type { Edit } from './edit.ts';
import { insertBlock, replaceBlock } from './level.ts';
import type { AttachOptions } from './options.ts';
import { presentBlock } from './present.ts';
import { recommendationEdits } from './recommendation.ts';
import { type PdfReference, pdfReference, referenceEdits } from './reference.ts';

/** A letter that carries the level. */
export interface Attached {
  readonly bytes: Uint8Array;
  /** False where the letter had the same already: the bytes are the ones that came in. */
  readonly changed: boolean;
  /** With the letter's own charset. */
  readonly contentType: string;
  readonly letter: KnownLetter;
  /** What the caller writes the XBIN with, when it has given the size of a PDF. */
  readonly reference: PdfReference | undefined;
  /** What is to be said of the letter itself, which stays the sender's to mend. */
  readonly warnings: readonly Problem[];
}

/**
 * Puts the level and its actions into a letter that is about to be sent (LETTERS.md, a and c; MEDCOM.md, Rules for
 * attaching). Every byte outside the block stays as it was. The same level twice changes nothing; a newer one of the
 * same variant replaces the older.
 * Errors: those of `sendProblem` and `writeBlock`, `openMessage`, `chooseLetter`, `presentBlock`, `insertBlock`,
 * `replaceBlock`, `recommendationEdits` and `referenceEdits`; `xml-character`. A plain Error when the letter made is
 * not valid, which is a mistake of ours.
 */
export async function attachStatement(
  letterBytes: Uint8Array,
  statement: LevelStatement,
  options: AttachOptions = {},
): Promise<Attached> {
  const unsendable = sendProblem(statement, options.includeSuggestion);
  if (unsendable !== undefined) throw new Refusal([unsendable]);
  checkCategory(options.category);
  const draft = (message: Message) => draftOf(message, statement, options);
  const { schemaDirectory } = options;
  const { message, letter, block, reference, bytes } =
    (await insertedAtOnce(letterBytes, schemaDirectory, draft)) ??
    (await editedStepByStep(letterBytes, schemaDirectory, draft));
  return {
    bytes,
    changed: bytes !== letterBytes,
    contentType: `application/xml; charset=${charsets[message.document.encoding]}`,
    letter,
    reference,
    warnings: [...message.warnings, ...unusedCategory(letter, options.category), ...outsideProblems(block, letter)],
  };
}

/** Characters that other systems' converters stop at, since the letter's encoding lacks them. */
function outsideProblems({ outside }: Block, { place }: KnownLetter): readonly Problem[] {
  if (outside.length === 0) return [];
  return [{ code: 'character-outside', place, values: { characters: outside.join(', ') } }];
}

/** The letter is whole without it, but whoever gave it may have meant another letter. */
function unusedCategory({ table, place }: KnownLetter, category: string | undefined): readonly Problem[] {
  const texts = ['RelevantClinicalInformation', 'ClinicalInformation'];
  if (category === undefined || texts.some((text) => hasElement(table.rows, text, 'CategoryCode'))) return [];
  const values = { type: table.version };
  return [{ code: 'letter-option-unused', severity: 'warning', place, values }];
}

/** A letter that has no category takes none; a category that there is not is a slip all the same. */
function checkCategory(category: string | undefined): void {
  if (category === undefined || categoryCode.codes.includes(category)) return;
  const values = { element: 'CategoryCode', codes: categoryCode.codes.join(', ') };
  refuse('letter-code-unknown', { place: { option: 'category' }, values });
}

/** What goes into a letter, and where. */
interface Draft {
  readonly letter: KnownLetter;
  readonly block: Block;
  readonly reference: PdfReference | undefined;
  readonly edits: readonly Edit[];
}

function draftOf(message: Message, statement: LevelStatement, options: AttachOptions): Draft {
  const { document } = message;
  const letter = chooseLetter(message.letters, statement.citizen, options.letter);
  const form: BlockForm = { plain: document.encoding !== 'utf-8', brief: options.brief };
  const block = writeBlock(statement, letter.citizen.value, form);
  const { pdfSize } = options;
  const reference = pdfSize === undefined ? undefined : pdfReference(statement, block, letter, pdfSize);
  const present = presentBlock(document, letter, 'level', levelPlaces(letter), statement);
  const insertion = { document, letter, place: letter.table.level, block, category: options.category };
  const level = present === undefined ? insertBlock(insertion) : replaceBlock(insertion, present);
  // In the order of the tables, since two of them may stand at one place.
  const edits = [
    ...recommendationEdits(document, letter, statement, form, options),
    ...(level === undefined ? [] : [level]),
    ...referenceEdits(document, letter, statement, block, reference),
  ];
  return { letter, block, reference, edits };
}

const charsets: Readonly<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'iso-8859-1': 'ISO-8859-1',
  'windows-1252': 'windows-1252',
};
