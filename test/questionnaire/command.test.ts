import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { niveau } from '../cli/run.ts';
import { filledIn } from './questionnaires/forms.ts';

const forms = fileURLToPath(new URL('questionnaires/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'niveau-validate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

async function validate(...args: string[]): Promise<{ code: number | null; issues: string[]; stderr: string }> {
  const { code, stdout, stderr } = await niveau(['validate', ...args]);
  const { issue = [] } = stdout.length === 0 ? {} : JSON.parse(stdout.toString('utf8'));
  const issues = issue.map((one: { details: { coding: [{ code: string }] }; expression?: [string] }) =>
    `${one.details.coding[0].code} ${one.expression?.[0] ?? ''}`.trim(),
  );
  return { code, issues, stderr };
}

describe('niveau validate --resource', () => {
  const right = filledIn('medicin');
  const response = written('response.json', right);

  test('a folder of resources', async () => {
    expect(await validate(response, '--resource', forms)).toMatchObject({ code: 0, issues: ['all-ok'] });
  });

  test('files, one after the other', async () => {
    const files = ['medicin.json', 'ja-nej.ValueSet.json'].flatMap((name) => ['--resource', forms + name]);
    expect(await validate(response, ...files)).toMatchObject({ code: 0, issues: ['all-ok'] });
  });

  test('a Bundle of them', async () => {
    const { resources } = await import('./questionnaires/forms.ts');
    const bundle = written('bundle.json', {
      resourceType: 'Bundle',
      type: 'collection',
      entry: resources.map((resource) => ({ resource })),
    });
    expect(await validate(response, '--resource', bundle)).toMatchObject({ code: 0, issues: ['all-ok'] });
  });

  test('without the ValueSet a warning, and exit code 0', async () => {
    const found = await validate(response, '--resource', `${forms}medicin.json`);
    expect(found).toMatchObject({
      code: 0,
      issues: ['value-set-unknown QuestionnaireResponse.item[2].answer[0].value'],
    });
  });

  test('what is wrong, and exit code 1', async () => {
    const wrong = written('wrong.json', { ...right, item: right.item?.slice(1) });
    const found = await validate(wrong, '--resource', forms);
    expect(found).toMatchObject({ code: 1, issues: ['occurs-few QuestionnaireResponse.item[0]'] });
  });

  test('the number as it was written counts', async () => {
    const text = JSON.stringify(filledIn('maalinger')).replace('180.5', '180.50');
    const found = await validate(written('number.json', text), '--resource', forms);
    expect(found).toMatchObject({ code: 1, issues: ['answer-decimals QuestionnaireResponse.item[0].answer[0].value'] });
  });

  test('a Questionnaire that is not at hand', async () => {
    expect(await validate(response)).toMatchObject({
      code: 1,
      issues: ['questionnaire-unknown QuestionnaireResponse.questionnaire'],
    });
  });

  test.each([
    ['a file that is not there', join(folder, 'nothing.json')],
    ['a file that is no JSON', written('broken.json', '{')],
  ])('%s: exit code 3', async (_, path) => {
    const { code, stderr } = await validate(response, '--resource', path);
    expect(code).toBe(3);
    expect(stderr).toContain('[file-unreadable]');
  });
});
