import type { CodeKeywordDefinition, KeywordCxt } from 'ajv';
import { mostFaults } from './fault.ts';
import { rules } from './rules.ts';

type Ajv = typeof import('ajv');

/** The keywords that our schema adds to JSON Schema. */
export function keywords(ajv: Ajv): readonly CodeKeywordDefinition[] {
  return [each(ajv), ruled(ajv)];
}

/** `items` that ends after `mostFaults` wrong elements. */
function each({ _ }: Ajv): CodeKeywordDefinition {
  return {
    keyword: 'each',
    type: 'array',
    schemaType: 'object',
    code(context: KeywordCxt) {
      const { gen, data } = context;
      const wrong = gen.let('wrong', 0);
      const valid = gen.name('valid');
      gen.forRange('i', 0, _`${data}.length`, (index) => {
        context.subschema({ keyword: 'each', dataProp: index, dataPropType: 0 }, valid);
        gen.if(_`!${valid} && ++${wrong} >= ${mostFaults}`, () => gen.break());
      });
    },
  };
}

/** Names of rules.ts; an error has the faults of one rule in `params.faults`. */
function ruled({ _ }: Ajv): CodeKeywordDefinition {
  return {
    keyword: 'rules',
    type: 'object',
    schemaType: 'array',
    error: { message: 'rule broken', params: ({ params }) => _`{faults: ${params['faults']}}` },
    code(context: KeywordCxt) {
      const { gen, data } = context;
      for (const name of context.schema as readonly string[]) {
        const rule = gen.scopeValue('func', { ref: rules[name] });
        const faults = gen.const('faults', _`${rule}(${data})`);
        context.setParams({ faults });
        context.fail(_`${faults} !== undefined`);
      }
    },
  };
}
