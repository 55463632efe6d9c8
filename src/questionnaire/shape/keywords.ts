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
      // `minProperties: 1`, which makes a list of the names.
      keyword: 'content',
      type: 'object',
      schemaType: 'boolean',
      before: 'required',
      code(context) {
        const { gen, data } = context;
        const hasContent = gen.let('content', false);
        gen.forIn('name', data, () => gen.assign(hasContent, true).break());
        context.pass(hasContent);
      },
    },
    {
      // In the place of ajv's own: it looks at those that are there: an answer may have one of 30, and to ask an object
      // for what it does not have takes longer than its content.
      keyword: 'properties',
      type: 'object',
      schemaType: 'object',
      code(context) {
        const { gen, data } = context;
        gen.forIn('name', data, (found) => {
          for (const [index, name] of Object.keys(context.schema).entries()) {
            const isFound = _`${found} === ${name}`;
            if (index === 0) gen.if(isFound);
            else gen.elseIf(isFound);
            // What a program made may have properties that are undefined, which JSON has not.
            gen.if(_`${data}[${name}] !== undefined`, () =>
              context.subschema({ keyword: 'properties', schemaProp: name, dataProp: name }, gen.name('valid')),
            );
          }
          gen.endIf();
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
