import { createRequire } from 'node:module';
import type { ErrorObject } from 'ajv';
import { formats } from './formats.ts';
import { keywords } from './keywords.ts';
import { responseSchema } from './schema.ts';

export type Validate = (value: unknown) => readonly ErrorObject[];

// ajv takes 30 ms to load, so it waits for the first response.
const load = createRequire(import.meta.url);

/**
 * Compiles the schema, which takes 60 to 100 ms, once: no check of it against the meta-schema (a test does that) and no
 * optimizing of the code, which V8 does as well. `verbose` gives an error its schema, and so the type's name; ajv's
 * messages would be of no use.
 */
export function compileShape(): Validate {
  const ajv = load('ajv') as typeof import('ajv');
  const instance = new ajv.Ajv({
    allErrors: true,
    strict: true,
    verbose: true,
    messages: false,
    meta: false,
    validateSchema: false,
    code: { optimize: false },
    formats: { ...formats },
  });
  instance.removeKeyword('properties');
  for (const keyword of keywords(ajv)) instance.addKeyword(keyword);
  const validate = instance.compile(responseSchema);
  return (value) => (validate(value) ? [] : (validate.errors ?? []));
}
