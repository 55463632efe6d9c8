import type { BundleEntry } from 'fhir/r4.js';
import { type InJson, isPart, type Values } from './given.ts';
import { type KeepBy, keepBy } from './keep-by.ts';
import { utf8 } from './utf8.ts';

/** An entry with marks where something is said, its JSON in parts, and what goes behind each of them but the last. */
export interface Example {
  readonly entry: BundleEntry;
  readonly parts: readonly string[];
  readonly holes: readonly Hole[];
  readonly seen: KeepBy<Seen>;
}

interface Hole {
  readonly from: 'said' | 'own';
  readonly name: string;
  /** Of a Part. */
  readonly language: 'da' | 'en' | undefined;
}

/** In JSON, the mark of a whole value, and that of a text or a Part. Nothing that a mark goes through changes it. */
const marks = /"value-(said|own)-(\w+)-"|text-(said|own)-(\w+)-(da|en)?-/;

export function marked<Named extends Values>(values: Named, from: Hole['from']): Named {
  const entries = Object.entries(values).map(([name, value]) => {
    if (value === undefined) return [name, value];
    const text = `text-${from}-${name}-`;
    if (typeof value === 'string') return [name, `${text}-`];
    if (isPart(value)) return [name, { xhtml: { da: `${text}da-`, en: `${text}en-` } }];
    return [name, `value-${from}-${name}-`];
  });
  return Object.fromEntries(entries) as Named;
}

/** `entry` was made of what is `marked`. Throws an Error where a mark was not placed as it was. */
export function exampleOf(entry: BundleEntry): Example {
  const [first = '', ...rest] = utf8(JSON.stringify(entry)).split(marks);
  const parts = [first];
  const holes: Hole[] = [];
  for (let index = 0; index < rest.length; index += 6) {
    const [ofValue, value, ofText, text, language, part = ''] = rest.slice(index, index + 6);
    holes.push({
      from: (ofValue ?? ofText) === 'own' ? 'own' : 'said',
      name: value ?? text ?? '',
      language: language === 'da' || language === 'en' ? language : undefined,
    });
    parts.push(part);
  }
  const changed = parts.find((part) => /(?:text|value)-(?:said|own)-/.test(part));
  if (changed !== undefined) throw new Error('what is said was not placed as it was');
  return { entry, parts, holes, seen: keepBy() };
}

/** The JSON of an entry like the example, of what is said now. */
export function filled({ parts, holes }: Example, said: InJson, own: InJson): string {
  let text = parts[0] ?? '';
  for (let index = 0; index < holes.length; index += 1) {
    const hole = holes[index];
    const value = hole && (hole.from === 'own' ? own : said)[hole.name];
    if (value === undefined) throw new Error(`nothing is said of ${hole?.name}`);
    text += typeof value === 'string' ? value : value.xhtml[hole?.language ?? 'da'];
    text += parts[index + 1];
  }
  return text;
}

/** What a look at an example gave, and which of that is to be put in the place of marks. */
interface Seen {
  readonly members: object;
  readonly marked: readonly { readonly member: string; readonly hole: Pick<Hole, 'from' | 'name'> }[];
}

/** What a look at an entry like the example would give. `at` gives members that are each a mark, or hold none. */
export function seenOf<Members extends object>(
  example: Example,
  at: (entry: BundleEntry) => Members,
  said: Values,
  own: Values,
): Members {
  const { members, marked: holes } = example.seen([at], () => lookAt(at(example.entry)));
  const found: Record<string, unknown> = { ...members };
  for (const { member, hole } of holes) found[member] = (hole.from === 'own' ? own : said)[hole.name];
  return found as Members;
}

function lookAt(members: object): Seen {
  const found = Object.entries(members).flatMap(([member, value]) => {
    const [, from, name = ''] = /^(?:text|value)-(said|own)-(\w+)--?$/.exec(String(value)) ?? [];
    if (from !== undefined) return [{ member, hole: { from: from === 'own' ? from : 'said', name } as const }];
    if (marks.test(JSON.stringify([value]))) throw new Error(`${member} is made of what is said`);
    return [];
  });
  return { members, marked: found };
}
