import { expect, test } from 'vitest';
import { dayText, timeText } from '../../src/resources/time-text.ts';

test.each([
  ['2026-01-20', '20.01.2026', '20 January 2026'],
  ['2026-12-01', '01.12.2026', '1 December 2026'],
  ['2026-05', '05.2026', 'May 2026'],
  ['2026', '2026', '2026'],
])('the day %s reads %s and %s', (day, da, en) => {
  expect(dayText(day)).toEqual({ da, en });
  expect(timeText(day)).toEqual({ da, en });
});

test('a month that there is not is left out, not made up', () => {
  expect(dayText('2026-13-01')).toEqual({ da: '2026', en: '2026' });
});

test.each([
  ['2026-01-20T10:30:00+01:00', '20.01.2026 kl. 10.30', '20 January 2026 at 10:30'],
  ['2026-01-20T23:30:00Z', '21.01.2026 kl. 00.30', '21 January 2026 at 00:30'],
  ['2026-07-01T00:05:00+02:00', '01.07.2026 kl. 00.05', '1 July 2026 at 00:05'],
])('the instant %s reads %s and %s: as clocks in Denmark show it', (time, da, en) => {
  expect(timeText(time)).toEqual({ da, en });
});
