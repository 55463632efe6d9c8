import { expect, test } from 'vitest';
import { progressBar } from '../../src/cli/progress.ts';

function screen(isTTY: boolean) {
  const written: string[] = [];
  const write = (text: string) => written.push(text) > 0;
  return { written, bar: progressBar({ isTTY, write: write as never }), write };
}

test('a terminal sees a bar that moves aside for lines, and goes at the end', () => {
  const { written, bar, write } = screen(true);
  bar.show(1, 4);
  bar.clear(() => write('line\n'));
  bar.end();
  const erase = '\r\u001b[K';
  const shown = `[${'#'.repeat(8)}${'.'.repeat(22)}] 25 %`;
  expect(written).toEqual([`${erase}${shown}`, erase, 'line\n', shown, erase]);
});

test('a log sees the lines alone', () => {
  const { written, bar, write } = screen(false);
  bar.show(1, 4);
  bar.clear(() => write('line\n'));
  bar.end();
  expect(written).toEqual(['line\n']);
});
