import type { Questionnaire, QuestionnaireItem } from 'fhir/r4.js';
import type { Problem } from '../../outcome/problem.ts';
import { clean } from '../clean.ts';
import type { CompiledItem, CompiledQuestionnaire, Formula, MakeCheck, Mistake } from '../types.ts';
import { compileConditions, findCircles } from './conditions.ts';
import { compileFormulas } from './formulas.ts';
import { type Building, compileItem, type Standing, signatureOf } from './item.ts';
import { reportUndecidable, undecidable, variablesAround } from './names.ts';

interface Result extends Pick<Standing, 'mistake' | 'rules' | 'isTrusted'> {
  readonly items: Map<string, Building>;
  readonly ambiguous: Set<string>;
}

/** How a Questionnaire is compiled. */
export interface CompileOptions {
  /** The rules of one answer that are looked for on every item. */
  readonly rules: readonly MakeCheck[];
  /**
   * False for a Questionnaire that a stranger sent along: its patterns are not run (expressions-unchecked). Default
   * true.
   */
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
  const result: Result = { items, ambiguous, mistake, rules, isTrusted };
  const roots = compileItems(questionnaire.item ?? [], undefined, 'Questionnaire', result);
  for (const item of items.values()) item.conditions = compileConditions(item, { items, ambiguous, mistake });
  for (const item of findCircles(items)) mistake('questionnaire-circle', item.place);
  const formulas = compileFormulas(questionnaire, 'Questionnaire');
  const every: Formula[] = [];
  const collect = (found: readonly Formula[], item: CompiledItem | undefined) => {
    every.push(...found);
    const known = variablesAround(item, formulas?.variables ?? []);
    if (isTrusted) reportUndecidable(found, known, (formula) => undecidable(mistake, formula));
  };
  collect(listOf({ formulas, dynamics: [] }), undefined);
  for (const item of items.values()) collect(listOf(item), item);
  return {
    items,
    roots,
    ambiguous,
    asked: new Set(
      items.values().flatMap(({ conditions }) => conditions.map(({ question }) => question?.linkId ?? '')),
    ),
    signature: signatureOf(questionnaire),
    formulas,
    every,
    source,
    mistakes,
  };
}

function listOf({ formulas, dynamics }: Pick<CompiledItem, 'formulas' | 'dynamics'>): readonly Formula[] {
  const { variables = [], constraints = [], calculated, enableWhen, answers, toggles = [] } = formulas ?? {};
  const all = [
    ...variables,
    calculated,
    enableWhen,
    answers,
    ...[...constraints, ...toggles, ...dynamics].map(({ formula }) => formula),
  ];
  return all.filter((one) => one !== undefined);
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
    const entry = compileItem(item, { parent, place, order: siblings.length, ...result });
    result.items.set(linkId, entry);
    siblings.push(entry);
    entry.children = compileItems(item.item ?? [], entry, place, result);
  }
  return siblings;
}
