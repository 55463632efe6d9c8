import { describe } from 'vitest';
import { organizationTests } from '../http/organizations.ts';
import { startStoredService, type TestOptions } from '../http/service.ts';
import { databases } from '../store/databases.ts';
import { strangerTests } from './strangers.ts';

/** What an organisation sees is decided by statements, which each database runs in its own way. */
describe.each(databases())('on $name', ({ name, address }) => {
  const start = async (options: TestOptions = {}) => startStoredService({ ...options, store: await address() });
  // With SQLite they are in `npm test`.
  if (name === 'postgres') describe('two organisations', () => organizationTests(start));
  describe('a stranger', () => strangerTests(start));
});
