import type { LevelStatement } from '../scoring/types.ts';
import { danishDate, danishInstant } from './danish.ts';
import { beside, type Column, keep, type Sheet, section, within, write } from './sheet.ts';
import { left, styles, width } from './style.ts';

const labels: Column = { x: left, width: 118 };
const values: Column = { x: left + 124, width: width - 124 };

/** A label and what is said under it; undefined where nothing is. */
type Fact = readonly [label: string, value: string | undefined];

/** Who assessed and agreed what, how the citizen took part, and what comes next. */
export function writeFacts(sheet: Sheet, statement: LevelStatement): void {
  section(sheet, 'Vurdering og aftale');
  const { professional, participation, coordinator, tools, reassessment } = statement;
  const by = professional?.display ?? professional?.identifiers[0]?.value;
  list(sheet, [
    [statement.assessed === undefined ? 'Besvaret af' : 'Vurderet af', by ?? 'ikke oplyst'],
    ['Tidspunkt', danishInstant(statement.authored)],
    ['Fagpersonens vurdering', assessed(statement)],
    ['Begrundelse for niveauet', statement.assessed?.reason],
    ['Aftale', agreement(statement)],
    ['Borgerens deltagelse', participation?.concept.text.da],
    ['Bemærkning', participation?.remark],
    ['Koordinerende fagperson', coordinator],
    ['Redskaber', tools.map((tool) => tool.text.da).join(', ')],
    ['Revurderes', reassessment && danishDate(reassessment)],
  ]);
}

/** What was typed as a comment, last, since it may be long. */
export function writeComment(sheet: Sheet, { comment }: LevelStatement): void {
  if (comment === undefined) return;
  section(sheet, 'Kommentar');
  write(sheet, sheet.root, 'P', comment, styles.body);
}

function assessed({ assessed }: LevelStatement): string {
  return assessed === undefined ? 'Niveauet er ikke vurderet af en fagperson' : `Niveau ${assessed.level.code}`;
}

function agreement({ agreed, day }: LevelStatement): string {
  if (agreed === undefined) return 'Niveauet er endnu ikke aftalt mellem parterne';
  const parties = agreed.parties.map((party) => party.text.da).join(', ');
  return `Niveau ${agreed.level.code}, ${danishDate(day)}${parties === '' ? '' : `, mellem ${parties}`}`;
}

function list(sheet: Sheet, facts: readonly Fact[]): void {
  within(sheet, sheet.root, 'L', (list) => {
    for (const [label, value] of facts) {
      if (value === undefined || value === '') continue;
      keep(sheet, 14);
      within(sheet, list, 'LI', (item) => {
        beside(sheet, [
          () => write(sheet, item, 'Lbl', label, styles.label, labels),
          () => write(sheet, item, 'LBody', value, styles.body, values),
        ]);
      });
      sheet.doc.y += 2;
    }
  });
}
