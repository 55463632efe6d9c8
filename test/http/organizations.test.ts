import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { organizationTests } from './organizations.ts';
import { startStoredService } from './service.ts';

// On PostgreSQL, and by the table of routes: test/conformance/organizations.test.ts.
describe('two organisations', () => organizationTests(startStoredService));

test('the service reads for its callers only', () => {
  const files = readdirSync('src/http', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const past = files.filter((name) => /archive\??\s*\.read\(/.test(readFileSync(`src/http/${name}`, 'utf8')));
  // It looks whether what was not shown is there, for the audit alone.
  expect(past).toEqual(['unseen.ts']);
});
