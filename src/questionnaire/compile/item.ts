import type { CodeableConcept, QuestionnaireItem } from 'fhir/r4.js';
import { extensions, extensionValue, integerOf, translations, url } from '../extensions.ts';
import type { CompiledItem, MakeCheck, Mistake } from '../types.ts';
import { codingKey } from '../values/key.ts';
import { findDynamics } from './dynamics.ts';
import { compileFormulas } from './formulas.ts';
import { compileOptions, keysOf } from './options.ts';

/** A compiled item in the making: what depends on other items comes later. */
export type Building = { -readonly [Key in keyof CompiledItem]: CompiledItem[Key] };

/** Where an item stands, and how it is compiled. */
export interface Standing {
  readonly parent: CompiledItem | undefined;
  readonly place: string;
  /** Position among its siblings. */
  readonly order: number;
  readonly mistake: Mistake;
  readonly rules: readonly MakeCheck[];
  readonly isTrusted: boolean;
}

/** Compiles one item, without its children and conditions. */
export function compileItem(item: QuestionnaireItem, standing: Standing): Building {
  const { parent, place, order, mistake, rules, isTrusted } = standing;
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
    conditions: [],
    several: item.repeats === true || parent?.several === true,
    ...occurs(item, place, mistake),
    checks: rules.flatMap((make) => make(item, place, mistake, isTrusted) ?? []),
    formulas: compileFormulas(item, place),
    dynamics: findDynamics(item, place),
    signature: signatureOf(item),
    question: { linkId, da: words.get('da') ?? text, en: words.get('en') ?? text },
  };
}

/**
 * "The minimum number of times the group must appear, or the minimum number of answers for a question"; without
 * `required` none is in order. Numbers that contradict each other are each applied, since nothing can be right.
 */
function occurs(item: QuestionnaireItem, place: string, mistake: Mistake) {
  const repeats = item.repeats === true;
  const most = repeats ? Number.POSITIVE_INFINITY : 1;
  const [minimum, maximum] = [integerOf(item, url.minOccurs), integerOf(item, url.maxOccurs)];
  const isMinimum = minimum !== undefined && minimum >= 0 && (repeats || minimum <= 1);
  const isMaximum = maximum !== undefined && maximum >= 1 && (repeats || maximum === 1);
  const minOccurs = isMinimum ? minimum : item.required === true ? 1 : 0;
  const maxOccurs = isMaximum ? maximum : most;
  const isUnused = (minimum !== undefined && !isMinimum) || (maximum !== undefined && !isMaximum);
  if (isUnused || minOccurs > maxOccurs) mistake('questionnaire-bounds', place);
  return { minOccurs, maxOccurs };
}

/** Signature type codes that are asked for; undefined where no signature is. */
export function signatureOf(element: Pick<QuestionnaireItem, 'extension'>): ReadonlySet<string> | undefined {
  if (extensions(element, url.signatureRequired).length === 0) return undefined;
  const concept = extensionValue(element, url.signatureRequired)?.value as CodeableConcept | undefined;
  return new Set((concept?.coding ?? []).map(codingKey));
}
