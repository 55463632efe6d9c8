import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));
const old = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.1.0' } });";

/** Runs a module as an old Node would meet it; gives its exit code and what it says. */
async function onOldNode(module: string): Promise<{ code: number; stderr: string }> {
  const script = `${old} await import('./${module}');`;
  return promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { cwd: root }).then(
    ({ stderr }) => ({ code: 0, stderr }),
    ({ code, stderr }: { code: number; stderr: string }) => ({ code, stderr }),
  );
}

test('the library says on an old Node what it needs, and what to do', async () => {
  const { code, stderr } = await onOldNode('src/index.ts');
  expect(code).not.toBe(0);
  expect(stderr).toContain('Niveau needs Node.js 24 or newer');
  expect(stderr).toContain('npm install node@24');
});

test('so does the command line, in both languages, with exit code 3; in a clone npm ci brings the right one', async () => {
  const { code, stderr } = await onOldNode('src/cli/niveau.js');
  expect(code).toBe(3);
  expect(stderr).toContain('Niveau kræver Node.js 24 eller nyere');
  expect(stderr).toContain('Run "npm ci", which brings it');
});
