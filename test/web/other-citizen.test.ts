import { expect, test } from 'vitest';

interface State {
  readonly number: string;
  readonly holder: string;
  readonly name: string;
  readonly asked: { readonly stay: { readonly deed: () => void } } | undefined;
}

interface Page {
  state: State;
  change(part: Partial<State>): void;
}

interface Deeds {
  readonly takeNumber: (page: Page, number: string) => void;
  readonly takeBrought: (page: Page, number: string, name: string) => void;
}

// By a variable: the types of a browser, which the page is checked with, are none of the program's.
const place = '../../web/form/other-citizen.ts';
const { takeBrought, takeNumber }: Deeds = await import(place);

const [one, other] = ['2512489996', '0101010001'];

function opened(): Page {
  const first = { number: '', holder: '', name: '', asked: undefined, given: new Map(), troubles: [] };
  return {
    state: first,
    change(part) {
      this.state = { ...this.state, ...part };
    },
  };
}

test('whom the EHR brought along is taken where nobody else is looked at', () => {
  const page = opened();
  takeBrought(page, other, 'Michael');
  expect(page.state).toMatchObject({ number: other, holder: other, name: 'Michael', asked: undefined });
});

test('to stay with the citizen at hand leaves number and name as they were typed', () => {
  const page = opened();
  takeNumber(page, one);
  page.change({ name: 'Nancy' });
  takeBrought(page, other, 'Michael');
  expect(page.state.asked).toBeDefined();
  page.state.asked?.stay.deed();
  expect(page.state).toMatchObject({ number: one, holder: one, name: 'Nancy' });
});
