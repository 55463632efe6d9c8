import { type CompactText, compact } from './compact.ts';
import { kontrol } from './kontrol.ts';
import { type BlockFrame, type EndToken, type Token, tokensOf } from './tokens.ts';
import { modelName } from './words.ts';

/** A block in a text, its end excluded. */
export interface FoundBlock extends BlockFrame {
  readonly start: number;
  readonly end: number;
  readonly compact: CompactText;
  /** Where its marker begins, its lines begin and its end line begins in the compact text. */
  readonly marker: number;
  readonly from: number;
  readonly to: number;
}

export interface FoundBlocks {
  readonly valid: readonly FoundBlock[];
  /** Marker and end line are there, and the kontrol is wrong: edited since, or another citizen's. */
  readonly changed: readonly FoundBlock[];
}

/** What bounds the work that a hostile text can cause. */
interface SearchBounds {
  /** Most characters of a block. */
  readonly longest: number;
  /** Most markers whose kontrol is counted. */
  readonly markers: number;
}

/** A letter has 31,150 characters of free text at most (LETTERS.md, Limits to check): each marker is cheap. */
const inLetter: SearchBounds = { longest: 31_150, markers: Number.POSITIVE_INFINITY };

/**
 * A PDF of ours has every answer, however long, and few markers: one for each number of the citizen, and what somebody
 * typed.
 */
export const inPdf: SearchBounds = { longest: 1_000_000, markers: 100 };

const nameInWrappedText = new RegExp([...modelName].join('[ \\t\\r\\n]*'));

/**
 * True where a text may have a block; false for most. Other systems may have cut the word. The end line has a bracket,
 * which is found in no time.
 */
export function mayHaveBlock(text: string): boolean {
  return text.includes('(') && nameInWrappedText.test(text);
}

/**
 * The blocks in a text: from a marker over text and whole quotes to the end line, kontrol right for the citizen's
 * number (LETTERS.md, Reading). White space does not count. A marker without end line is free text; a wrong one may
 * hide the true block, so that the search goes on behind it. The work grows with the text alone.
 */
export function findBlocks(text: string, citizenNumber: string, { longest, markers } = inLetter): FoundBlocks {
  if (!mayHaveBlock(text)) return { valid: [], changed: [] };
  const words = compact(text);
  const tokens = tokensOf(words.text);
  const ends = endsOf(tokens);
  const valid: FoundBlock[] = [];
  const wrong: FoundBlock[] = [];
  let behind = 0;
  for (const [index, token] of tokens.entries()) {
    const end = ends[index];
    if (valid.length + wrong.length >= markers) break;
    if (token.kind !== 'marker' || token.at < behind || end === undefined || end.end - token.at > longest) continue;
    const found: FoundBlock = {
      ...token.tells,
      version: end.version,
      authored: end.authored,
      start: words.originAt(token.at),
      end: words.originAt(end.end - 1) + 1,
      compact: words,
      marker: token.at,
      from: token.end,
      to: end.at,
    };
    if (end.kontrol === kontrol(citizenNumber, countedIn(words, token.at, end))) {
      valid.push(found);
      behind = end.end;
    } else wrong.push(found);
  }
  // A typed marker in front of a true block reaches that block's end line.
  const taken = new Set(valid.map(({ to }) => to));
  return { valid, changed: wrong.filter(({ to }) => !taken.has(to)) };
}

/** As it was written, up to and with "kontrol". */
function countedIn({ written, writtenAt }: CompactText, start: number, { end }: EndToken): string {
  return written.slice(writtenAt(start), writtenAt(end - 'xxxxxxxx).'.length));
}

/**
 * For each token, the end line that is reached from there outside quotes. Worked out from the back, so that no text is
 * walked twice.
 */
function endsOf(tokens: readonly Token[]): readonly (EndToken | undefined)[] {
  const ends: (EndToken | undefined)[] = [];
  let reached: EndToken | undefined;
  let behindQuote: EndToken | undefined;
  for (const current of tokens.toReversed()) {
    if (current.kind === 'end') reached = current;
    if (current.kind === 'open') reached = behindQuote;
    if (current.kind === 'close') behindQuote = reached;
    ends.push(reached);
  }
  return ends.reverse();
}
