import type {
  Extension,
  Questionnaire,
  QuestionnaireItem,
  QuestionnaireResponse,
  QuestionnaireResponseItem,
  QuestionnaireResponseItemAnswer,
} from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { catalog } from '../../../src/outcome/catalog.ts';
import { sentence } from '../../../src/outcome/outcome.ts';
import { fhirPathIn } from '../../../src/outcome/place.ts';
import type { Problem } from '../../../src/outcome/problem.ts';
import { type CheckerOptions, createChecker } from '../../../src/questionnaire/checker.ts';
import { readJson } from '../../../src/questionnaire/json/document.ts';

/** A response, and every problem that it has, as "code place". No problem is a right response. */
export interface Case {
  readonly title: string;
  readonly item?: QuestionnaireResponseItem[];
  /** What the response has besides, or otherwise. */
  readonly response?: Partial<QuestionnaireResponse>;
  /** JSON as received, where numbers are written otherwise than JavaScript does. */
  readonly text?: (text: string) => string;
  readonly questionnaire?: Partial<Questionnaire>;
  readonly options?: CheckerOptions;
  /** Further Questionnaires, ValueSets and CodeSystems. */
  readonly resources?: readonly unknown[];
  readonly problems: readonly string[];
  /** What the sentences of the problems name, one for each, where the case is about that. */
  readonly values?: readonly Problem['values'][];
}

/** One rule: where it stands, a Questionnaire that has it, and responses that keep and break it. */
export interface Rule {
  readonly rule: string;
  /** Where the rule is written. */
  readonly source: string;
  readonly items: QuestionnaireItem[];
  readonly questionnaire?: Partial<Questionnaire>;
  readonly options?: CheckerOptions;
  /** Further Questionnaires, ValueSets and CodeSystems. */
  readonly resources?: readonly unknown[];
  readonly cases: readonly Case[];
}

export const canonical = 'http://example.dk/Questionnaire/skema';

function questionnaireOf({ items, questionnaire }: Rule, more: Partial<Questionnaire> = {}): Questionnaire {
  return {
    resourceType: 'Questionnaire',
    url: canonical,
    version: '1.0',
    status: 'active',
    item: items,
    ...questionnaire,
    ...more,
  };
}

function responseOf({ item, response }: Case): QuestionnaireResponse {
  return {
    resourceType: 'QuestionnaireResponse',
    status: 'completed',
    authored: '2026-01-20T10:30:00+01:00',
    questionnaire: `${canonical}|1.0`,
    ...(item === undefined ? {} : { item }),
    ...response,
  };
}

/** What a case is about: its Questionnaire with all that stands beside it, and the response as it is received. */
export function inputsOf(rule: Rule, one: Case): { readonly resources: readonly unknown[]; readonly text: string } {
  const resources = [questionnaireOf(rule, one.questionnaire), ...(rule.resources ?? []), ...(one.resources ?? [])];
  return { resources, text: (one.text ?? ((same: string) => same))(JSON.stringify(responseOf(one))) };
}

/** Checks a case by its rule. */
export function problemsOf(rule: Rule, one: Case): readonly Problem[] {
  const { resources, text } = inputsOf(rule, one);
  return createChecker(resources, { ...rule.options, ...one.options }).check(readJson(Buffer.from(text)));
}

/** Every rule that was declared, for the page of rules; it declares them without testing them again. */
export const declared: { readonly rules: Rule[]; testing: boolean } = { rules: [], testing: true };

/** Tests a rule by its table: each code with its place, whole sentences, and the question by its name. */
export function testRule(rule: Rule): void {
  declared.rules.push(rule);
  if (!declared.testing) return;
  describe(rule.rule, () => {
    test.each(rule.cases.map((one) => [one.title, one] as const))('%s', (_, one) => {
      const problems = problemsOf(rule, one);
      expect(
        problems.map(({ code, place }) => `${code} ${fhirPathIn(place).replace('QuestionnaireResponse.', '')}`),
      ).toEqual(one.problems);
      if (one.values !== undefined) expect(problems.map(({ values }) => values)).toEqual(one.values);
      for (const problem of problems) {
        expect(sentence(problem, 'da') + sentence(problem, 'en')).not.toMatch(/[{}…]/);
        expect(Object.keys(catalog)).toContain(problem.code);
      }
    });
  });
}

const core = 'http://hl7.org/fhir/StructureDefinition/';
const sdc = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-';

export function ext(name: string, value: Omit<Extension, 'url'>): Extension {
  return { url: core + name, ...value };
}

export function sdcExt(name: string, value: Omit<Extension, 'url'>): Extension {
  return { url: sdc + name, ...value };
}

export function fhirpath(expression: string, name?: string): Omit<Extension, 'url'> {
  return { valueExpression: { language: 'text/fhirpath', expression, ...(name === undefined ? {} : { name }) } };
}

/** A question or group of a Questionnaire. */
export function ask(
  linkId: string,
  type: QuestionnaireItem['type'],
  more: Partial<QuestionnaireItem> = {},
): QuestionnaireItem {
  return { linkId, type, text: `Spørgsmål ${linkId}`, ...more };
}

/** An item of a response with its answers. */
export function say(linkId: string, ...answer: QuestionnaireResponseItemAnswer[]): QuestionnaireResponseItem {
  return { linkId, answer };
}

/** A group of a response with what stands in it. */
export function within(linkId: string, ...item: QuestionnaireResponseItem[]): QuestionnaireResponseItem {
  return { linkId, item };
}

export const ucum = 'http://unitsofmeasure.org';
export const kg = (value: number, code = 'kg') => ({ valueQuantity: { value, unit: code, system: ucum, code } });
