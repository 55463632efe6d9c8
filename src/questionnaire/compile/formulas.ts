import type { Expression } from 'fhir/r4.js';
import { type Extensible, extensions, translations, url } from '../extensions.ts';
import type { Constraint, Formula, Formulas, Mistake } from '../types.ts';

/** The expressions of an item or a Questionnaire; undefined where it has none. FHIRPath alone is understood (questionnaire-expression). */
export function compileFormulas(element: Extensible, place: string, mistake: Mistake): Formulas | undefined {
  if (element.extension === undefined) return undefined;
  const read = (wanted: string) =>
    extensions(element, wanted).flatMap((one) => readFormula(one.valueExpression, place, mistake) ?? []);
  const formulas: Formulas = {
    variables: read(url.variable),
    constraints: readConstraints(element, place, mistake),
    calculated: read(url.calculatedExpression)[0],
    enableWhen: read(url.enableWhenExpression)[0],
  };
  const { variables, constraints, calculated, enableWhen } = formulas;
  const isEmpty = variables.length + constraints.length === 0 && calculated === undefined && enableWhen === undefined;
  return isEmpty ? undefined : formulas;
}

function readFormula(expression: Expression | undefined, place: string, mistake: Mistake): Formula | undefined {
  const { name, language, expression: text } = expression ?? {};
  if (text === undefined || (language !== undefined && language !== 'text/fhirpath')) {
    mistake('questionnaire-expression', place);
    return undefined;
  }
  return { name, language: language ?? 'text/fhirpath', text, place };
}

/** `targetConstraint` has its expression as Expression, the older `questionnaire-constraint` as string. */
function readConstraints(element: Extensible, place: string, mistake: Mistake): readonly Constraint[] {
  const all = [...extensions(element, url.targetConstraint), ...extensions(element, url.constraint)];
  return all.flatMap((extension) => {
    const part = (name: string) => extension.extension?.find((one) => one.url === name);
    const expression = part('expression');
    const formula = readFormula(
      expression?.valueExpression ??
        (expression?.valueString === undefined ? undefined : fhirpath(expression.valueString)),
      place,
      mistake,
    );
    if (formula === undefined) return [];
    const human = part('human');
    const text = human?.valueString ?? human?.valueMarkdown ?? part('key')?.valueString ?? formula.text;
    const words = translations(human?._valueString);
    const severity = part('severity')?.valueCode === 'warning' ? 'warning' : 'error';
    return [{ formula, severity, human: { da: words.get('da') ?? text, en: words.get('en') ?? text } }];
  });
}

function fhirpath(expression: string): Expression {
  return { language: 'text/fhirpath', expression };
}
