import type { Model } from '../../model/types.ts';
import { refuse } from '../../outcome/problem.ts';
import { type FoundBlock, findBlocks, inPdf } from '../block/find.ts';
import type { CitizenNumber } from '../message/citizen-number.ts';
import type { KnownLetter } from '../message/known-letter.ts';
import { openMessage } from '../message/open.ts';
import { isXbin, type Xbin, xbinOf } from '../xbin/read.ts';
import { attachmentLimits, parseXml } from '../xml/parse.ts';
import type { PlacedDocument } from '../xml/placed.ts';
import { textOf } from '../xml/tree.ts';
import { type BlockReadings, readBlocks } from './blocks.ts';
import { elementsAt, levelPlaces } from './places.ts';
import { searchBlocks } from './search.ts';

/** What one letter or attachment says of levels. */
export interface LetterReading extends BlockReadings {
  /** XDIS01 ..., XBIN01 ... */
  readonly type: string;
  readonly version: string;
  /** Letter/Identifier */
  readonly identifier: string;
  /** Sender/EANIdentifier */
  readonly sender: string;
  readonly citizen: CitizenNumber;
}

export interface ReadOptions {
  /** MedCom's schemas (MEDCOM_XSD_DIR): the letter is checked against them too. */
  readonly schemaDirectory?: string | undefined;
  /** Finds the block in the bytes of an attached PDF; attachments hold none without it. */
  readonly pdfBlock?: ((pdf: Uint8Array) => string | undefined) | undefined;
}

/**
 * The levels in a letter, or in the PDF of an attachment: blocks whose kontrol is right for the letter's own citizen,
 * never a guess from free text (LETTERS.md, Reading). A letter that is not valid is refused, and so is a block of which
 * a part is not understood.
 * Errors: those of `openMessage`, those of `xbinOf` for an attachment, those of `readBlocks`; `no-block` when no level
 * and no withdrawal is found.
 */
export async function readLetters(
  model: Model,
  bytes: Uint8Array,
  options: ReadOptions = {},
): Promise<readonly LetterReading[]> {
  const all = (await readAttachment(model, bytes, options)) ?? (await readMessage(model, bytes, options));
  const found = all.filter(({ levels, withdrawals }) => levels.length + withdrawals.length > 0);
  if (found.length === 0) refuse('no-block', { place: '/Emessage' });
  return found;
}

async function readMessage(
  model: Model,
  bytes: Uint8Array,
  { schemaDirectory }: ReadOptions,
): Promise<readonly LetterReading[]> {
  const { document, letters } = await openMessage(bytes, schemaDirectory);
  return letters.map((letter) => readLetter(model, document, letter));
}

function readLetter(model: Model, document: PlacedDocument, letter: KnownLetter): LetterReading {
  const { table, identifier, citizen, element, place } = letter;
  const sender = textOf(element, 'Sender', 'EANIdentifier') ?? '';
  const { type, version } = table;
  return { type, version, identifier, sender, citizen, ...readBlocks(model, blocksIn(document, letter), place) };
}

/** The blocks of a letter whose kontrol is right for its citizen, each where its kind belongs. */
export function blocksIn(document: PlacedDocument, letter: KnownLetter): readonly FoundBlock[] {
  const { citizen, element } = letter;
  const inText = searchBlocks(document, levelPlaces(letter), citizen.value).valid;
  const recommending = elementsAt(element, ['RecommendedAction', 'Recommendation']);
  const recommended = searchBlocks(document, recommending, citizen.value).valid;
  return [
    ...inText.filter(({ kind }) => kind !== 'recommendation'),
    ...recommended.filter(({ kind }) => kind === 'recommendation'),
  ];
}

/** The same in the PDFs of an attachment; none in one about a system, which is about no citizen. */
export function pdfBlocksIn({ citizen, objects }: Xbin, pdfBlock: ReadOptions['pdfBlock']): readonly FoundBlock[] {
  if (citizen === undefined) return [];
  const texts = objects.flatMap(({ extension, bytes }) => (extension === 'pdf' ? pdfBlock?.(bytes) : undefined) ?? []);
  return texts.flatMap((text) => findBlocks(text, citizen.value, inPdf).valid);
}

/** Undefined for a message that is no attachment. */
async function readAttachment(
  model: Model,
  bytes: Uint8Array,
  { pdfBlock }: ReadOptions,
): Promise<readonly LetterReading[] | undefined> {
  // Only an attachment may be so large that it has to be looked into first; a letter is parsed once.
  if (!mayBeAttachment(bytes)) return undefined;
  const { root } = await parseXml(bytes, attachmentLimits);
  if (!isXbin(root)) return undefined;
  const xbin = xbinOf(root);
  const { type, version, letterId, sender, citizen } = xbin;
  if (citizen === undefined) return [];
  const readings = readBlocks(model, pdfBlocksIn(xbin, pdfBlock), '/Emessage');
  return [{ type, version, identifier: letterId, sender, citizen, ...readings }];
}

function mayBeAttachment(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return text.includes('Object_Base64Encoded');
}
