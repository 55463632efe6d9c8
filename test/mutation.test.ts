import { describe, expect, test } from 'vitest';
import { readMutants, tally } from '../tools/mutation/mutants.ts';
import { namedEquivalent, withLine } from '../tools/mutation/page.ts';
import { nearestTests } from '../tools/mutation/tests.ts';

const source = 'const low =\n  a < b;\nreturn low ?? 0;\n';
const mutant = (line: number, column: number, end: number, replacement: string, status: string) => ({
  location: { start: { line, column }, end: { line, column: end } },
  replacement,
  status,
});
const report = JSON.stringify({
  files: {
    'src/x.ts': {
      source,
      mutants: [
        mutant(3, 8, 16, 'low && 0', 'Survived'),
        mutant(2, 3, 8, 'a <= b', 'Killed'),
        mutant(2, 3, 8, 'true', 'Timeout'),
        mutant(2, 3, 8, 'false', 'NoCoverage'),
        mutant(2, 3, 8, 'a >= b', 'Ignored'),
      ],
    },
  },
});

const written = [
  '# Page',
  '',
  '<!-- made: results -->',
  '<!-- made: end -->',
  '',
  '- `src/x.ts`: `low ?? 0` → `low && 0`. It is never 0.',
  '',
].join('\n');
const line = { folder: 'src/x', date: '2026-11-26', commit: '478be4a', mutants: 4, killed: 2, survived: 2 };

describe('the results of mutation testing', () => {
  test('a mutant has a name without line numbers', () => {
    expect(readMutants(report).map(({ name, line }) => [name, line])).toContainEqual([
      '`src/x.ts`: `low ?? 0` → `low && 0`',
      3,
    ]);
  });

  test('a hanging mutant was noticed; one that no test reaches was not; one that was not tried counts nowhere', () => {
    const named = namedEquivalent(written);
    expect(tally(readMutants(report), named)).toEqual({
      mutants: 4,
      killed: 2,
      survived: 2,
      equivalent: 1,
      leftOut: 1,
    });
  });

  test("a folder's new line replaces its old one, and what is written by hand stays", () => {
    const old = withLine(withLine(written, { ...line, equivalent: 0, leftOut: 0 }), {
      ...line,
      folder: 'src/a',
      equivalent: 0,
      leftOut: 0,
    });
    const page = withLine(old, { ...line, killed: 3, survived: 1, equivalent: 1, leftOut: 1 });
    expect(page.match(/^\| src.*$/gm)).toEqual([
      '| src/a | 2026-11-26 | 478be4a | 4 | 2 | 2 | 0 | 0 | 50.0 |',
      '| src/x | 2026-11-26 | 478be4a | 4 | 3 | 1 | 1 | 1 | 75.0 |',
    ]);
    expect(page.endsWith(written.slice(written.indexOf('<!-- made: end')))).toBe(true);
  });

  test.each([
    ['src/scoring', 'test/scoring/suggest.test.ts', 'test/cli/cli.test.ts'],
    ['src/scoring', 'test/resources/bundle.test.ts', 'test/medcom/read.test.ts'],
    ['src/questionnaire/rules', 'test/questionnaire/rules/bounds.test.ts', 'test/questionnaire/check.test.ts'],
    ['src/questionnaire', 'test/questionnaire/check.test.ts', 'test/questionnaire/command.test.ts'],
    ['src/questionnaire', 'test/questionnaire/rules/bounds.test.ts', 'test/questionnaire/page.test.ts'],
    ['src/medcom/block', 'test/medcom/block.test.ts', 'test/medcom/vans.test.ts'],
    ['src/medcom/block', 'test/medcom/block.test.ts', 'test/medcom/block-properties.test.ts'],
    ['src/medcom/attach', 'test/medcom/attach-refused.test.ts', 'test/medcom/attacks.test.ts'],
  ])('%s is answered for by %s, not by %s', (place, near, far) => {
    const tests = nearestTests(place, [near, far]);
    expect(tests).toEqual([near]);
  });
});
