import type { CodeKeywordDefinition } from 'ajv';
import { mostFaults } from './fault.ts';
import { type RuleName, rules } from './invariants.ts';

/** The keywords that our schema adds to JSON Schema. */
export function keywords({ _, Name }: typeof import('ajv')): readonly CodeKeywordDefinition[] {
  return [
    {
      // `items` that ends after `mostFaults` errors. ajv counts them in a variable of this name.
      keyword: 'each',
      type: 'array',
      schemaType: 'object',
      code(context) {
        const { gen, data } = context;
        gen.forRange('i', 0, _`${data}.length`, (index) => {
          context.subschema({ keyword: 'each', dataProp: index, dataPropType: 0 }, gen.name('valid'));
          gen.if(_`${new Name('errors')} >= ${mostFaults}`, () => gen.break());
        });
      },
    },
    {
      // Names of invariants.ts; an error carries the faults of one rule.
      keyword: 'rules',
      type: 'object',
      schemaType: 'array',
      error: { message: 'see faults', params: ({ params }) => _`{faults: ${params.faults}}` },
      code(context) {
        const { gen, data, parentSchema } = context;
        const known = new Set(Object.keys(parentSchema.properties ?? {}));
        for (const name of context.schema as readonly RuleName[]) {
          const rule = rules[name];
          const find = gen.scopeValue('func', { ref: (object: Record<string, unknown>) => rule(object, known) });
          const faults = gen.const('faults', _`${find}(${data})`);
          context.setParams({ faults });
          context.fail(_`${faults} !== undefined`);
        }
      },
    },
  ];
}
