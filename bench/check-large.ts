import type {
  Extension,
  Questionnaire,
  QuestionnaireItem,
  QuestionnaireResponse,
  QuestionnaireResponseItem,
} from 'fhir/r4.js';
import { createChecker } from '../src/questionnaire/checker.ts';
import { readJson } from '../src/questionnaire/json/document.ts';
import { median, print, type Result, round } from './result.ts';

const core = 'http://hl7.org/fhir/StructureDefinition/';
const sdc = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-';
const url = 'http://example.dk/fhir/Questionnaire/stor';
const groups = 24;
const perGroup = 32;
const top = 16;

const by = (address: string, expression: string, name?: string): Extension => ({
  url: address,
  valueExpression: { language: 'text/fhirpath', expression, ...(name === undefined ? {} : { name }) },
});

/**
 * A form of the size of a national one: 808 items, 425 expressions besides 91 variables, three of them in each of 24
 * groups that repeat.
 */
function largeForm(): Questionnaire {
  const variables = Array.from({ length: 19 }, (_, index) =>
    by(
      `${core}variable`,
      index === 0 ? "%resource.item.where(linkId = 't0').answer.value" : `%v${index - 1} + 1`,
      `v${index}`,
    ),
  );
  return {
    resourceType: 'Questionnaire',
    url,
    version: '1.0',
    status: 'active',
    extension: variables,
    item: [
      ...Array.from({ length: top }, (_, index): QuestionnaireItem => {
        const calculated = by(`${sdc}calculatedExpression`, `%v${index + 2} - %v1 + 7`);
        return {
          linkId: `t${index}`,
          type: 'integer',
          text: `Tal ${index}`,
          ...(index === 0 ? {} : { readOnly: true, extension: [calculated] }),
        };
      }),
      ...Array.from({ length: groups }, (_, index) => groupOf(index)),
    ],
  };
}

/**
 * Of 32 questions 17 (or 18) have an expression: they are opened, calculated or constrained by what the group's
 * variables add up.
 */
function groupOf(group: number): QuestionnaireItem {
  const id = (index: number) => `g${group}.${index}`;
  const constraint: Extension = {
    url: `${core}targetConstraint`,
    extension: [
      { url: 'key', valueId: 'k' },
      { url: 'severity', valueCode: 'error' },
      by('expression', 'answer.value <= %sum'),
      { url: 'human', valueString: 'Højst summen.' },
    ],
  };
  const questions = Array.from({ length: perGroup }, (_, index): QuestionnaireItem => {
    const plain: QuestionnaireItem = { linkId: id(index), type: 'integer', text: `Spørgsmål ${id(index)}` };
    if (index < 14) return plain;
    if (index < 20) return { ...plain, extension: [by(`${sdc}enableWhenExpression`, '%sum > 0 and %some')] };
    if (index < 26) return { ...plain, readOnly: true, extension: [by(`${sdc}calculatedExpression`, '%sum + %first')] };
    if (index < 31 || group < 18) return { ...plain, extension: [constraint] };
    return plain;
  });
  const answers = `%context.item.where(linkId.startsWith('g${group}.')).answer.value`;
  return {
    linkId: `g${group}`,
    type: 'group',
    repeats: true,
    text: `Gruppe ${group}`,
    extension: [
      by(`${core}variable`, `%context.item.where(linkId = '${id(0)}').answer.value`, 'first'),
      by(`${core}variable`, `${answers}.take(14).aggregate($this + $total, 0)`, 'sum'),
      by(`${core}variable`, '%sum >= %first and %v3.exists()', 'some'),
    ],
    item: questions,
  };
}

/** Every question answered, each group so many times. */
function answersOf(times: number): Buffer {
  const say = (linkId: string, valueInteger: number): QuestionnaireResponseItem => ({
    linkId,
    answer: [{ valueInteger }],
  });
  const response: QuestionnaireResponse = {
    resourceType: 'QuestionnaireResponse',
    questionnaire: `${url}|1.0`,
    status: 'completed',
    authored: '2026-01-20T10:30:00+01:00',
    item: [
      ...Array.from({ length: top }, (_, index) => say(`t${index}`, index === 0 ? 5 : index + 8)),
      ...Array.from({ length: groups * times }, (_, index) => {
        const group = Math.floor(index / times);
        const item = Array.from({ length: perGroup }, (_, at) => ({
          // Renderers repeat the question's text, some of them.
          ...(at % 2 === 0 ? { text: `Spørgsmål g${group}.${at}` } : {}),
          ...say(`g${group}.${at}`, at < 20 || at >= 26 ? 2 : 30),
        }));
        return { linkId: `g${group}`, item };
      }),
    ],
  };
  return Buffer.from(JSON.stringify(response));
}

/**
 * A form with very many expressions: milliseconds of CPU for a response to it, on a checker that has it compiled, at
 * most 300; and for four times the answers not more than in proportion.
 */
export function run(): Result {
  const form = largeForm();
  const checker = createChecker([form]);
  const first = cpuOf(() => checker.check(readJson(answersOf(1))));
  const measured = [1, 4].map((times) => {
    const bytes = answersOf(times);
    const problems = checker.check(readJson(bytes));
    if (problems.length > 0) throw new Error(`the response is not in order: ${JSON.stringify(problems[0])}`);
    const samples = Array.from({ length: 12 }, () => cpuOf(() => checker.check(readJson(bytes))));
    return { bytes: bytes.length, cpu: median(samples.slice(2)) };
  });
  const [once, fourfold] = measured;
  if (once === undefined || fourfold === undefined) throw new Error('nothing was measured');
  const growth = fourfold.cpu / once.cpu / (fourfold.bytes / once.bytes);
  const result = {
    bench: 'check-large',
    ratio: round(growth > 1.5 ? Number.POSITIVE_INFINITY : once.cpu / 300, 2),
    goal: 1,
    ours: round(once.cpu, 1),
    reference: 300,
    unit: 'ms',
  };
  print(result, [
    [
      '808 items, 425 expressions, 91 variables',
      `${once.cpu.toFixed(0)} ms of CPU for ${once.bytes} bytes (goal: 300)`,
    ],
    ['the first response, with loading and compiling', `${first.toFixed(0)} ms of CPU`],
    [
      'four times the answers',
      `${fourfold.cpu.toFixed(0)} ms for ${fourfold.bytes} bytes: ${growth.toFixed(2)} of proportion`,
    ],
  ]);
  return result;
}

/** Milliseconds of CPU. */
function cpuOf(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
