import type { Coding, Questionnaire, QuestionnaireItem, QuestionnaireItemAnswerOption } from 'fhir/r4.js';
import { codingKey, decimalExtension, extensionUrl, translations } from '../model/fhir.ts';

/** An answer option by its coding: its wordings and its weights. */
export interface Option {
  readonly displays: ReadonlySet<string>;
  readonly itemWeight: number | undefined;
  readonly ordinalValue: number | undefined;
}

/** An item of a Questionnaire, ready for checking responses against it. */
export interface CompiledItem {
  readonly item: QuestionnaireItem;
  readonly linkId: string;
  readonly parent: CompiledItem | undefined;
  /** Position among its siblings. */
  readonly order: number;
  readonly children: readonly CompiledItem[];
  /** `text` and its translations. */
  readonly texts: ReadonlySet<string>;
  /** By `system|code`; undefined where the item has no coded options. */
  readonly options: ReadonlyMap<string, Option> | undefined;
  readonly question: { readonly linkId: string; readonly da: string; readonly en: string };
}

export interface CompiledQuestionnaire {
  readonly items: ReadonlyMap<string, CompiledItem>;
  readonly roots: readonly CompiledItem[];
}

const compiled = new WeakMap<Questionnaire, CompiledQuestionnaire>();

/** Compiles a Questionnaire; the same object is compiled once and forgotten with it. */
export function compile(questionnaire: Questionnaire): CompiledQuestionnaire {
  const known = compiled.get(questionnaire);
  if (known !== undefined) return known;
  const items = new Map<string, CompiledItem>();
  const roots = compileItems(questionnaire.item ?? [], undefined, items);
  const result = { items, roots };
  compiled.set(questionnaire, result);
  return result;
}

function compileItems(
  source: readonly QuestionnaireItem[],
  parent: CompiledItem | undefined,
  items: Map<string, CompiledItem>,
): readonly CompiledItem[] {
  return source.map((item, order) => {
    const children: CompiledItem[] = [];
    const text = item.text ?? item.linkId;
    const words = translations(item._text);
    const entry: CompiledItem = {
      item,
      linkId: item.linkId,
      parent,
      order,
      children,
      texts: new Set([...(item.text === undefined ? [] : [item.text]), ...words.values()]),
      options: compileOptions(item.answerOption),
      question: { linkId: item.linkId, da: text, en: words.get('en') ?? text },
    };
    items.set(item.linkId, entry);
    children.push(...compileItems(item.item ?? [], entry, items));
    return entry;
  });
}

function compileOptions(
  options: readonly QuestionnaireItemAnswerOption[] | undefined,
): ReadonlyMap<string, Option> | undefined {
  const coded = options?.flatMap((option) =>
    option.valueCoding === undefined ? [] : [{ option, coding: option.valueCoding }],
  );
  if (coded === undefined || coded.length === 0) return undefined;
  return new Map(
    coded.map(({ option, coding }) => [
      codingKey(coding),
      {
        displays: displaysOf(coding),
        itemWeight: decimalExtension(option, extensionUrl.itemWeight),
        ordinalValue: decimalExtension(option, extensionUrl.ordinalValue),
      },
    ]),
  );
}

function displaysOf(coding: Coding): ReadonlySet<string> {
  return new Set([
    ...(coding.display === undefined ? [] : [coding.display]),
    ...translations(coding._display).values(),
  ]);
}
