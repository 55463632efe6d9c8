import type { Basis } from '../../scoring/types.ts';
import { collapse, endLine, levelMarker, lines, matchAt, quote, unquote } from './grammar.ts';

/** An action as a block has it. */
export interface ActionLine {
  readonly binding: string;
  readonly text: string;
  readonly decision: string | undefined;
  readonly reason: string | undefined;
}

/** A block's own words, white space collapsed. */
export interface LevelBlock {
  readonly variant: string;
  readonly version: string;
  readonly level: string;
  readonly status: Basis;
  readonly date: string;
  readonly basis: readonly { readonly label: string; readonly text: string }[];
  readonly actions: readonly ActionLine[];
  readonly participation: { readonly text: string; readonly remark: string | undefined } | undefined;
  readonly assessed: { readonly level: string; readonly date: string } | undefined;
  /** The reason for the professional's level. */
  readonly reason: string | undefined;
  readonly agreed: { readonly level: string; readonly date: string; readonly parties: readonly string[] } | undefined;
  readonly coordinator: string | undefined;
  readonly reassessment: string | undefined;
  readonly tools: readonly string[];
  readonly comment: string | undefined;
  /** Lines that this version of the grammar does not know. */
  readonly unknown: readonly string[];
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };
type Body = Omit<LevelBlock, 'variant' | 'version' | 'level' | 'status' | 'date'>;
interface Building extends Mutable<Omit<Body, 'basis' | 'actions' | 'tools' | 'unknown'>> {
  basis: LevelBlock['basis'][number][];
  actions: ActionLine[];
  tools: string[];
  unknown: string[];
}
type Groups = readonly (string | undefined)[];

const handlers: readonly (readonly [RegExp, (block: Building, groups: Groups) => void])[] = [
  [lines.basis, (block, [label = '', words = '']) => block.basis.push({ label, text: unquote(words) })],
  [lines.head, () => undefined],
  [lines.action, (block, [, ...rest]) => block.actions.push(actionOf(rest))],
  [
    lines.participation,
    (block, [words = '', remark]) => {
      block.participation = { text: unquote(words), remark: optional(remark) };
    },
  ],
  [
    lines.assessed,
    (block, [level = '', date = '']) => {
      block.assessed = { level, date };
    },
  ],
  [
    lines.reason,
    (block, [words = '']) => {
      block.reason = unquote(words);
    },
  ],
  [
    lines.agreed,
    (block, [level = '', date = '', between = '']) => {
      block.agreed = { level, date, parties: quotes(between) };
    },
  ],
  [
    lines.coordinator,
    (block, [words = '']) => {
      block.coordinator = unquote(words);
    },
  ],
  [
    lines.reassessment,
    (block, [date]) => {
      block.reassessment = date;
    },
  ],
  [lines.tool, (block, [words = '']) => block.tools.push(unquote(words))],
  [
    lines.comment,
    (block, [words = '']) => {
      block.comment = unquote(words);
    },
  ],
  [lines.caveat, () => undefined],
];

/** The text of a block whose kontrol is right, in its parts. Lines that the grammar does not know are kept as text. */
export function parseBlock(text: string): LevelBlock {
  const [head = '', variant = '', version = '', level = '', status = '', date = ''] =
    matchAt(levelMarker, text, 0) ?? [];
  return { variant, version, level, status: status as Basis, date, ...bodyOf(text, head.length) };
}

/** The actions of a recommendation's block. */
export function parseActions(text: string): readonly ActionLine[] {
  return bodyOf(text, 0).actions;
}

function bodyOf(text: string, from: number): Body {
  const block: Building = {
    basis: [],
    actions: [],
    participation: undefined,
    assessed: undefined,
    reason: undefined,
    agreed: undefined,
    coordinator: undefined,
    reassessment: undefined,
    tools: [],
    comment: undefined,
    unknown: [],
  };
  let strange = '';
  const keep = () => {
    if (collapse(strange) !== '') block.unknown.push(collapse(strange));
    strange = '';
  };
  for (let at = from; at < text.length && matchAt(endLine, text, at) === undefined; ) {
    const taken = /[ \t\r\n]/.test(text.charAt(at - 1)) ? take(block, text, at, keep) : 0;
    if (taken > 0) {
      at += taken;
      continue;
    }
    const length = matchAt(quote, text, at)?.[0].length ?? 1;
    strange += text.slice(at, at + length);
    at += length;
  }
  keep();
  return block;
}

/** Takes a line that the grammar knows; its length, or 0. */
function take(block: Building, text: string, at: number, before: () => void): number {
  for (const [expression, handle] of handlers) {
    const [line, ...groups] = matchAt(expression, text, at) ?? [];
    if (line === undefined) continue;
    before();
    handle(block, groups);
    return line.length;
  }
  return 0;
}

function actionOf([binding = '', words = '', decision, reason]: Groups): ActionLine {
  return { binding, text: unquote(words), decision, reason: optional(reason) };
}

function optional(words: string | undefined): string | undefined {
  return words === undefined ? undefined : unquote(words);
}

function quotes(text: string): readonly string[] {
  const found: string[] = [];
  for (let at = 0; at < text.length; ) {
    const match = matchAt(quote, text, at);
    if (match?.[1] !== undefined) found.push(unquote(match[1]));
    at += match?.[0].length ?? 1;
  }
  return found;
}
