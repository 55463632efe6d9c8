import type { CodeableConcept, Questionnaire, QuestionnaireItem } from 'fhir/r4.js';
import type { Problem } from '../../outcome/problem.ts';
import { clean } from '../clean.ts';
import { extensions, extensionValue, integerOf, translations, url } from '../extensions.ts';
import type { CompiledItem, CompiledQuestionnaire, Condition, MakeCheck, Mistake } from '../types.ts';
import { codingKey } from '../values/key.ts';
import { compileConditions, findCircles } from './conditions.ts';
import { compileFormulas } from './formulas.ts';
import { compileOptions, keysOf } from './options.ts';

type Building = { -readonly [Key in keyof CompiledItem]: CompiledItem[Key] };

interface Result {
  readonly items: Map<string, Building>;
  readonly ambiguous: Set<string>;
  readonly mistake: Mistake;
  readonly rules: readonly MakeCheck[];
  readonly isTrusted: boolean;
}

/** How a Questionnaire is compiled. */
export interface CompileOptions {
  /** The rules of one answer that are looked for on every item. */
  readonly rules: readonly MakeCheck[];
  /** False for a Questionnaire that a stranger sent along: its patterns are not run (expressions-unchecked). Default true. */
  readonly isTrusted?: boolean;
}

/** Compiles a Questionnaire, whatever it holds: what is wrong with it is left out and listed in `mistakes`. */
export function compileQuestionnaire(source: Questionnaire, options: CompileOptions): CompiledQuestionnaire {
  const { rules, isTrusted = true } = options;
  const mistakes: Problem[] = [];
  const mistake: Mistake = (code, place, values) => {
    mistakes.push({ code, place, ...(values === undefined ? {} : { values }) });
  };
  const questionnaire = clean(source, 'Questionnaire', mistake) as Questionnaire;
  const items = new Map<string, Building>();
  const ambiguous = new Set<string>();
  const roots = compileItems(questionnaire.item ?? [], undefined, 'Questionnaire', {
    items,
    ambiguous,
    mistake,
    rules,
    isTrusted,
  });
  for (const item of items.values()) item.conditions = compileConditions(item, { items, ambiguous, mistake });
  for (const item of findCircles(items)) mistake('questionnaire-circle', item.place);
  const formulas = compileFormulas(questionnaire, 'Questionnaire', mistake);
  return {
    items,
    roots,
    ambiguous,
    asked: new Set(
      items.values().flatMap(({ conditions }) => conditions.map(({ question }) => question?.linkId ?? '')),
    ),
    signature: signatureOf(questionnaire),
    formulas,
    hasFormulas: formulas !== undefined || items.values().some((item) => item.formulas !== undefined),
    source,
    mistakes,
  };
}

function compileItems(
  source: readonly QuestionnaireItem[],
  parent: CompiledItem | undefined,
  above: string,
  result: Result,
): readonly CompiledItem[] {
  const siblings: Building[] = [];
  for (const [index, item] of source.entries()) {
    const place = `${above}.item[${index}]`;
    // @types/fhir says that every item has one.
    const linkId = item.linkId as string | undefined;
    if (linkId === undefined || result.items.has(linkId)) {
      result.mistake('questionnaire-linkid', place);
      if (linkId !== undefined) result.ambiguous.add(linkId);
      continue;
    }
    const entry = compileItem(item, parent, siblings.length, place, result);
    result.items.set(linkId, entry);
    siblings.push(entry);
    entry.children = compileItems(item.item ?? [], entry, place, result);
  }
  return siblings;
}

function compileItem(
  item: QuestionnaireItem,
  parent: CompiledItem | undefined,
  order: number,
  place: string,
  { mistake, rules, isTrusted }: Result,
): Building {
  const { linkId } = item;
  const text = item.text ?? linkId;
  const words = translations(item._text);
  const options = compileOptions(item.answerOption, place, mistake);
  return {
    item,
    linkId,
    parent,
    place,
    order,
    children: [],
    texts: new Set([...(item.text === undefined ? [] : [item.text]), ...words.values()]),
    keys: keysOf(item, place, mistake),
    options: item.answerValueSet === undefined ? options : undefined,
    conditions: [] as readonly Condition[],
    several: item.repeats === true || parent?.several === true,
    ...occurs(item, place, mistake),
    checks: rules.flatMap((make) => make(item, place, mistake, isTrusted) ?? []),
    formulas: compileFormulas(item, place, mistake),
    signature: signatureOf(item),
    question: { linkId, da: words.get('da') ?? text, en: words.get('en') ?? text },
  };
}

/** "The minimum number of times the group must appear, or the minimum number of answers for a question"; without `required` none is in order. */
function occurs(item: QuestionnaireItem, place: string, mistake: Mistake) {
  const all = {
    minOccurs: item.required === true ? 1 : 0,
    maxOccurs: item.repeats === true ? Number.POSITIVE_INFINITY : 1,
  };
  const minOccurs = integerOf(item, url.minOccurs) ?? all.minOccurs;
  const maxOccurs = integerOf(item, url.maxOccurs) ?? all.maxOccurs;
  if (minOccurs < 0 || maxOccurs < 1 || minOccurs > maxOccurs || (maxOccurs > 1 && item.repeats !== true)) {
    mistake('questionnaire-bounds', place);
    return all;
  }
  return { minOccurs, maxOccurs };
}

function signatureOf(element: Pick<QuestionnaireItem, 'extension'>): ReadonlySet<string> | undefined {
  if (extensions(element, url.signatureRequired).length === 0) return undefined;
  const concept = extensionValue(element, url.signatureRequired)?.value as CodeableConcept | undefined;
  return new Set((concept?.coding ?? []).map(codingKey));
}
