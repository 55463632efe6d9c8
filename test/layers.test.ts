import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type IConfiguration, type ICruiseResult } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

// By its address: a module without types.
const { default: layers }: { readonly default: IConfiguration } = await import(
  new URL('../.dependency-cruiser.mjs', import.meta.url).href
);

/**
 * A forbidden import for each rule: the rule, the module that imports, and what. Modules of src, packages, and Node's
 * own.
 */
const forbidden: readonly (readonly [rule: string, from: string, to: string])[] = [
  ['room-outcome', 'src/outcome/a.ts', 'src/model/x.ts'],
  ['room-questionnaire', 'src/questionnaire/a.ts', 'src/model/x.ts'],
  ['room-questionnaire', 'src/questionnaire/b.ts', 'src/intake/x.ts'],
  ['room-questionnaire', 'src/questionnaire/rules/c.ts', 'src/scoring/x.ts'],
  ['room-fhir-xml', 'src/fhir-xml/a.ts', 'src/medcom/message/x.ts'],
  ['room-model', 'src/model/a.ts', 'src/scoring/x.ts'],
  ['room-scoring', 'src/scoring/a.ts', 'src/resources/x.ts'],
  ['room-intake', 'src/intake/a.ts', 'src/resources/x.ts'],
  ['room-resources', 'src/resources/a.ts', 'src/medcom/x.ts'],
  ['room-medcom', 'src/medcom/a.ts', 'src/pdf/x.ts'],
  ['room-medcom', 'src/medcom/b.ts', 'src/work/x.ts'],
  ['room-medcom', 'src/medcom/c.ts', 'src/config.ts'],
  ['room-pdf', 'src/pdf/a.ts', 'src/intake/x.ts'],
  ['room-pdf', 'src/pdf/b.ts', 'src/http/x.ts'],
  ['room-work', 'src/work/a.ts', 'src/http/x.ts'],
  ['room-work', 'src/work/b.ts', 'src/store/x.ts'],
  ['room-work', 'src/work/c.ts', 'src/log.ts'],
  ['room-config', 'src/config/a.ts', 'src/delivery/x.ts'],
  ['room-delivery', 'src/delivery/a.ts', 'src/cli/x.ts'],
  ['room-outbox', 'src/outbox/a.ts', 'src/store/x.ts'],
  ['room-store', 'src/store/a.ts', 'src/http/x.ts'],
  ['room-inbox', 'src/inbox/a.ts', 'src/store/x.ts'],
  ['room-routes', 'src/routes/a.ts', 'src/http/x.ts'],
  ['room-access', 'src/access/a.ts', 'src/cli/x.ts'],
  ['room-package', 'src/package/a.ts', 'src/cli/x.ts'],
  ['room-ahead', 'src/ahead/a.ts', 'src/http/x.ts'],
  ['room-unknown', 'src/utils/a.ts', 'src/model/x.ts'],
  ['pure-centre-no-io', 'src/scoring/b.ts', 'node:fs'],
  ['pure-centre-no-io', 'src/questionnaire/d.ts', 'node:perf_hooks'],
  ['pure-centre-no-io', 'src/medcom/read/d.ts', 'node:timers/promises'],
  ['pure-centre-no-shell-packages', 'src/resources/b.ts', 'express'],
  ['pure-centre-no-shell-packages', 'src/medcom/d.ts', 'some-database'],
  ['compile-and-rules-meet-in-types', 'src/questionnaire/compile/a.ts', 'src/questionnaire/rules/x.ts'],
  ['rules-stand-alone', 'src/questionnaire/rules/a.ts', 'src/questionnaire/compile/x.ts'],
  ['terminology-stands-alone', 'src/questionnaire/terminology/a.ts', 'src/questionnaire/rules/x.ts'],
  ['json-and-values-at-the-bottom', 'src/questionnaire/values/a.ts', 'src/questionnaire/rules/x.ts'],
  ['gives-a-turn', 'src/medcom/xml/parse.ts', 'node:timers'],
  ['reads-files-only', 'src/pdf/fonts.ts', 'node:http'],
  ['block-stands-alone', 'src/medcom/block/a.ts', 'src/medcom/read/x.ts'],
  ['reading-knows-no-attaching', 'src/medcom/read/a.ts', 'src/medcom/attach/x.ts'],
  ['work-does-no-io', 'src/work/d.ts', 'node:fs'],
  ['faces-call-work', 'src/http/a.ts', 'src/intake/accept.ts'],
  ['http-knows-no-command-line', 'src/http/b.ts', 'src/cli/x.ts'],
  ['one-command-serves', 'src/cli/score.ts', 'src/http/x.ts'],
  ['page-takes-the-pure-centre', 'web/a.ts', 'src/http/x.ts'],
  ['faces-on-top', 'src/index.ts', 'src/http/x.ts'],
  ['one-fhir-client', 'src/package/b.ts', 'fhir-kit-client'],
  ['no-circle', 'src/model/b.ts', 'src/model/b.ts'],
  ['no-tests-in-the-program', 'src/model/c.ts', 'test/x.ts'],
  ['no-development-packages', 'src/cli/a.ts', 'a-test-tool'],
  ['no-dead-end', 'src/cli/b.ts', 'nowhere'],
];
const packages = { dependencies: ['express', 'fhir-kit-client', 'some-database'], devDependencies: ['a-test-tool'] };

