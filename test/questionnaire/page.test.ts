import { readdirSync } from 'node:fs';
import type { QuestionnaireItem, QuestionnaireResponseItem } from 'fhir/r4.js';
import { expect, test } from 'vitest';
import { catalog, type IssueCode } from '../../src/outcome/catalog.ts';
import { sentence } from '../../src/outcome/outcome.ts';
import type { Problem } from '../../src/outcome/problem.ts';
import { disagreements } from '../conformance/second-opinion.ts';
import { type Case, declared, problemsOf, type Rule } from './rules/rule.ts';

const folder = new URL('rules/', import.meta.url);

/** The rules of each test file. */
const files: [string, readonly Rule[]][] = [];
declared.testing = false;
for (const name of readdirSync(folder).sort()) {
  if (!name.endsWith('.test.ts')) continue;
  declared.rules.length = 0;
  await import(new URL(name, folder).href);
  files.push([`test/questionnaire/rules/${name}`, [...declared.rules]]);
}

interface Example {
  readonly one: Case;
  readonly problem: Problem;
  readonly alone: boolean;
}

/** A rule's codes, each with the first case that has it, alone where there is such a case. */
const examples = new Map(files.flatMap(([, rules]) => rules.map((rule) => [rule, examplesOf(rule)] as const)));

function examplesOf(rule: Rule): ReadonlyMap<IssueCode, Example> {
  const found = new Map<IssueCode, Example>();
  for (const one of rule.cases) {
    const problems = problemsOf(rule, one);
    for (const problem of problems) {
      const alone = problems.length === 1;
      if (found.get(problem.code)?.alone !== true && (alone || !found.has(problem.code)))
        found.set(problem.code, { one, problem, alone });
    }
  }
  return found;
}

function section(file: string, rule: Rule): string {
  const rows = [...(examples.get(rule)?.values() ?? [])].map((example) => row(rule, example));
  return `## ${rule.rule}

Source: ${rule.source}. Tests: \`${file}\`.

${rows.join('\n\n')}
`;
}

function row(rule: Rule, { one, problem }: Example): string {
  const asked = questionsOf(one.questionnaire?.item ?? rule.items, one.item ?? []);
  return `### \`${problem.code}\` (${catalog[problem.code].severity})

${sentence(problem, 'en')}
${sentence(problem, 'da')}

Example: ${one.title}; \`expression\` is \`${problem.place}\`.

\`\`\`json
${[...asked, ...(one.item ?? [])].map((item) => JSON.stringify(item)).join('\n') || JSON.stringify(one.response ?? {})}
\`\`\``;
}

/** The questions of the form that the example answers. */
function questionsOf(
  items: readonly QuestionnaireItem[],
  answered: readonly QuestionnaireResponseItem[],
): readonly QuestionnaireItem[] {
  const linkIds = new Set(answered.map(({ linkId }) => linkId));
  return Array.isArray(items) ? items.filter((item) => linkIds.has(item?.linkId)) : [];
}

/** Where HL7's own engine judges otherwise, as test/conformance/second-opinion.test.ts holds it to be. */
const opinions = `## Where HL7's engine judges otherwise

The engine of the official validator (6.9.4, by \`../shared/fhir-validator\`) gives a second opinion on every case of the rules below
(\`npx vitest run test/conformance/second-opinion.test.ts\`). Where its verdict is another one, this decides:

| the engine | here | by which rule |
|---|---|---|
${disagreements.map(({ engine, here, rule }) => `| ${engine} | ${here} | ${rule} |`).join('\n')}
`;

test('docs/rules.md lists every rule with its tests (-u writes it anew)', async () => {
  const page = `# Rules for responses

What Niveau demands of a QuestionnaireResponse, whatever its Questionnaire. Made from the tests in \`test/questionnaire/rules/\` by
\`npx vitest run test/questionnaire/page.test.ts -u\`; do not edit by hand. Each example has the question first and then the answer.
Errors make a response wrong; warnings do not. Shape (JSON as FHIR R4 has it) comes before these rules, and our two questionnaires have further
ones (citizen, level, agreement): [errors.md](errors.md) lists every code.

A completed or amended response is measured in full. One that is in progress, stopped or withdrawn may be incomplete, may have answers that are
no longer open, and is not measured by constraints.

**Undecided.** What cannot be decided is never held against the response: a partial date within a bound, a ValueSet that is not at hand, a
condition that is a mistake, and an expression that cannot be evaluated here (\`%patient\` and other launch context, a query, CQL, a function that
asks a server or is called with too few or too many parameters, the minute of filling in). What rests on it is undecided too, through any number of steps: an item is neither open nor closed, a
calculation is not compared, a constraint is not failed, a computed bound, text or option demands nothing. One warning names the expression.
\`today()\` is the local day of \`authored\`, where its zone tells that (\`Z\` and \`+00:00\` do not: then all days that it may have been
are tried, and what holds on each of them is decided); \`now()\` is any moment of that day.

**Not evaluated.** Four kinds of expression that SDC has say how a form is filled in, not what a right answer is, and are not looked at:
\`initialExpression\`, \`candidateExpression\`, \`contextExpression\` and \`itemPopulationContext\`.

**Shape.** Faults of shape outside the items do not hide what is wrong in them. Where an item or an answer cannot be read, the others are measured, and
nothing that may depend on it.

${opinions}
${files.flatMap(([file, rules]) => rules.map((rule) => section(file, rule))).join('\n')}`;
  await expect(page).toMatchFileSnapshot('../../docs/rules.md');
});

test('every code of the rules is on the page', () => {
  const shown = new Set(examples.values().flatMap((found) => found.keys()));
  const general =
    /^(linkid|item-|group|question-as|text-differs|answer|occurs|value-(?!choice)|attachment-(?!citizen)|reference-(type|profile)|option|readonly|signature|calculation|constraint|required|weight|questionnaire-(?!missing|unversioned|differs|changed)|expressions|contained-unknown|authored-unstated)/;
  const missing = Object.keys(catalog).filter((code) => general.test(code) && !shown.has(code as IssueCode));
  expect(missing).toEqual([]);
});
