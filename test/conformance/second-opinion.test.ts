import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isError } from '../../src/outcome/outcome.ts';
import { type Case, declared, inputsOf, problemsOf, type Rule } from '../questionnaire/rules/rule.ts';
import { hasJudge, judged } from './judge.ts';
import { type Disagreement, disagreements } from './second-opinion.ts';

/**
 * HL7's engine as second opinion on every case of every rule (test/questionnaire/rules/): is the response right or
 * wrong? Where it judges otherwise, second-opinion.ts says which rule decides, and docs/rules.md has it.
 */
const folder = new URL('../questionnaire/rules/', import.meta.url);

/**
 * No Questionnaires that the engine could load, responses that it could not find one for, and ValueSets that take it a
 * minute each.
 */
const passedOver = ['malformed.test.ts', 'version.test.ts', 'shape.test.ts'];
const isTooSlow = (title: string) => /^(?:trin0|kreds)|circle/.test(title);

const cases: { readonly file: string; readonly rule: Rule; readonly one: Case }[] = [];
declared.testing = false;
for (const file of readdirSync(folder).sort()) {
  if (!file.endsWith('.test.ts') || passedOver.includes(file)) continue;
  declared.rules.length = 0;
  await import(new URL(file, folder).href);
  for (const rule of declared.rules)
    for (const one of rule.cases)
      if (!isTooSlow(one.title)) cases.push({ file: file.replace('.test.ts', ''), rule, one });
}

/** Each case has addresses of its own, so that all of them can be judged at once. */
function write(forms: string, responses: string): void {
  for (const [index, { rule, one }] of cases.entries()) {
    const { resources, text } = inputsOf(rule, one);
    const own = (json: string) => json.replaceAll('http://example.dk/', `http://example.dk/case-${index}/`);
    for (const [position, resource] of resources.entries())
      writeFileSync(join(forms, `${index}-${position}.json`), own(JSON.stringify(resource)));
    writeFileSync(join(responses, `${index}.json`), own(text));
  }
}

const isLeftOut = !hasJudge('the second opinion on the rules') && (process.env.CI ?? '') === '';

test.skipIf(isLeftOut)(
  "where HL7's engine judges otherwise, the rule that decides is named",
  { timeout: 1_200_000 },
  async () => {
    const temporary = mkdtempSync(join(tmpdir(), 'niveau-opinion-'));
    const [forms, responses] = ['forms', 'responses'].map((name) => join(temporary, name)) as [string, string];
    try {
      for (const path of [forms, responses]) mkdirSync(path);
      write(forms, responses);
      const { findings } = await judged(responses, ['--ig', forms]);
      const errors = Map.groupBy(
        findings.filter(({ severity }) => severity === 'error'),
        ({ file }) => Number(/(\d+)\.json$/.exec(file)?.[1]),
      );
      const found = new Map<string, string[]>();
      for (const [index, { file, rule, one }] of cases.entries()) {
        const ours = problemsOf(rule, one).filter(isError);
        const theirs = errors.get(index) ?? [];
        if (ours.length > 0 === theirs.length > 0) continue;
        const ids = ours.length > 0 ? ours.map(({ code }) => code) : theirs.map(idOf);
        for (const id of new Set(ids)) {
          const key = `${file} ${id}`;
          found.set(key, [...(found.get(key) ?? []), one.title]);
        }
      }
      const told = disagreements.flatMap(({ of }: Disagreement) => of);
      const unexplained = [...found].filter(([key]) => !told.includes(key));
      expect(Object.fromEntries(unexplained)).toEqual({});
      console.log(
        `${cases.length} cases, ${[...found.values()].flat().length} judged otherwise; no longer so: ${told.filter((key) => !found.has(key)).join(', ') || 'none'}`,
      );
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
  },
);

/** The engine's id of a message; some have their text as id. */
function idOf({ messageId }: { readonly messageId: string }): string {
  return messageId.replace(/'[^']*'/g, "'...'").replace(/^http.*#/, '');
}
