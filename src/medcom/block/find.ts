import { endLine, matchAt } from './grammar.ts';
import { kontrol } from './kontrol.ts';

/** A block in a text, its end excluded. */
export interface FoundBlock {
  readonly start: number;
  readonly end: number;
  /** The parts of its marker, as the marker's expression has them. */
  readonly head: readonly string[];
}

export interface FoundBlocks {
  readonly valid: readonly FoundBlock[];
  /** Marker and end line are there, and the kontrol is wrong: edited since, or another citizen's. */
  readonly changed: readonly FoundBlock[];
}

// What a letter can hold at most; a bound on the work that a text made of markers can cause, not a rule.
const longestBlock = 100_000;
const mostAttempts = 1_000;

const token = /»|«+|Differentieringsmodellen/g;

interface Token {
  readonly at: number;
  readonly end: number;
  readonly kind: 'open' | 'close' | 'even' | 'word';
  /** Behind the end line that begins here. */
  readonly stop: number | undefined;
}

/**
 * The blocks in a text: from a marker over text and whole quotes to the end line, kontrol right for the citizen's number (LETTERS.md,
 * Reading). A marker without end line is free text; a wrong one may hide the true block, so that the search goes on behind it.
 */
export function findBlocks(text: string, marker: RegExp, citizenNumber: string): FoundBlocks {
  if (!text.includes('Differentieringsmodellen')) return { valid: [], changed: [] };
  const tokens = tokensOf(text);
  const ends = endsOf(tokens);
  const valid: FoundBlock[] = [];
  const wrong: FoundBlock[] = [];
  let from = 0;
  let attempts = 0;
  for (const [index, { at, kind }] of tokens.entries()) {
    if (kind !== 'word' || at < from) continue;
    const head = matchAt(marker, text, at);
    const stop = ends[index + 1];
    if (head === undefined || stop === undefined || stop - at > longestBlock) continue;
    attempts += 1;
    if (attempts > mostAttempts) break;
    const found = { start: at, end: stop, head: head.slice(1) };
    if (isRight(text.slice(at, stop), citizenNumber)) {
      valid.push(found);
      from = stop;
    } else wrong.push(found);
  }
  // A typed marker in front of a true block reaches that block's end line.
  const taken = new Set(valid.map(({ end }) => end));
  return { valid, changed: wrong.filter(({ end }) => !taken.has(end)) };
}

/** A run of « closes a quote when it is odd: the others in it are doubled, and stand for one each. */
function tokensOf(text: string): readonly Token[] {
  return [...text.matchAll(token)].map(({ 0: found, index: at }) => {
    const end = at + found.length;
    if (found === '»') return { at, end, kind: 'open', stop: undefined };
    if (found.startsWith('«')) return { at, end, kind: found.length % 2 === 1 ? 'close' : 'even', stop: undefined };
    const last = matchAt(endLine, text, at);
    return { at, end, kind: 'word', stop: last === undefined ? undefined : at + last[0].length };
  });
}

/** For each token, where the end line ends that is reached from there outside quotes. Worked out from the back, so that no text is walked twice. */
function endsOf(tokens: readonly Token[]): readonly (number | undefined)[] {
  const ends: (number | undefined)[] = new Array(tokens.length + 1).fill(undefined);
  let closing: number | undefined;
  for (let index = tokens.length - 1; index >= 0; index -= 1) {
    const current = tokens[index];
    if (current === undefined) continue;
    if (current.kind === 'open') ends[index] = closing === undefined ? undefined : ends[closing + 1];
    else ends[index] = current.stop ?? ends[index + 1];
    if (current.kind === 'close') closing = index;
  }
  return ends;
}

function isRight(block: string, citizenNumber: string): boolean {
  const at = block.lastIndexOf('kontrol') + 'kontrol'.length;
  return block.slice(at).trim() === `${kontrol(citizenNumber, block.slice(0, at))}.`;
}
