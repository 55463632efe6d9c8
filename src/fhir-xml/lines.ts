import { once } from '../questionnaire/once.ts';

/** The line and the column of a position in a text, from 1. The text is gone through once, at the first question. */
export function linesOf(text: string): (position: number) => { readonly line: number; readonly column: number } {
  const startsOf = once(() => {
    const starts = [0];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    return starts;
  });
  return (position) => {
    const starts = startsOf();
    let [line, behind] = [0, starts.length];
    while (behind - line > 1) {
      const middle = Math.floor((line + behind) / 2);
      if ((starts[middle] ?? 0) <= position) line = middle;
      else behind = middle;
    }
    return { line: line + 1, column: position - (starts[line] ?? 0) + 1 };
  };
}
