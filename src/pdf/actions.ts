import { actionsHead, labels } from '../medcom/block/words.ts';
import { words } from '../resources/words.ts';
import type { ActionDecision, LevelStatement } from '../scoring/types.ts';
import { beside, type Column, type Element, keep, type Sheet, section, within, write } from './sheet.ts';
import { left, styles, width } from './style.ts';

const decision = 110;
const number: Column = { x: left, width: 16 };
const action: Column = { x: left + 18, width: width - 18 };
const actionWithDecision: Column = { ...action, width: action.width - decision - 8 };
const decided: Column = { x: left + width - decision, width: decision };

/**
 * The actions of the level in force in the order of the model, with the parties that they concern, decisions and
 * reasons. How binding one is stands in the source's own words ("Evt.", "skal altid overvejes"), as in a letter
 * (LETTERS.md, c).
 */
export function writeActions(sheet: Sheet, { actions }: LevelStatement): void {
  section(sheet, actionsHead(actions.length).replace(/:$/, ''));
  within(sheet, sheet.root, 'L', (list) => {
    for (const [index, each] of actions.entries()) writeAction(sheet, list, each, index + 1);
  });
  writeParties(sheet, actions);
}

function writeAction(
  sheet: Sheet,
  list: Element,
  { action: { text, parties }, decision, reason }: ActionDecision,
  count: number,
): void {
  keep(sheet, 24);
  const column = decision === undefined ? action : actionWithDecision;
  const concerned = parties.map((party) => shortName(party.text.da)).join(' · ');
  within(sheet, list, 'LI', (item) => {
    beside(sheet, [
      () => write(sheet, item, 'Lbl', `${count}.`, styles.label, number),
      () => {
        if (decision === undefined) return;
        write(sheet, item, 'LBody', `${labels.decided} ${decision.text.da}`, styles.label, decided);
      },
      () => {
        write(sheet, item, 'LBody', text.da, styles.strong, column);
        write(sheet, item, 'LBody', concerned, styles.quiet, column);
      },
    ]);
    if (reason !== undefined) write(sheet, item, 'LBody', `${labels.reason} ${reason}`, styles.body, action);
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