let folder: string;
let violations: readonly string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'niveau-layers-'));
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  const versions = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, '1.0.0']));
  const { dependencies, devDependencies } = packages;
  write(
    'package.json',
    JSON.stringify({ dependencies: versions(dependencies), devDependencies: versions(devDependencies) }),
  );
  for (const name of [...dependencies, ...devDependencies]) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    write(`node_modules/${name}/index.js`, 'module.exports = {};\n');
  }
  const isFile = (to: string) => to.endsWith('.ts');
  for (const [, , to] of forbidden) if (isFile(to)) write(to, 'export const x = 1;\n');
  for (const [, from, to] of forbidden) {
    const path = relative(dirname(from), to);
    write(from, `import '${isFile(to) ? (path.startsWith('.') ? path : `./${path}`) : to}';\nexport const x = 1;\n`);
  }
  const { output } = await cruise(['src', 'web'], {
    ...layers.options,
    baseDir: folder,
    ruleSet: layers,
    validate: true,
  });
  violations = (output as ICruiseResult).summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a forbidden import is refused', () => {
  test.each(forbidden)('%s: %s imports %s', (rule, from) => {
    expect(violations).toContain(`${rule}: ${from}`);
  });

  test('every rule has an import here that it forbids', () => {
    const shown = new Set(forbidden.map(([rule]) => rule));
    expect(layers.forbidden?.map(({ name = '' }) => name).filter((name) => !shown.has(name))).toEqual([]);
  });
});

// No import tells of these. Time and chance come in by arguments.
const clocksAndChance =
  /new Date\(\)|\bDate\.now\b|\bMath\.random\b|\bperformance\.|\bprocess\.|\brandomUUID\b|\bset(?:Timeout|Interval)\b|\bfetch\(|\bconsole\./;

describe('the centre and the use cases read no clock and throw no dice', () => {
  const source = fileURLToPath(new URL('../src/', import.meta.url));
  const pure = ['model', 'questionnaire', 'intake', 'scoring', 'resources', 'medcom', 'pdf', 'outcome', 'work'];

  test.each(pure)('src/%s', (room) => {
    const files = readdirSync(join(source, room), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    expect(files.length).toBeGreaterThan(0);
    const found = files.filter((name) =>
      clocksAndChance.test(withoutComments(readFileSync(join(source, room, name), 'utf8'))),
    );
    expect(found).toEqual([]);
  });
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
}
