import { both, filled } from '../page.ts';
import { nobody, own, type Page } from '../state.ts';
import { words } from '../words.ts';
import { bareNumber, isWhole, shownNumber } from './citizen-number.ts';
import { forgetHalfTyped } from './question.ts';

/**
 * Takes a number as it is typed. What is filled in belongs to the citizen whose whole number stood there before: it
 * goes to another one only when that is said.
 */
export function takeNumber(page: Page, number: string): void {
  const { holder, name, given } = page.state;
  page.change({ number, troubles: page.state.troubles.filter(({ linkId }) => linkId !== own.number) });
  if (!isWhole(number) || bareNumber(number) === bareNumber(holder)) return;
  if (holder === '') page.change({ holder: number });
  else if (given.size === 0 && name.trim() === '') page.change({ ...nobody, holder: number });
  else ask(page, number);
}

/** Takes whom an EHR brought along. As long as it is asked whose the answers are, the name stays that of before. */
export function takeBrought(page: Page, number: string, name: string): void {
  takeNumber(page, number);
  if (page.state.asked === undefined) page.change({ name, said: words.broughtCitizen });
}

function ask(page: Page, number: string): void {
  const { holder, name, kept } = page.state;
  // A number is not broken at its dash: two halves on two lines are read as two numbers.
  const [before, now] = [holder, number].map((one) => shownNumber(bareNumber(one)).replace('-', '\u2011'));
  const whom = name.trim() === '' ? before : `${name.trim()}, ${before}`;
  const text = (word: keyof typeof words) =>
    both((language) => filled(words[word][language], { before: before ?? '', now: now ?? '', whom: whom ?? '' }));
  const clear = () => {
    forgetHalfTyped();
    page.change({ ...nobody, holder: number, troubles: [], said: words.citizenEmptied });
  };
  // What is kept stays the former citizen's: from here on it is a form of its own.
  const stays = { kept: undefined, earlier: undefined, begun: [], letter: undefined, safe: new Map(), troubles: [] };
  const keep = () => page.change({ ...stays, holder: number, said: undefined });
  page.change({
    asked: {
      heading: words.otherCitizen,
      lines: [text('otherCitizenTold'), ...(kept === undefined ? [] : [text('otherCitizenKept')])],
      ways: [
        { text: words.otherCitizenClear, deed: clear },
        { text: words.otherCitizenSame, deed: keep },
      ],
      stay: { text: text('otherCitizenBack'), deed: () => page.change({ number: holder }) },
    },
  });
}
