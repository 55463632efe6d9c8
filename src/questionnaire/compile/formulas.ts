import type { Expression, Extension } from 'fhir/r4.js';
import { type Extensible, extensions, translations, url } from '../extensions.ts';
import type { Constraint, Formula, Formulas, Toggle } from '../types.ts';
import { readValue } from '../values/value.ts';
import { isCalledRight } from './calls.ts';
import { namesIn } from './names.ts';

/**
 * The expressions of an item or a Questionnaire; undefined where it has none. Those that are not evaluated (names of
 * their own) are passed over.
 */
export function compileFormulas(element: Extensible, place: string): Formulas | undefined {
  if (element.extension === undefined) return undefined;
  const read = (wanted: string) =>
    placed(element, place, wanted).map(({ extension, at }) => readFormula(extension.valueExpression, `${at}.value`));
  const formulas: Formulas = {
    variables: read(url.variable).filter(({ name }) => name !== undefined),
    constraints: readConstraints(element, place),
    calculated: read(url.calculatedExpression)[0],
    enableWhen: read(url.enableWhenExpression)[0],
    answers: read(url.answerExpression)[0],
    toggles: readToggles(element, place),
  };
  const { variables, constraints, calculated, enableWhen, answers, toggles } = formulas;
  const lists = variables.length + constraints.length + toggles.length;
  return lists === 0 && (calculated ?? enableWhen ?? answers) === undefined ? undefined : formulas;
}

interface PlacedExtension {
  readonly extension: Extension;
  readonly at: string;
}

function placed(element: Extensible, place: string, wanted: string): readonly PlacedExtension[] {
  return (element.extension ?? []).flatMap((extension, index) =>
    extension.url === wanted ? [{ extension, at: `${place}.extension[${index}]` }] : [],
  );
}

/**
 * A FHIRPath expression. One in another language, that only refers to a library, or that is none is undecided: its text
 * is undefined.
 */
export function readFormula(expression: Expression | undefined, place: string): Formula {
  const { name, language, expression: text } = expression ?? {};
  const isFhirpath = language === undefined || language === 'text/fhirpath';
  const known = isFhirpath && text !== undefined && isCalledRight(text) ? text : undefined;
  return { name, text: known, source: text ?? '', names: known === undefined ? new Set() : namesIn(known), place };
}

/** `targetConstraint` has its expression as Expression, the older `questionnaire-constraint` as string. */
function readConstraints(element: Extensible, place: string): readonly Constraint[] {
  const all = [...placed(element, place, url.targetConstraint), ...placed(element, place, url.constraint)];
  return all.map(({ extension, at }) => {
    const part = (name: string) => extension.extension?.find((one) => one.url === name);
    const expression = part('expression');
    const formula = readFormula(
      expression?.valueExpression ??
        (expression?.valueString === undefined ? undefined : fhirpath(expression.valueString)),
      at,
    );
    const human = part('human');
    const text = human?.valueString ?? human?.valueMarkdown ?? part('key')?.valueString ?? formula.source;
    const words = translations(human?._valueString);
    const severity = part('severity');
    // One that is computed may be either.
    const isError = severity?.valueCode !== 'warning' && severity?._valueCode === undefined;
    return {
      formula,
      severity: isError ? 'error' : 'warning',
      human: { da: words.get('da') ?? text, en: words.get('en') ?? text },
    };
  });
}

/**
 * SDC `answerOptionsToggleExpression`: "if this expression evaluates to 'true', the specified options should be
 * enabled, otherwise disabled".
 */
function readToggles(element: Extensible, place: string): readonly Toggle[] {
  return placed(element, place, url.answerOptionsToggle).map(({ extension, at }) => ({
    options: extensions(extension, 'option').flatMap((option) => {
      const value = readValue(option);
      return value ?? [];
    }),
    formula: readFormula(extensions(extension, 'expression')[0]?.valueExpression, at),
  }));
}

function fhirpath(expression: string): Expression {
  return { language: 'text/fhirpath', expression };
}
