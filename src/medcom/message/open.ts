import type { XmlPlace } from '../../outcome/place.ts';
import { type Problem, Refusal, refuse } from '../../outcome/problem.ts';
import { letterRow, tablesOf } from '../tables/letters.ts';
import { neverCarries } from '../tables/never.ts';
import { envelope } from '../tables/parts.ts';
import { one } from '../tables/rows.ts';
import type { LetterTable } from '../tables/types.ts';
import { letterLimits, withDocument } from '../xml/parse.ts';
import { type PlacedDocument, type PlacedElement, placedElementsOf, placeElements } from '../xml/placed.ts';
import { readProlog } from '../xml/prolog.ts';
import { complaintsOf, type SchemaComplaint } from '../xml/schema.ts';
import { textOf } from '../xml/tree.ts';
import { checkElement } from './check.ts';
import { numberIn } from './citizen-number.ts';
import { factProblems } from './facts.ts';
import { freeTextLength } from './free-text.ts';
import type { KnownLetter } from './known-letter.ts';

/** A message that was read and held against its tables, and its schema where the caller has one. */
export interface Message {
  readonly document: PlacedDocument;
  readonly letters: readonly KnownLetter[];
  readonly warnings: readonly Problem[];
}

/**
 * Reads an Emessage: bytes at the door, the letters that may carry a level, each valid by its table and by MedCom's
 * schema. Letters of other kinds beside them, and Local_Elements, are not looked into.
 * Errors: those of `parseXml`; `letter-unknown`, `letter-never-carries`, `letter-version-unknown`; those of
 * `checkElement`; `letter-schema`; those of `factProblems`. All of one step at once.
 */
export async function openMessage(bytes: Uint8Array, schemaDirectory: string | undefined): Promise<Message> {
  return withDocument(bytes, letterLimits, (parsed, libxml2, encoding) =>
    messageOf(placeElements(bytes, encoding), () =>
      schemaDirectory === undefined ? [] : complaintsOf(parsed, libxml2, schemaDirectory),
    ),
  );
}

/**
 * The same for bytes that libxml2 has not judged, for whoever has it judge what is made of them: they may not be XML at
 * all, and what is said against them then may be wrong. Errors: as `openMessage`, and others.
 */
export function scanMessage(bytes: Uint8Array): Message {
  return messageOf(placeElements(bytes, readProlog(bytes)), noComplaints);
}

const noComplaints = (): readonly SchemaComplaint[] => [];

function messageOf(document: PlacedDocument, complaints: () => readonly SchemaComplaint[]): Message {
  const letters = lettersOf(document.root);
  const problems = tableProblems(document.root, letters);
  if (problems.length > 0) throw new Refusal(problems);
  const against = complaints();
  if (against.length > 0) throw new Refusal(against.map(schemaProblem));
  const known = letters.map(identified);
  const { errors, warnings } = factProblems(known);
  if (errors.length > 0) throw new Refusal(errors);
  return { document, letters: known, warnings };
}

type Found = Pick<KnownLetter, 'table' | 'element' | 'place'>;

function lettersOf(root: PlacedElement): readonly Found[] {
  const children = root.name === 'Emessage' ? placedElementsOf(root) : [];
  const letters = children.filter(({ name }) => name !== 'Envelope' && name !== 'Local_Elements');
  const known: Found[] = [];
  for (const element of letters) {
    const tables = tablesOf(element.namespace, element.name);
    if (element.namespace !== root.namespace || tables.length === 0) continue;
    known.push({ table: tableOf(tables, element), element, place: placeOf(element, letters) });
  }
  if (known.length > 0) return known;
  const [first] = letters;
  const type = first === undefined ? undefined : neverCarries.get(first.name);
  if (type !== undefined) refuse('letter-never-carries', { place: { xpath: '/Emessage' }, values: { type } });
  refuse('letter-unknown', { place: { xpath: '/' } });
}

/** By the version that the letter itself names. */
function tableOf(tables: readonly LetterTable[], element: PlacedElement): LetterTable {
  const version = textOf(element, 'Letter', 'VersionCode');
  const table = tables.find((each) => each.version === version);
  if (table !== undefined) return table;
  const known = tables.map((each) => each.version).join(', ');
  refuse('letter-version-unknown', {
    place: { xpath: `/Emessage/${element.name}/Letter/VersionCode` },
    values: { known },
  });
}

function placeOf(element: PlacedElement, letters: readonly PlacedElement[]): XmlPlace {
  if (letters.length === 1) return { xpath: `/Emessage/${element.name}` };
  const alike = letters.filter(({ name }) => name === element.name);
  const position = alike.length > 1 ? `[${alike.indexOf(element) + 1}]` : '';
  return { xpath: `/Emessage/${element.name}${position}` };
}

function tableProblems(root: PlacedElement, letters: readonly Found[]): readonly Problem[] {
  const [first] = placedElementsOf(root);
  const problems: Problem[] = [];
  if (root.strangeAttribute) problems.push({ code: 'letter-attribute-unexpected', place: { xpath: '/Emessage' } });
  if (first !== undefined) problems.push(...checkElement(envelopeRow, first, '/Emessage/Envelope'));
  for (const { table, element, place } of letters)
    problems.push(...checkElement(letterRow(table), element, place.xpath));
  return problems;
}

const envelopeRow = one('Envelope', envelope);

/**
 * The path is one of positions, since libxml2 names no element of a namespace; the rule names elements of the schema
 * alone.
 */
function schemaProblem({ line, path, rule }: SchemaComplaint): Problem {
  const xpath = /^[/*[\]\d]+$/.test(path) ? path : '/';
  return { code: 'letter-schema', place: { xpath, line }, values: { rule: rule.replace(/^[^:]*: /, '') } };
}

/** What a letter that is valid by its table has. */
function identified({ table, element, place }: Found): KnownLetter {
  const citizen = numberIn(element) ?? { kind: 'replacement', value: '' };
  const identifier = textOf(element, 'Letter', 'Identifier') ?? '';
  return { table, element, place, identifier, citizen, length: freeTextLength(table.rows, element) };
}
