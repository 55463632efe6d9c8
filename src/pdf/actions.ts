import type { Strength } from '../model/types.ts';
import { strengthText, words } from '../resources/words.ts';
import type { ActionDecision, LevelStatement } from '../scoring/types.ts';
import { capital } from './danish.ts';
import { beside, type Column, decorate, type Element, keep, type Sheet, section, within, write } from './sheet.ts';
import { colors, left, styles, width } from './style.ts';

const strengths = ['must', 'must-unless-documented', 'could'] as const satisfies readonly Strength[];
const group: Column = { x: left, width: 92 };
const decision = 96;
const action: Column = { x: left + 98, width: width - 98 };
const actionWithDecision: Column = { ...action, width: action.width - decision - 8 };
const decided: Column = { x: left + width - decision, width: decision };

/** The actions of the level in force by how binding they are, with the parties that they concern, decisions and reasons. */
export function writeActions(sheet: Sheet, { actions }: LevelStatement): void {
  section(sheet, words.actions.da);
  for (const strength of strengths) {
    const chosen = actions.filter((each) => each.action.strength === strength);
    if (chosen.length === 0) continue;
    keep(sheet, 30);
    beside(sheet, [
      () => write(sheet, sheet.root, 'H3', capital(strengthText[strength].da), styles.label, group),
      () => {
        within(sheet, sheet.root, 'L', (list) => {
          for (const each of chosen) writeAction(sheet, list, each);
        });
      },
    ]);
    sheet.doc.y += 3;
  }
  writeParties(sheet, actions);
}

function writeAction(
  sheet: Sheet,
  list: Element,
  { action: { text, parties }, decision, reason }: ActionDecision,
): void {
  keep(sheet, 24);
  const top = sheet.doc.y;
  const column = decision === undefined ? action : actionWithDecision;
  const concerned = parties.map((party) => shortName(party.text.da)).join(' · ');
  within(sheet, list, 'LI', (item) => {
    decorate(sheet, (doc) => doc.circle(action.x - 6, top + 5, 1.6).fill(colors.accent));
    beside(sheet, [
      () => {
        if (decision !== undefined) write(sheet, item, 'Lbl', `Beslutning: ${decision.text.da}`, styles.label, decided);
      },
      () => {
        write(sheet, item, 'LBody', text.da, styles.strong, column);
        write(sheet, item, 'LBody', concerned, styles.quiet, column);
      },
    ]);
    if (reason !== undefined) write(sheet, item, 'LBody', `Begrundelse: ${reason}`, styles.body, action);
  });
  sheet.doc.y += 3;
}

/** The parties in the source's full words, once, where they are shortened above. */
function writeParties(sheet: Sheet, actions: readonly ActionDecision[]): void {
  const names = new Set(actions.flatMap(({ action }) => action.parties.map((party) => party.text.da)));
  if ([...names].every((name) => shortName(name) === name)) return;
  write(sheet, sheet.root, 'P', `${words.parties.da}: ${[...names].join(' · ')}`, styles.quiet, action);
}

/** A party without the explanation in brackets behind its name. */
function shortName(name: string): string {
  return name.replace(/ \([^()]*\)$/, '');
}
