import { uuidFor } from '../../model/uuid.ts';
import { refuse } from '../../outcome/problem.ts';
import type { LevelStatement } from '../../scoring/types.ts';
import type { Block } from '../block/write.ts';
import type { KnownLetter } from '../message/known-letter.ts';
import { positionsOf } from '../tables/lookup.ts';
import type { PlacedDocument, PlacedElement } from '../xml/placed.ts';
import { childrenNamed, elementsOf, textOf } from '../xml/tree.ts';
import { insertChild } from './container.ts';
import type { Edit } from './edit.ts';
import { markupOf, wrapped } from './markup.ts';

/** The PDF that a letter refers to; its XBIN has the same identifier, with hyphens. */
export interface PdfReference {
  readonly objectIdentifier: string;
  readonly description: string;
  readonly size: number;
}

/** The reference to the PDF of an assessment in one letter. The same for the same assessment and letter. */
export function pdfReference(statement: LevelStatement, block: Block, letter: KnownLetter, size: number): PdfReference {
  const description = `${pdfTitle(statement)}.pdf`;
  return { objectIdentifier: objectIdentifier(statement, block, letter), description, size };
}

/** What the PDF of a level is called. */
export function pdfTitle({ variant, level, day }: LevelStatement): string {
  return `Samarbejdsniveau ${level.code} (${variant.code} ${variant.version}) ${day}`;
}

/** Letter ids are the sender's own: another sender may have the same, and so may another citizen's response. */
function objectIdentifier({ identity }: LevelStatement, { lines }: Block, letter: KnownLetter): string {
  const sender = textOf(letter.element, 'Sender', 'EANIdentifier');
  return uuidFor(JSON.stringify([sender, letter.citizen.value, letter.identifier, identity, lines]));
}

/**
 * The edit that refers to the PDF, or replaces our own older reference of the variant as a whole (LETTERS.md, Replacing
 * 7). Without a PDF a reference of ours to another statement's PDF is never left beside a level.
 * Errors: `no-reference`, `references-full`, `reference-stale`.
 */
export function referenceEdits(
  { encoding }: PlacedDocument,
  letter: KnownLetter,
  statement: LevelStatement,
  block: Block,
  reference: PdfReference | undefined,
): readonly Edit[] {
  const { table, element, place } = letter;
  const row = positionsOf(table.rows).get('Reference')?.row;
  const there = childrenNamed<PlacedElement>(element, 'Reference');
  const [ours, ...more] = there.filter((each) => isOurs(each, statement.variant.code));
  // Worked out for a letter that has one alone: it is a sixteenth of an attach.
  const isStale =
    ours !== undefined &&
    textOf(ours, 'BIN', 'ObjectIdentifier') !== withoutHyphens(objectIdentifier(statement, block, letter));
  if (more.length > 0 || (reference === undefined && isStale)) {
    refuse('reference-stale', { place: { option: 'pdfLetter' } });
  }
  if (reference === undefined) return [];
  if (row === undefined) refuse('no-reference', { place });
  // By the prefix of the letter: ours may have declared one for itself, which goes with it.
  const text = markup(reference, element.prefix, encoding);
  if (ours !== undefined) return [{ start: ours.start, end: ours.end, text }];
  if (there.length >= row.most) refuse('references-full', { place, values: { most: String(row.most) } });
  return [insertChild(element, table.rows, 'Reference', text)];
}

/** True for a reference to a PDF of the variant that was put in by this program. */
function isOurs(reference: PlacedElement, variant: string): boolean {
  const description = textOf(reference, 'RefDescription') ?? '';
  const ofVariant = /^Samarbejdsniveau \S+ \((\S+) \S+\) \d{4}-\d{2}-\d{2}\.pdf$/.exec(description)?.[1];
  return ofVariant === variant && elementsOf(reference).some(({ name }) => name === 'BIN');
}

/** There is room for 35 characters (MEDCOM.md, Traps). */
function withoutHyphens(objectIdentifier: string): string {
  return objectIdentifier.replaceAll('-', '');
}

function markup(
  { objectIdentifier, description, size }: PdfReference,
  prefix: string,
  encoding: PlacedDocument['encoding'],
): string {
  const element = (name: string, content: string) => wrapped([name], prefix, content);
  const bin = [
    element('ObjectIdentifier', withoutHyphens(objectIdentifier)),
    element('ObjectCode', 'vektor_grafik'),
    element('ObjectExtensionCode', 'pdf'),
    element('OriginalObjectSize', String(size)),
  ];
  return element(
    'Reference',
    element('RefDescription', markupOf(description, encoding)) + element('BIN', bin.join('')),
  );
}
