import { requireStatement } from '../medcom/block/level.ts';
import { writeBlock } from '../medcom/block/write.ts';
import { citizenNumber } from '../medcom/message/citizen-number.ts';
import { loadFonts } from '../pdf/fonts.ts';
import { pdf } from '../pdf/pdf.ts';
import type { LevelStatement, Suggestion } from '../scoring/types.ts';
import type { ScoredResponse } from './score.ts';

/**
 * The level of a scored response and its actions as a page for people (PDF). Errors: those of `requireStatement` and
 * `pdf`.
 */
export function drawLevel({ assessment }: ScoredResponse): Promise<Uint8Array> {
  return drawStatement(requireStatement(assessment), assessment.suggestion);
}

/** The same for a level that was stated already. */
export function drawStatement(statement: LevelStatement, suggestion: Suggestion): Promise<Uint8Array> {
  return pdf(statement, suggestion, loadFonts());
}

/**
 * The text of the level of a response, as it stands in a letter that has room for all characters: also of a level that
 * is only suggested, since nothing is sent. Errors: those of `requireStatement`, `citizenNumber` and `writeBlock`.
 */
export function showBlock({ assessment }: ScoredResponse): string {
  const statement = requireStatement(assessment);
  return writeBlock(statement, citizenNumber(statement.citizen).value, { plain: false }).lines.join('\n');
}
