import { basisWords, onlySuggested } from '../medcom/block/words.ts';
import type { LevelStatement } from '../scoring/types.ts';
import { capital, danishDate } from './danish.ts';
import { beside, type Column, decorate, heightOf, type Sheet, write } from './sheet.ts';
import { colors, left, styles, width } from './style.ts';

const padding = 10;
const square = 58;
const text: Column = { x: left + square + 2 * padding, width: width - square - 3 * padding };
const field = { size: 17, step: 20 };

/** The level in force with its source words, how it came about, and where it stands on the scale. */
export function writeLevel(sheet: Sheet, statement: LevelStatement): void {
  const { doc, root } = sheet;
  const { variant, level } = statement;
  const title = `Samarbejdsniveau ${level.code} af ${variant.levels[0]?.code}-${variant.levels.at(-1)?.code}`;
  const status = statusLine(statement);
  const texts = level.texts.map(({ label, text }) => `${label.da}: ${text.da}`);
  const top = doc.y;
  // Beside the scale.
  const head: Column = { ...text, width: text.width - variant.levels.length * field.step - padding };
  const height = texts.reduce((sum, each) => sum + heightOf(sheet, each, styles.body, text) + 2, 0);
  const inner = heightOf(sheet, title, styles.title, head) + heightOf(sheet, status, styles.strong, head) + 6 + height;
  const box = Math.max(square, inner) + 2 * padding;
  decorate(sheet, () => {
    doc.roundedRect(left, top, width, box, 5).fill(colors.tint);
    const digit = doc.roundedRect(left + padding, top + padding, square, square, 5);
    // A level that nobody assessed looks like one: an outline.
    if (statement.basis === 'forslag') digit.lineWidth(1.5).fillAndStroke(colors.white, colors.accent);
    else digit.fill(colors.accent);
  });
  drawScale(sheet, statement, top + padding + 4);
  doc.y = top + padding;
  beside(sheet, [
    () => drawDigit(sheet, statement, top + padding),
    () => {
      write(sheet, root, 'H1', title, styles.title, head);
      write(sheet, root, 'P', status, styles.strong, head);
      doc.y += 4;
      for (const each of texts) {
        write(sheet, root, 'P', each, styles.body, text);
        doc.y += 2;
      }
    },
  ]);
  doc.y = top + box;
}

/** "Aftalt 22. januar 2026", and what a suggestion is not. */
function statusLine({ basis, day }: LevelStatement): string {
  const line = `${capital(basisWords[basis])} ${danishDate(day)}`;
  return basis === 'forslag' ? `${line}. ${onlySuggested}` : line;
}

function drawDigit(sheet: Sheet, { basis, level: { code } }: LevelStatement, top: number): void {
  decorate(sheet, (doc) => {
    const { font, size, color } = styles.digit;
    doc
      .font(font)
      .fontSize(size)
      .fillColor(basis === 'forslag' ? colors.accent : color);
    doc.text(code, left + padding, top + (square - doc.currentLineHeight()) / 2, { width: square, align: 'center' });
  });
}

/** Every level of the model as a row of fields, the one in force filled. */
function drawScale(sheet: Sheet, { variant, level }: LevelStatement, top: number): void {
  const { size, step } = field;
  const start = left + width - padding - (variant.levels.length - 1) * step - size;
  decorate(sheet, (doc) => {
    for (const [index, each] of variant.levels.entries()) {
      const chosen = each.code === level.code;
      const x = start + index * step;
      doc.roundedRect(x, top, size, size, 3).lineWidth(0.8);
      if (chosen) doc.fill(colors.accent);
      else doc.fillAndStroke(colors.white, colors.line);
      doc
        .font('bold')
        .fontSize(8)
        .fillColor(chosen ? colors.white : colors.quiet);
      doc.text(each.code, x, top + (size - doc.currentLineHeight()) / 2, { width: size, align: 'center' });
    }
  });
}
