import type { CitizenNumber } from '../medcom/message/citizen-number.ts';
import { caveat } from '../resources/words.ts';
import type { LevelStatement } from '../scoring/types.ts';
import { numberText } from './danish.ts';
import { keep, rule, type Sheet, use, write } from './sheet.ts';
import { colors, left, page, styles, width } from './style.ts';

/** The model's caveats. */
const caveats = [
  caveat.da,
  'Det konkrete samarbejdsniveau aftales videre mellem parterne. Modellen kan ikke anvendes til at angive konkrete ydelser hos andre parter, og den erstatter ikke andre gældende aftaler.',
  'Reglens forslag er et forslag til dialogen; den faglige vurdering og aftalen går altid forud.',
].join(' ');

const headTop = 34;

/** The citizen on the first page: read aloud, unlike the repetition on the pages that follow. */
export function writeCitizen(sheet: Sheet, statement: LevelStatement, number: CitizenNumber): void {
  const { doc, root } = sheet;
  root.add(doc.struct('P', {}, () => drawHead(sheet, statement, number)));
  rule(sheet, headTop + 26, colors.accent);
  doc.y = page.margins.top;
}

/** The caveats, below everything else. */
export function writeCaveats(sheet: Sheet): void {
  sheet.doc.y += 9;
  keep(sheet, 40);
  rule(sheet, sheet.doc.y);
  sheet.doc.y += 4;
  write(sheet, sheet.root, 'Note', caveats, styles.quiet);
}

/** The citizen on every further page, and model version and page number on all of them. */
export function writeMargins(sheet: Sheet, statement: LevelStatement, number: CitizenNumber): void {
  const { doc } = sheet;
  const { start, count } = doc.bufferedPageRange();
  for (let index = start; index < start + count; index += 1) {
    doc.switchToPage(index);
    // Text below the margin would begin a new page.
    doc.page.margins.bottom = 0;
    doc.markContent('Artifact', { type: 'Pagination' });
    if (index > start) {
      drawHead(sheet, statement, number);
      doc
        .moveTo(left, headTop + 26)
        .lineTo(left + width, headTop + 26)
        .lineWidth(0.6)
        .stroke(colors.accent);
    }
    drawFoot(sheet, statement, `Side ${index - start + 1} af ${count}`);
    doc.endMarkedContent();
  }
}

function drawHead({ doc }: Sheet, { citizen, variant }: LevelStatement, number: CitizenNumber): void {
  const name = citizen.display ?? [citizen.given, citizen.family].filter((part) => part !== undefined).join(' ');
  const label = number.kind === 'cpr' ? 'CPR-nummer' : 'Erstatnings-CPR-nummer';
  use(doc, { ...styles.strong, size: sizeFor(doc, name, width * 0.62) });
  doc.text(name, left, headTop - 6, { lineBreak: false });
  use(doc, { ...styles.strong, size: 9.5 });
  doc.text(`${label} ${numberText(number.value)}`, left, headTop + 9, { width: width * 0.62, lineBreak: false });
  use(doc, styles.quiet);
  doc.text(variant.title.da, left + width * 0.64, headTop - 4, { width: width * 0.36, height: 28, align: 'right' });
}

/** A long name is set smaller, so that it stays whole on its line. */
function sizeFor(doc: PDFKit.PDFDocument, name: string, room: number): number {
  const most = 11;
  return most * Math.min(1, room / doc.font('bold').fontSize(most).widthOfString(name));
}

function drawFoot({ doc }: Sheet, { variant }: LevelStatement, text: string): void {
  const top = doc.page.height - 36;
  use(doc, styles.quiet);
  doc.text(`Differentieringsmodellen ${variant.code} ${variant.version}`, left, top, { lineBreak: false });
  doc.text(text, left, top, { width, align: 'right', lineBreak: false });
}
