import { existsSync } from 'node:fs';
import { describe } from 'vitest';
import { schemaDirectory } from './schema-directory.ts';

export { schemaDirectory };

const there = existsSync(schemaDirectory);

/** Tests that need the schemas. */
export const describeWithSchemas = describe.skipIf(!there);

/** For `schemaDirectory` of a letter's options: undefined where the schemas are not there. */
export const schemaOption = there ? schemaDirectory : undefined;
