import type { Coding } from 'fhir/r4.js';
import { type Extensible, extendedWeights } from '../extensions.ts';
import type { TerminologyRules } from '../terminology/terminology.ts';
import type { CompiledQuestionnaire } from '../types.ts';
import { valueKey } from '../values/key.ts';
import { readValue, type Value } from '../values/value.ts';

/** The weight of an answer to a question, or of a coding alone; 'unknown' where what would tell it is not at hand. */
export type Weigh = (linkId: string | undefined, value: Value) => number | 'unknown' | undefined;

/**
 * What a form says that answers weigh: on the option, on its coding, in the ValueSet or in the CodeSystem. fhirpath's
 * own looks in fewer places, and keeps what it found for an hour by the form's url alone, so that a newer version would
 * be summed up by the older one's weights.
 */
export function createWeigh({ items }: CompiledQuestionnaire, { words, valueSet }: TerminologyRules): Weigh {
  return (linkId, value) => {
    const { item, options } = items.get(linkId ?? '') ?? {};
    const [own] = options?.get(valueKey(value))?.weights ?? [];
    if (own !== undefined || value.key !== 'valueCoding') return own;
    const coding = value.value as Coding;
    const { system, code } = coding;
    if (code === undefined) return undefined;
    const set = item?.answerValueSet === undefined ? undefined : valueSet(item.answerValueSet, code, system);
    const { displays, weights } = words(coding);
    const [known] = [...(set?.weights ?? []), ...weights];
    if (known !== undefined || system === undefined) return known;
    return displays.size === 0 ? 'unknown' : undefined;
  };
}

/** A node of fhirpath, as far as it is read. */
interface Node {
  readonly data?: unknown;
  readonly _data?: unknown;
  readonly path?: string | null;
  readonly parentResNode?: Node | null;
}

/**
 * SDC's `weight()` (formerly `ordinal()`): the weights of answers, their values, options or codings, "for those that
 * have one"; 'unknown' where one of them cannot be told.
 */
export function weightsOf(nodes: readonly unknown[], weigh: Weigh): readonly number[] | 'unknown' {
  const found = nodes.map((node) => weightOf(node as Node, weigh));
  return found.includes('unknown') ? 'unknown' : found.filter((one) => typeof one === 'number');
}

function weightOf(node: Node, weigh: Weigh): number | 'unknown' | undefined {
  const { path, parentResNode: parent } = node;
  if (path === 'QuestionnaireResponse.item.answer') return ofAnswer(node, weigh);
  if (parent?.path === 'QuestionnaireResponse.item.answer') return ofAnswer(parent, weigh);
  const [own] = [node, parent].flatMap((one) => extendedWeights(extensibleOf(one?.data)));
  if (own !== undefined || path !== 'Coding') return own;
  return weigh(undefined, { key: 'valueCoding', value: node.data });
}

function ofAnswer({ data, parentResNode: item }: Node, weigh: Weigh): number | 'unknown' | undefined {
  const value = typeof data === 'object' && data !== null ? readValue(data) : undefined;
  if (value === undefined) return undefined;
  const companion = (data as Readonly<Record<string, unknown>>)[`_${value.key}`];
  const [sent] = [value.value, companion, data].flatMap((one) => extendedWeights(extensibleOf(one)));
  if (sent !== undefined) return sent;
  const { linkId } = (item?.data ?? {}) as { linkId?: string };
  return weigh(linkId, value);
}

function extensibleOf(value: unknown): Extensible {
  return typeof value === 'object' && value !== null ? value : {};
}
