import { plainWords } from './compact.ts';
import { dateOf, isInstant } from './day.ts';
import { basisWords, form, modelName } from './words.ts';

/** What a block tells: a level, actions that the citizen's own GP is asked to take, or that a level counts no more. */
export type BlockKind = 'level' | 'recommendation' | 'withdrawal';

/** What a marker and its end line tell. */
export interface BlockFrame {
  readonly kind: BlockKind;
  readonly variant: string;
  /** The version of the model. */
  readonly version: string;
  /** YYYY-MM-DD */
  readonly day: string;
  /** Instant to the second, with its zone. */
  readonly authored: string;
}

interface QuoteToken {
  readonly kind: 'open' | 'close';
}

/** What a block begins with. */
interface MarkerToken {
  readonly kind: 'marker';
  readonly at: number;
  readonly end: number;
  readonly tells: Pick<BlockFrame, 'kind' | 'variant' | 'day'>;
}

/** What a block ends with. */
export interface EndToken {
  readonly kind: 'end';
  readonly at: number;
  readonly end: number;
  readonly version: string;
  readonly authored: string;
  readonly kontrol: string;
}

export type Token = QuoteToken | MarkerToken | EndToken;

const bases = Object.values(basisWords).map(plainWords).join('|');
const day = '(\\d{2}\\.\\d{2}\\.\\d{4})';
const code = '([^\\s:»«(),]{1,64})';
const marker = new RegExp(
  `${modelName}${code}:(?:samarbejdsniveau[^,:»«]{1,60},(?:${bases})${day}|egenlægebedes${day}|samarbejdsniveautrukkettilbage${day})`,
  'y',
);
const instant = '(\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:Z|[+-]\\d{2}:\\d{2}))';
const endWords = 'Slutpå';
const endLine = new RegExp(
  `${endWords}${modelName}\\(model([^\\s:»«(),]{1,64}),form${form},${instant},kontrol([0-9a-f]{8})\\)\\.`,
  'y',
);
const token = new RegExp(`»|«+|(?:${endWords})?${modelName}`, 'g');

/**
 * What of a compact text tells where blocks are, in its order. A run of « closes a quote when it is odd: the others in
 * it are doubled, and stand for one each.
 */
export function tokensOf(text: string): readonly Token[] {
  return [...text.matchAll(token)].flatMap(({ 0: found, index: at }): readonly Token[] => {
    if (found === '»') return [{ kind: 'open' }];
    if (found[0] === '«') return found.length % 2 === 1 ? [{ kind: 'close' }] : [];
    return found === modelName ? markerAt(text, at) : endAt(text, at);
  });
}

function markerAt(text: string, at: number): readonly MarkerToken[] {
  marker.lastIndex = at;
  const [found = '', variant = '', level, recommendation, withdrawal] = marker.exec(text) ?? [];
  const date = dateOf(level ?? recommendation ?? withdrawal ?? '');
  if (date === undefined) return [];
  const kind = level !== undefined ? 'level' : recommendation !== undefined ? 'recommendation' : 'withdrawal';
  return [{ kind: 'marker', at, end: at + found.length, tells: { kind, variant, day: date } }];
}

/** The words of an end line may also be the end of somebody's text, with a marker behind it. */
function endAt(text: string, at: number): readonly Token[] {
  endLine.lastIndex = at;
  const [found = '', version = '', authored = '', counted = ''] = endLine.exec(text) ?? [];
  if (!isInstant(authored)) return markerAt(text, at + endWords.length);
  return [{ kind: 'end', at, end: at + found.length, version, authored, kontrol: counted }];
}
