import { isUnsaved, type Page, type State } from '../state.ts';
import { type Word, words } from '../words.ts';
import { forgetHalfTyped } from './question.ts';

/** Does what puts something else in the place of the answers: at once where they are kept, else it is asked first. */
export function unlessLost(
  page: Page,
  heading: Word,
  way: Word,
  deed: () => void,
  undone: () => void = () => {},
): void {
  const ways = [{ text: words[way], deed }];
  const stay = { text: words.stay, deed: undone };
  if (isUnsaved(page.state)) page.change({ asked: { heading: words[heading], lines: [words.wouldLose], ways, stay } });
  else deed();
}

/** Another form in place of the one at hand. */
export function replaceForm(page: Page, part: Partial<State>): void {
  forgetHalfTyped();
  page.change({ troubles: [], said: undefined, ...part });
}

/** True as long as the same citizen and form stand there as when it was asked for: else what comes is not theirs. */
export function standing(page: Page): () => boolean {
  const { number, form } = page.state;
  return () => page.state.number === number && page.state.form === form;
}
