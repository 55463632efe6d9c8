import { refuse } from '../../outcome/problem.ts';
import { findBlocks } from '../block/find.ts';
import { levelMarker, recommendationMarker } from '../block/grammar.ts';
import { type ActionLine, type LevelBlock, parseActions, parseBlock } from '../block/parse.ts';
import type { KnownLetter } from '../message/known-letter.ts';
import { openMessage } from '../message/open.ts';
import type { CitizenNumber } from '../new-letter/patient.ts';
import { isXbin, xbinOf } from '../xbin/read.ts';
import { attachmentLimits, parseXml } from '../xml/parse.ts';
import type { PlacedDocument } from '../xml/placed.ts';
import { elementsAt, levelPlaces } from './places.ts';
import { searchBlocks } from './search.ts';

/** The citizen's own GP is asked to take these actions. */
export interface Recommendation {
  readonly variant: string;
  readonly version: string;
  readonly date: string;
  readonly actions: readonly ActionLine[];
}

/** What one letter or attachment says of levels. */
export interface LetterReading {
  /** XDIS01 ..., XBIN01 ... */
  readonly type: string;
  readonly version: string;
  /** Letter/Identifier */
  readonly identifier: string;
  readonly citizen: CitizenNumber;
  readonly levels: readonly LevelBlock[];
  readonly recommendations: readonly Recommendation[];
}

export interface ReadOptions {
  /** MedCom's schemas (MEDCOM_XSD_DIR): the letter is checked against them too. */
  readonly schemaDirectory?: string | undefined;
  /** Finds the block in the bytes of an attached PDF; attachments hold none without it. */
  readonly pdfBlock?: ((pdf: Uint8Array) => string | undefined) | undefined;
}

/**
 * The levels in a letter, or in the PDF of an attachment: blocks whose kontrol is right for the letter's own citizen, never a guess from free
 * text (LETTERS.md, Reading). A letter that is not valid is refused.
 * Errors: those of `openMessage`, those of `xbinOf` for an attachment; `no-block` when nothing is found.
 */
export async function read(bytes: Uint8Array, options: ReadOptions = {}): Promise<readonly LetterReading[]> {
  const all = (await readAttachment(bytes, options)) ?? (await readLetters(bytes, options));
  const found = all.filter(({ levels, recommendations }) => levels.length + recommendations.length > 0);
  if (found.length === 0) refuse('no-block', { place: '/Emessage' });
  return found;
}

async function readLetters(bytes: Uint8Array, { schemaDirectory }: ReadOptions): Promise<readonly LetterReading[]> {
  const { document, letters } = await openMessage(bytes, schemaDirectory);
  return letters.map((letter) => readLetter(document, letter));
}

function readLetter(document: PlacedDocument, letter: KnownLetter): LetterReading {
  const { table, identifier, citizen, element } = letter;
  const levels = searchBlocks(document, levelPlaces(letter), levelMarker, citizen.value).valid;
  const places = elementsAt(element, ['RecommendedAction', 'Recommendation']);
  const recommended = searchBlocks(document, places, recommendationMarker, citizen.value).valid;
  return {
    type: table.type,
    version: table.version,
    identifier,
    citizen,
    levels: levels.map(({ text }) => parseBlock(text)),
    recommendations: recommended.map(({ head: [variant = '', version = '', date = ''], text }) => {
      return { variant, version, date, actions: parseActions(text) };
    }),
  };
}

/** Undefined for a message that is no attachment. */
async function readAttachment(
  bytes: Uint8Array,
  { pdfBlock }: ReadOptions,
): Promise<readonly LetterReading[] | undefined> {
  // Only an attachment may be so large that it has to be looked into first; a letter is parsed once.
  if (!mayBeAttachment(bytes)) return undefined;
  const { root } = await parseXml(bytes, attachmentLimits);
  if (!isXbin(root)) return undefined;
  const { type, version, letterId, citizenNumber = '', objects } = xbinOf(root);
  const texts = objects.flatMap(({ extension, bytes: object }) => {
    return (extension === 'pdf' ? pdfBlock?.(object) : undefined) ?? [];
  });
  const levels = texts.flatMap((text) => {
    return findBlocks(text, levelMarker, citizenNumber).valid.map(({ start, end }) =>
      parseBlock(text.slice(start, end)),
    );
  });
  const citizen: CitizenNumber = {
    element: /^\d{10}$/.test(citizenNumber) ? 'CivilRegistrationNumber' : 'AlternativeIdentifier',
    value: citizenNumber,
  };
  return [{ type, version, identifier: letterId, citizen, levels, recommendations: [] }];
}

function mayBeAttachment(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return text.includes('Object_Base64Encoded');
}
