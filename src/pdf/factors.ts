import { factorsHead, labels } from '../medcom/block/words.ts';
import type { Variant } from '../model/types.ts';
import type { FactorAnswer, LevelStatement, Suggestion } from '../scoring/types.ts';
import { capital } from './danish.ts';
import {
  beside,
  type Column,
  decorate,
  type Element,
  heightOf,
  keep,
  rule,
  type Sheet,
  section,
  within,
  write,
} from './sheet.ts';
import { colors, left, styles, width } from './style.ts';

const name: Column = { x: left, width: 196 };
const meter = { x: left + 202, field: 8, gap: 2 };
const rating: Column = { x: left + 250, width: 138 };
const weight: Column = { x: left + 394, width: width - 394 };
const reason: Column = { x: left + 10, width: width - 10 };

/** The factors with their ratings, weights and reasons, and what the rule makes of them. */
export function writeFactors(sheet: Sheet, statement: LevelStatement, suggestion: Suggestion): void {
  section(sheet, factorsHead(statement.variant).replace(/:$/, ''));
  within(sheet, sheet.root, 'Table', (table) => {
    writeHead(sheet, table);
    for (const answer of statement.factors) writeFactor(sheet, table, answer, statement);
  });
  writeSuggestion(sheet, statement, suggestion);
}

function writeHead(sheet: Sheet, table: Element): void {
  within(sheet, table, 'TR', (row) => {
    beside(sheet, [
      () => write(sheet, row, 'TH', 'Faktor', styles.quiet, name),
      () => write(sheet, row, 'TH', 'Vurdering', styles.quiet, rating),
      () => write(sheet, row, 'TH', 'Vægt', styles.quiet, weight),
    ]);
  });
  rule(sheet, sheet.doc.y + 1);
  sheet.doc.y += 3;
}

function writeFactor(sheet: Sheet, table: Element, answer: FactorAnswer, { variant }: LevelStatement): void {
  const { doc } = sheet;
  const label = capital(answer.factor.text.da);
  const rated = answer.ratingConcept?.text.da ?? labels.notRated;
  keep(sheet, Math.max(heightOf(sheet, label, styles.strong, name), heightOf(sheet, rated, styles.body, rating)) + 14);
  drawMeter(sheet, answer.rating, variant, doc.y + 1.5);
  within(sheet, table, 'TR', (row) => {
    beside(sheet, [
      () => write(sheet, row, 'TD', label, styles.strong, name),
      () => write(sheet, row, 'TD', rated, styles.body, rating),
      () => write(sheet, row, 'TD', weightOf(answer), styles[answer.weight > 1 ? 'stress' : 'quiet'], weight),
    ]);
    if (answer.reason !== undefined) write(sheet, row, 'TD', `${labels.reason} ${answer.reason}`, styles.body, reason);
  });
  doc.y += 3;
}

function weightOf({ weight, weightConcept }: FactorAnswer): string {
  return weight > 1 ? `${weightConcept.text.da} (tæller ${weight})` : weightConcept.text.da;
}

/**
 * A field for each step of the factor scale, as many of them filled as the rating says; nothing at all where it is not
 * rated.
 */
function drawMeter(sheet: Sheet, rating: number | undefined, { scale }: Variant, top: number): void {
  const [least, most] = [scale[0]?.value ?? 0, scale.at(-1)?.value ?? 0];
  if (rating === undefined) return;
  const value = rating - least;
  decorate(sheet, (doc) => {
    for (let index = 0; index < most - least; index += 1) {
      doc.rect(meter.x + index * (meter.field + meter.gap), top, meter.field, 6).lineWidth(0.6);
      if (index < value) doc.fillAndStroke(colors.accent, colors.accent);
      else doc.fillAndStroke(colors.white, colors.line);
    }
  });
}

function writeSuggestion(sheet: Sheet, { variant }: LevelStatement, suggestion: Suggestion): void {
  const { doc, root } = sheet;
  section(sheet, 'Reglens forslag');
  write(sheet, root, 'P', suggestion.explanation.da, styles.body);
  const score =
    suggestion.score === undefined
      ? 'Ingen belastningsscore, fordi ikke alle faktorer er vurderet.'
      : `Belastningsscore ${suggestion.score} af ${suggestion.maximum}; den følger borgeren over tid og bestemmer ikke niveauet.`;
  doc.y += 1;
  write(sheet, root, 'P', `${score} Regel: ${variant.rule.code} ${variant.rule.version}.`, styles.quiet);
}
