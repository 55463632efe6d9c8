import { sendProblem } from '../medcom/block/level.ts';
import { writeBlock } from '../medcom/block/write.ts';
import { citizenNumber } from '../medcom/message/citizen-number.ts';
import { Refusal } from '../outcome/problem.ts';
import type { Citizen, LevelStatement, Suggestion } from '../scoring/types.ts';
import { writeActions } from './actions.ts';
import { embedBlock } from './block-file.ts';
import { instantOf } from './danish.ts';
import { writeFactors } from './factors.ts';
import { writeComment, writeFacts } from './facts.ts';
import type { Fonts } from './fonts.ts';
import { writeLevel } from './level.ts';
import { writeCaveats, writeCitizen, writeMargins } from './margins.ts';
import type { Sheet } from './sheet.ts';
import { page } from './style.ts';

/**
 * The assessment as a Danish page, A4 (more pages where long texts need them), for people. A file in it holds the
 * letter block, which `readPdfBlock` gives back: once for each number of the citizen, since the letter that it goes
 * with may have a replacement number where the response has the CPR too, and the block reads under the letter's number
 * alone. The same assessment gives the same bytes.
 * Errors: `letter-withdrawn`, those of `writeBlock` and `citizenNumber`; nothing is made without a citizen's number.
 */
export async function pdf(statement: LevelStatement, suggestion: Suggestion, fonts: Fonts): Promise<Uint8Array> {
  const unsendable = sendProblem(statement, true);
  if (unsendable !== undefined) throw new Refusal([unsendable]);
  const number = citizenNumber(statement.citizen);
  const block = numbersOf(statement.citizen)
    .map((each) => writeBlock(statement, each, { plain: false }).lines.join('\n'))
    .join('\n');
  const kind = statement.basis === 'forslag' ? 'Forslag til samarbejdsniveau' : 'Samarbejdsniveau';
  const title = `${kind} ${statement.level.code} (${statement.variant.code})`;
  const sheet = await open(statement, title, fonts);
  embedBlock(sheet.doc, block);
  const bytes = collect(sheet.doc);
  writeCitizen(sheet, statement, number);
  writeLevel(sheet, statement);
  writeFacts(sheet, statement);
  writeActions(sheet, statement);
  writeFactors(sheet, statement, suggestion);
  writeComment(sheet, statement);
  writeCaveats(sheet);
  sheet.root.end();
  writeMargins(sheet, statement, number);
  sheet.doc.end();
  return bytes;
}

/** The number that the page has first. */
function numbersOf(citizen: Citizen): readonly string[] {
  const { cpr, replacement, identifiers } = citizen;
  const others = [replacement, ...identifiers].flatMap((each) => each?.value ?? []);
  return [...new Set([...(cpr === undefined ? [] : [cpr]), ...others])];
}

async function open(statement: LevelStatement, title: string, fonts: Fonts): Promise<Sheet> {
  // Loaded when first needed: it takes some 100 ms, and most runs make no PDF.
  const { default: PDFDocument } = await import('pdfkit');
  const doc = new PDFDocument({
    ...page,
    margins: { ...page.margins },
    pdfVersion: '1.7',
    lang: 'da',
    tagged: true,
    displayTitle: true,
    // The page numbers need the number of pages.
    bufferPages: true,
    info: {
      // pdfkit 0.20.2 writes it into the XMP metadata as it stands, where it would break the XML.
      Title: title.replace(/[&<>]/g, ' '),
      Creator: 'Niveau',
      Producer: 'Niveau',
      CreationDate: instantOf(statement),
    },
  });
  doc.registerFont('regular', Buffer.from(fonts.regular)).registerFont('bold', Buffer.from(fonts.bold));
  const root = doc.struct('Document');
  doc.addStructure(root);
  return { doc, root };
}

function collect(doc: PDFKit.PDFDocument): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const parts: Uint8Array[] = [];
  doc.on('data', (part: Uint8Array) => parts.push(part));
  doc.on('end', () => resolve(Buffer.concat(parts)));
  doc.on('error', reject);
  return promise;
}
