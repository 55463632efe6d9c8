import type { RE2JS } from 're2js';

/** The program that re2js makes of a pattern; what is used of it. */
interface Program {
  readonly start: number;
  readonly inst: readonly Instruction[];
}

interface Instruction {
  readonly op: number;
  readonly out: number;
  readonly arg: number;
  readonly runes: ArrayLike<number>;
  matchRune(rune: number): boolean;
}

/** re2js' own numbers of its instructions and of what an empty width can demand. */
const op = { alt: 1, altMatch: 2, empty: 4, fail: 5, match: 6, runes: [8, 9], any: 10, anyButLine: 11 } as const;
const width = { beginLine: 1, endLine: 2, beginText: 4, endText: 8, boundary: 16, noBoundary: 32 } as const;

/** What stands before or behind a place in a text, as far as a pattern can ask for it. */
type Side = 'edge' | 'line' | 'word' | 'other';
const sides: readonly Side[] = ['edge', 'line', 'word', 'other'];
const word = Array.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz', (one) => one.charCodeAt(0));

/** Larger programs are not walked: a form may have hundreds of patterns. */
const largest = 20_000;

/**
 * False where a pattern matches no text at all, such as `/^[0-9]+$/` with its slashes, or `a^`: every way through its
 * program is walked, with what stands before and behind each place.
 */
export function isMatchable(pattern: RE2JS): boolean {
  const { prog } = (pattern as unknown as { re2Input: { prog: Program } }).re2Input;
  if (prog.inst.length > largest) return true;
  const seen = new Set<number>();
  const waiting: { readonly at: number; readonly before: Side }[] = [{ at: prog.start, before: 'edge' }];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const { at, before } = place;
    const key = at * sides.length + sides.indexOf(before);
    if (seen.has(key)) continue;
    seen.add(key);
    for (const behind of sides) {
      const found = stepsFrom(prog, at, before, behind);
      if (found === 'end') return true;
      for (const next of found) waiting.push({ at: next, before: behind });
    }
  }
  return false;
}

/** Where the program goes on behind a place, or that the text may end there. */
function stepsFrom({ inst }: Program, start: number, before: Side, behind: Side): readonly number[] | 'end' {
  const seen = new Set<number>();
  const waiting = [start];
  const next: number[] = [];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const instruction = inst[at];
    if (instruction === undefined || seen.has(at)) continue;
    seen.add(at);
    const { op: kind, out, arg } = instruction;
    if (kind === op.match) {
      if (behind === 'edge') return 'end';
    } else if (kind === op.alt || kind === op.altMatch) waiting.push(out, arg);
    else if (kind === op.empty) {
      if (holds(arg, before, behind)) waiting.push(out);
    } else if (kind === op.fail) continue;
    else if (kind === op.any || kind === op.anyButLine || op.runes.some((one) => one === kind)) {
      if (takes(instruction, behind)) next.push(out);
    } else waiting.push(out);
  }
  return next;
}

function holds(demands: number, before: Side, behind: Side): boolean {
  const isBoundary = (before === 'word') !== (behind === 'word');
  const kept = [
    [width.beginLine, before === 'edge' || before === 'line'],
    [width.endLine, behind === 'edge' || behind === 'line'],
    [width.beginText, before === 'edge'],
    [width.endText, behind === 'edge'],
    [width.boundary, isBoundary],
    [width.noBoundary, !isBoundary],
  ] as const;
  return kept.every(([demand, isKept]) => (demands & demand) === 0 || isKept);
}

/** Whether an instruction takes any character of a kind. */
function takes(instruction: Instruction, side: Side): boolean {
  if (side === 'edge') return false;
  if (instruction.op === op.any) return true;
  if (instruction.op === op.anyButLine) return side !== 'line';
  if (side === 'line') return instruction.matchRune(10);
  if (side === 'word') return word.some((rune) => instruction.matchRune(rune));
  return hasOther(instruction);
}

/** Its runes are pairs, from and to, or one alone. */
function hasOther({ runes }: Instruction): boolean {
  for (let at = 0; at < runes.length; at += 2) {
    const from = runes[at] ?? 0;
    const to = runes[at + 1] ?? from;
    for (let rune = from; rune <= Math.min(to, from + 200); rune += 1)
      if (rune !== 10 && !word.includes(rune)) return true;
  }
  return false;
}
