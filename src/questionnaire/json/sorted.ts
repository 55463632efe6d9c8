/** Texts up to this length; so many places are kept for each of the arrays below, in which a part of a text has one. */
const longest = 65_536;
const most = longest / 2;
/** Of a member: where its name stands, behind the quotation mark. */
const names = new Int32Array(most);
/** Of every part: where its value begins and ends, its first part where it has some, and the one behind it. */
const begins = new Int32Array(most);
const ends = new Int32Array(most);
const firsts = new Int32Array(most);
const nexts = new Int32Array(most);
let count = 0;
/** The text, a byte a character: read from here it takes half the time. */
const bytes = Buffer.allocUnsafeSlow(longest);
const sorted = new Uint8Array(longest);
let length = 0;

/**
 * A text as JSON.stringify writes it (a character for each byte, no escape in it), with the members of every object in
 * the order of their names, which are ASCII; as bytes that hold until the next call. Those of the whole that are in
 * `without` are left out. Undefined where the text is too long. It takes half the time of sorting the parsed value and
 * writing that: no object is made.
 */
export function sortedJson(text: string, without: ReadonlySet<string>): Uint8Array | undefined {
  if (text.length > longest) return undefined;
  count = 1;
  length = 0;
  bytes.write(text, 'latin1');
  begins[0] = 0;
  ends[0] = read(text, 0, 0, without);
  write(0);
  return sorted.subarray(0, length);
}

/** Notes the parts of the value that begins at `at`; gives where it ends. */
function read(text: string, at: number, part: number, without?: ReadonlySet<string>): number {
  firsts[part] = 0;
  const kind = bytes[at] ?? 0;
  if (kind === quote) return text.indexOf('"', at + 1) + 1;
  if (kind !== openBrace && kind !== openBracket) return endOfLiteral(at);
  let end = at + 1;
  if (bytes[end] === kind + toClosing) return end + 1;
  let before = 0;
  do {
    const own = count;
    count += 1;
    let isLeftOut = false;
    if (kind === openBrace) {
      const name = end + 1;
      names[own] = name;
      end = text.indexOf('"', name) + 2;
      isLeftOut = without?.has(text.slice(name, end - 2)) ?? false;
      before = lastBefore(part, name);
    }
    if (!isLeftOut) link(part, before, own);
    before = own;
    begins[own] = end;
    end = read(text, end, own);
    ends[own] = end;
    end += 1;
  } while (bytes[end - 1] === comma);
  return end;
}

function endOfLiteral(at: number): number {
  for (let end = at + 1; ; end += 1) {
    const code = bytes[end] ?? 0;
    if (code === comma || code === openBrace + toClosing || code === openBracket + toClosing) return end;
  }
}

function link(part: number, before: number, own: number): void {
  const list = before === 0 ? firsts : nexts;
  const at = before === 0 ? part : before;
  nexts[own] = list[at] ?? 0;
  list[at] = own;
}

/** The last member of an object whose name comes before another one; 0 where there is none. */
function lastBefore(part: number, name: number): number {
  let last = 0;
  for (let member = firsts[part] ?? 0; member !== 0; member = nexts[member] ?? 0) {
    if (!isBefore(names[member] ?? 0, name)) return last;
    last = member;
  }
  return last;
}

function isBefore(one: number, other: number): boolean {
  for (let at = 0; ; at += 1) {
    const [a, b] = [bytes[one + at] ?? 0, bytes[other + at] ?? 0];
    if (a !== b) return a === quote || (b !== quote && a < b);
  }
}

function write(part: number): void {
  const begin = begins[part] ?? 0;
  let member = firsts[part] ?? 0;
  const kind = bytes[begin] ?? 0;
  if (member === 0 && !(part === 0 && kind === openBrace)) {
    copy(begin, ends[part] ?? 0);
    return;
  }
  add(kind);
  for (let isFirst = true; member !== 0; member = nexts[member] ?? 0) {
    if (!isFirst) add(comma);
    isFirst = false;
    if (kind === openBrace) copy((names[member] ?? 0) - 1, begins[member] ?? 0);
    write(member);
  }
  add(kind + toClosing);
}

function add(code: number): void {
  sorted[length] = code;
  length += 1;
}

function copy(from: number, to: number): void {
  const shift = length - from;
  for (let at = from; at < to; at += 1) sorted[at + shift] = bytes[at] ?? 0;
  length += to - from;
}

const quote = 0x22;
const comma = 0x2c;
const openBracket = 0x5b;
const openBrace = 0x7b;
const toClosing = 2;
