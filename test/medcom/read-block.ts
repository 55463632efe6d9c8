import { createHash } from 'node:crypto';

/** A block as the grammar of LETTERS.md (c) gives it back. Written from the grammar, not from the writer. */
export interface ReadBlock {
  readonly variant: string;
  readonly version: string;
  readonly level: string;
  readonly status: string;
  readonly date: string;
  readonly basis: readonly { readonly label: string; readonly text: string }[];
  readonly actions: readonly {
    readonly binding: string;
    readonly text: string;
    readonly decision: string | undefined;
    readonly reason: string | undefined;
  }[];
  readonly labelled: readonly { readonly label: string; readonly text: string; readonly remark: string | undefined }[];
  readonly assessed: { readonly level: string; readonly date: string } | undefined;
  readonly agreed: { readonly level: string; readonly date: string; readonly parties: readonly string[] } | undefined;
  readonly reassessment: string | undefined;
}

const q = '»((?:[^«]|««)*)«(?!«)';
const marker =
  /Differentieringsmodellen (\S+) (\S+): samarbejdsniveau (\S+) \((forslag|vurderet|aftalt)\) (\d{4}-\d{2}-\d{2})(?= )/y;
const end = /Differentieringsmodellen slut \(form 1\), kontrol ([0-9a-f]{8})\./y;
const lines = {
  basis: new RegExp(`(Borgerens mestring|Grundlag|Borgerens rolle): ${q}\\. `, 'y'),
  head: /Handlinger \((\d+)\), forslag til parterne: /y,
  action: new RegExp(
    `(\\d+)\\. (skal|skal overvejes|kan): ${q}\\.(?: Beslutning: (ja|nej|afventer)\\.)?(?: Begrundelse: ${q}\\.)? `,
    'y',
  ),
  assessed: /Vurderet: niveau (\S+) den (\d{4}-\d{2}-\d{2})\. /y,
  agreed: new RegExp(`Aftalt: niveau (\\S+) den (\\d{4}-\\d{2}-\\d{2})(?: mellem (${q}(?:, ${q})*))?\\. `, 'y'),
  labelled: new RegExp(
    `(Koordinerende fagperson|Borgerens deltagelse|Begrundelse for niveauet|Redskaber|Kommentar): ${q}\\.(?: Bemærkning: ${q}\\.)? `,
    'y',
  ),
  reassessment: /Revurderes: (\d{4}-\d{2}-\d{2})\. /y,
  caveat: /Modellen er et dialogredskab med anbefalinger og kan ikke stå alene\. /y,
};

/** White space as the reading rules count it: not a no-break space. */
export function collapse(text: string): string {
  return text.replace(/[ \t\r\n]+/g, ' ').trim();
}

/** Every block in a text whose kontrol is right for the citizen. */
export function readBlocks(text: string, citizenNumber: string): readonly ReadBlock[] {
  const flat = collapse(text);
  const blocks: ReadBlock[] = [];
  for (let at = 0; at < flat.length; ) {
    const start = at + flat.slice(at).search(/Differentieringsmodellen /);
    if (start < at) break;
    const stop = endOfBlock(flat, start, citizenNumber);
    if (stop !== undefined) blocks.push(parse(flat.slice(start, stop)));
    at = stop ?? start + 1;
  }
  return blocks;
}

/** The position behind the end line, stepping over whole quotes; undefined where there is no block. */
function endOfBlock(flat: string, start: number, citizenNumber: string): number | undefined {
  if (sticky(marker, flat, start) === undefined) return undefined;
  const quote = new RegExp(q, 'y');
  for (let at = start; at < flat.length; ) {
    const closing = sticky(end, flat, at);
    if (closing !== undefined && at > start) {
      const text = flat.slice(start, at + closing[0].indexOf('kontrol ') + 'kontrol '.length).replace(/[ \t\r\n]/g, '');
      const kontrol = createHash('sha256').update(`${citizenNumber}\n${text}`).digest('hex').slice(0, 8);
      return kontrol === closing[1] ? at + closing[0].length : undefined;
    }
    const skip = sticky(quote, flat, at);
    if (flat[at] === '»' && skip === undefined) return undefined;
    at += skip?.[0].length ?? 1;
  }
  return undefined;
}

function parse(text: string): ReadBlock {
  const [head = '', variant = '', version = '', level = '', status = '', date = ''] = sticky(marker, text, 0) ?? [];
  const basis: ReadBlock['basis'][number][] = [];
  const actions: ReadBlock['actions'][number][] = [];
  const labelled: ReadBlock['labelled'][number][] = [];
  const once: Pick<Mutable, 'assessed' | 'agreed' | 'reassessment'> = {
    assessed: undefined,
    agreed: undefined,
    reassessment: undefined,
  };
  let announced = -1;
  let caveat = false;
  const handlers: readonly [RegExp, (parts: readonly (string | undefined)[]) => void][] = [
    [lines.basis, ([, label = '', words]) => basis.push({ label, text: unquote(words) })],
    [lines.head, ([, count]) => (announced = Number(count))],
    [
      lines.action,
      ([, number, binding = '', words, decision, reason]) => {
        if (Number(number) !== actions.length + 1) throw new Error('actions out of order');
        actions.push({ binding, text: unquote(words), decision, reason: reason && unquote(reason) });
      },
    ],
    [lines.assessed, ([, ofLevel = '', on = '']) => (once.assessed = { level: ofLevel, date: on })],
    [
      lines.agreed,
      ([, ofLevel = '', on = '', between = '']) => {
        const parties = [...between.matchAll(new RegExp(q, 'g'))].map((each) => unquote(each[1]));
        once.agreed = { level: ofLevel, date: on, parties };
      },
    ],
    [
      lines.labelled,
      ([, label = '', words, remark]) =>
        labelled.push({ label, text: unquote(words), remark: remark === undefined ? undefined : unquote(remark) }),
    ],
    [lines.reassessment, ([, on]) => (once.reassessment = on)],
    [lines.caveat, () => (caveat = true)],
  ];
  for (let at = head.length + 1; sticky(end, text, at) === undefined; ) {
    const [match, handle] = firstOf(handlers, text, at);
    handle(match);
    at += match[0].length;
  }
  if (announced !== actions.length || !caveat) throw new Error('a line is missing');
  return { variant, version, level, status, date, basis, actions, labelled, ...once };
}

type Mutable = { -readonly [Key in keyof ReadBlock]: ReadBlock[Key] };

function firstOf<Handler>(
  handlers: readonly [RegExp, Handler][],
  text: string,
  at: number,
): readonly [RegExpExecArray, Handler] {
  for (const [line, handle] of handlers) {
    const match = sticky(line, text, at);
    if (match !== undefined) return [match, handle];
  }
  throw new Error(`not a line of the grammar: ${text.slice(at, at + 80)}`);
}

function unquote(text: string | undefined): string {
  return collapse((text ?? '').replaceAll('««', '«'));
}

function sticky(expression: RegExp, text: string, at: number): RegExpExecArray | undefined {
  expression.lastIndex = at;
  return expression.exec(text) ?? undefined;
}
