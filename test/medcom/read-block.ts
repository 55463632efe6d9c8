import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ActivityDefinition, CodeSystem, PlanDefinition } from 'fhir/r4.js';
import { profilesFolder } from '../../src/profiles.ts';

/**
 * A block as the grammar of LETTERS.md (c) gives it back. Written from the grammar and the published profiles, not from
 * the writer.
 */
export interface ReadBlock {
  readonly variant: string;
  readonly version: string;
  readonly level: string;
  readonly basis: string;
  readonly day: string;
  readonly authored: string;
  readonly decisions: readonly (string | undefined)[];
  /** Typed texts by what stands before them, without white space. */
  readonly typed: Readonly<Record<string, string>>;
}

const read = new Map<string, unknown>();

function profile<Resource>(name: string): Resource {
  if (!read.has(name)) {
    read.set(name, JSON.parse(readFileSync(`${profilesFolder}${name}.json`, 'utf8')));
  }
  return read.get(name) as Resource;
}

/** White space as the reading rules count it: not a no-break space. */
export function collapse(text: string): string {
  return text.replace(/[ \t\r\n]+/g, ' ').trim();
}

/** The table of characters as it is published: characters, and what they become. */
export const publishedForms = [
  ...readFileSync(new URL('../../docs/letters.md', import.meta.url), 'utf8').matchAll(
    /^\| (U\+[^|(]+) \(.*\) \| (.*) \|$/gm,
  ),
].map(([, points = '', form = '']) => ({
  characters: points.split(' ').map((each) => String.fromCodePoint(Number.parseInt(each.slice(2), 16))),
  form: form === 'space' ? ' ' : form.replaceAll('`', ''),
}));

/** A text in plain characters. */
export function plain(text: string): string {
  const formOf = (character: string) => publishedForms.find(({ characters }) => characters.includes(character))?.form;
  return [...text].map((character) => formOf(character) ?? character).join('');
}

/**
 * A typed text as it comes back: modulo white space and, in a letter of a single-byte encoding, the table of
 * characters.
 */
export function comesBack(text: string): string {
  return collapse(plain(text));
}

const display = (system: string, code: string) =>
  profile<CodeSystem>(`CodeSystem-${system}`).concept?.find((each) => each.code === code)?.display ?? '';

/** The source's words of a level, line by line, as its profiles have them. */
export function sourceLines(variant: string, level: string) {
  const system = profile<CodeSystem>(`CodeSystem-niveau-${variant}`);
  const concept = system.concept?.find(({ code }) => code === level);
  const texts = (concept?.property ?? []).flatMap(({ code, valueString }) => {
    const label = system.property?.find((each) => each.code === code)?.description;
    return valueString === undefined ? [] : [`${label}: ${valueString}`];
  });
  const row = profile<PlanDefinition>(`PlanDefinition-${variant}`).action?.find((each) =>
    each.code?.some(({ coding }) => coding?.[0]?.code === level),
  );
  const actions = (row?.action ?? []).map((action, index) => {
    const code = action.code?.[0]?.coding?.[0]?.code ?? '';
    const roles = profile<ActivityDefinition>(`ActivityDefinition-${code}`).participant ?? [];
    const parties = roles.map(({ role }) => display('part', role?.coding?.[0]?.code ?? '')).join(', ');
    return `${index + 1}. ${display('handling', code)} (${parties})`;
  });
  return { texts, actions };
}

// A typed text in a text without white space.
const q = '»(?:[^«]|««)*«(?!«)';
const day = '\\d{2}\\.\\d{2}\\.\\d{4}';
const instant = '\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:Z|[+-]\\d{2}:\\d{2})';
const marker = new RegExp(
  `Differentieringsmodellen(\\w+):samarbejdsniveau(\\d)af0-4,(aftalt|vurderet|kunforslag)(${day})`,
  'y',
);
const end = new RegExp(
  `SlutpåDifferentieringsmodellen\\(model([\\d.]+),form2,(${instant}),kontrol([0-9a-f]{8})\\)\\.`,
  'y',
);
const literal = (words: string) => words.replace(/\s+/g, '').replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
const squeezed = (text: string) => text.replace(/[ \t\r\n]+/g, '');

/**
 * Every block of a level in a text in plain characters whose kontrol is right for the citizen, and of which every part
 * is understood.
 */
export function readBlocks(text: string, citizenNumber: string): readonly ReadBlock[] {
  const found: ReadBlock[] = [];
  const flat = squeezed(text);
  for (let at = flat.indexOf('Differentieringsmodellen'); at >= 0; ) {
    const stop = endOfBlock(flat, at, citizenNumber);
    if (stop !== undefined) found.push(parse(flat.slice(at, stop)));
    at = flat.indexOf('Differentieringsmodellen', stop ?? at + 1);
  }
  return found;
}

/** Behind the end line, stepping over whole quotes; undefined where there is no block. */
function endOfBlock(flat: string, start: number, citizenNumber: string): number | undefined {
  if (sticky(marker, flat, start) === undefined) return undefined;
  const quote = new RegExp(q, 'y');
  for (let at = start; at < flat.length; ) {
    const closing = sticky(end, flat, at);
    if (closing !== undefined) {
      const text = flat.slice(start, at + closing[0].indexOf('kontrol') + 'kontrol'.length);
      const sum = createHash('sha256').update(`${citizenNumber}\n${text}`).digest('hex').slice(0, 8);
      return sum === closing[3] ? at + closing[0].length : undefined;
    }
    const quoted = flat[at] === '»' ? sticky(quote, flat, at) : undefined;
    if (flat[at] === '»' && quoted === undefined) return undefined;
    at += quoted?.[0].length ?? 1;
  }
  return undefined;
}

function sticky(expression: RegExp, text: string, at: number): RegExpExecArray | undefined {
  expression.lastIndex = at;
  return expression.exec(text) ?? undefined;
}

function parse(block: string): ReadBlock {
  const [, variant = '', level = '', basis = '', shown = ''] = sticky(marker, block, 0) ?? [];
  const { texts, actions } = sourceLines(variant, level);
  const action = (words: string) =>
    `${literal(words)}(?:\\.Besluttet:(ja|nej|afventer))?(?:\\.Begrundelse:(?<action${words[0]}>${q}))?`;
  const whole = new RegExp(
    [
      marker.source,
      ...texts.map(literal),
      `(?:Vurderet(?:af(?:[\\p{L}'.-]+|${q}))?${day}:niveau\\d\\.(?:Begrundelse:(?<reason>${q}))?)?`,
      `(?:Aftalt${day}(?:mellem[^:]+)?:niveau\\d\\.)?`,
      '(?:Beregnetforslag:hverkenvurderetafenfagpersonelleraftalt\\.)?',
      `(?:[\\p{L}]+\\.(?:Bemærkning:(?<remark>${q}))?)?`,
      '(?:Belastningefterressourcer\\(0ingen,4fuldstændig\\):[^»«]+?\\.(?=Anbefalinger))?',
      `Anbefalingertilsamarbejdet\\(${actions.length}\\):`,
      ...actions.map(action),
      `(?:Koordinerendefagperson:(?<coordinator>${q}))?`,
      `(?:Revurderes${day}\\.)?`,
      '(?:Redskaber:[^»«]+?\\.(?=Kommentar|Belastning|Modellen))?',
      `(?:Kommentar:(?<comment>${q}))?`,
      '(?:Belastning,begrundelserogkommentarerudeladt\\.)?',
      'Modelleneretdialogredskabmedanbefalingerogkanikkeståalene\\.',
    ]
      .join('')
      .concat(end.source, '$'),
    'uy',
  );
  const parts = sticky(whole, block, 0);
  if (parts === undefined) throw new Error(`not understood: ${block}`);
  const [, version = '', authored = ''] = sticky(end, block, block.lastIndexOf('Slutpå')) ?? [];
  const typed = Object.entries(parts.groups ?? {}).filter((each): each is [string, string] => each[1] !== undefined);
  const decisions = parts.slice(1).filter((group) => /^(ja|nej|afventer)$/.test(group ?? ''));
  const [date, month, year] = shown.split('.');
  return {
    ...{ variant, version, level, basis, day: `${year}-${month}-${date}`, authored, decisions },
    typed: Object.fromEntries(typed.map(([name, text]) => [name, text.slice(1, -1).replaceAll('««', '«')])),
  };
}

/** A text as `ReadBlock.typed` has it. */
export function squeezedTyped(text: string): string {
  return squeezed(plain(text));
}
