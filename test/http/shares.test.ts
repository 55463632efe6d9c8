import { expect, test } from 'vitest';
import { createShares } from '../../src/http/slots.ts';

test('one client may take all, and every other one has a twentieth beside it, up to twice of all', () => {
  const shares = createShares(100);
  const taken = (client: string) => {
    let count = 0;
    while (shares.take(client, 1)) count += 1;
    return count;
  };
  expect([taken('storm'), taken('honest'), taken('other')]).toEqual([100, 5, 5]);
  shares.give('honest', 1);
  expect([taken('storm'), taken('honest')]).toEqual([0, 1]);
  const crowd = Array.from({ length: 30 }, (_, index) => taken(`client ${index}`));
  expect(crowd.reduce((sum, one) => sum + one, 0)).toBe(90);
});

test('what a client has is counted however many others come and go', () => {
  const shares = createShares(100);
  expect(shares.take('early', 100)).toBe(true);
  for (let index = 0; index < 5_000; index += 1) {
    expect(shares.take(`client ${index}`, 1)).toBe(true);
    shares.give(`client ${index}`, 1);
  }
  expect(shares.take('early', 1)).toBe(false);
  shares.give('early', 100);
  expect(shares.take('late', 100)).toBe(true);
});
