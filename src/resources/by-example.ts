import type { Resource } from 'fhir/r4.js';
import { once } from '../questionnaire/once.ts';
import type { ResourceDraft } from './draft.ts';
import { insideString, jsonText } from './json-bytes.ts';
import { keepBy } from './keep-by.ts';
import type { Part } from './narrative.ts';
import { utf8 } from './utf8.ts';

/** What a response says, ready to be placed: a text, XHTML in both languages, or a whole value. */
type Placed = string | Part | object | undefined;
type Values = Readonly<Record<string, Placed>>;

/** Values that several resources place. */
export interface Given<Named extends Values = Values> {
  readonly values: Named;
  /** Which of them there are. */
  readonly shape: () => string;
  /** The same with the JSON of each that is no Part. */
  readonly inJson: () => InJson;
}

type InJson = Readonly<Record<string, string | Part | undefined>>;

export function given<Named extends Values>(values: Named): Given<Named> {
  return { values, shape: once(() => shapeOf(values)), inJson: once(() => inJson(values)) };
}

/**
 * How one kind of resource is made, and written without being made. `make` only places what was said and its `own`
 * values, and never looks at them: all else that it gives is decided by the choice (things of the model, names, whether
 * something holds) and by which values there are. So the JSON of an example, with marks in the place of values, is made
 * once for each choice; what is said goes where its marks stood.
 */
export function byExample<
  Said extends Values,
  Own extends Values & { readonly id: string },
  Choice extends readonly unknown[],
  Made extends Resource,
>(
  make: (said: Said, own: Own, ...choice: Choice) => Made,
): (said: Given<Said>, own: Own, ...choice: Choice) => ResourceDraft<Made> {
  const kept = keepBy<Example>();
  return (said, own, ...choice) => ({
    id: own.id,
    make: () => make(said.values, own, ...choice),
    as: (form) => ({
      make: () => form(make(said.values, own, ...choice)),
      text: () => {
        const example = kept([form, said.shape(), shapeOf(own), ...choice], () =>
          exampleOf(form(make(marked(said.values, 'said'), marked(own, 'own'), ...choice))),
        );
        return filled(example, said.inJson(), inJson(own));
      },
    }),
  });
}

/** JSON in parts, and what goes behind each of them but the last. */
interface Example {
  readonly parts: readonly string[];
  readonly holes: readonly Hole[];
}

interface Hole {
  readonly from: 'said' | 'own';
  readonly name: string;
  /** Of a Part. */
  readonly language: 'da' | 'en' | undefined;
}

/** In JSON, the mark of a whole value, and that of a text or a Part. Nothing that a mark goes through changes it. */
const marks = /"value-(said|own)-(\w+)-"|text-(said|own)-(\w+)-(da|en)?-/;

function marked<Named extends Values>(values: Named, from: Hole['from']): Named {
  const entries = Object.entries(values).map(([name, value]) => {
    if (value === undefined) return [name, value];
    const text = `text-${from}-${name}-`;
    if (typeof value === 'string') return [name, `${text}-`];
    if (isPart(value)) return [name, { xhtml: { da: `${text}da-`, en: `${text}en-` } }];
    return [name, `value-${from}-${name}-`];
  });
  return Object.fromEntries(entries) as Named;
}

function exampleOf(made: object): Example {
  const [first = '', ...rest] = utf8(JSON.stringify(made)).split(marks);
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
  return { parts, holes };
}

function filled({ parts, holes }: Example, said: InJson, own: InJson): string {
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

function shapeOf(values: Values): string {
  let shape = '';
  for (const name in values) shape += values[name] === undefined ? '0' : '1';
  return shape;
}

function inJson(values: Values): InJson {
  const found: Record<string, string | Part | undefined> = {};
  for (const name in values) {
    const value = values[name];
    if (value === undefined) found[name] = value;
    else if (typeof value === 'string') found[name] = insideString(value);
    else found[name] = isPart(value) ? value : jsonText(value);
  }
  return found;
}

function isPart(value: object): value is Part {
  return 'xhtml' in value;
}
