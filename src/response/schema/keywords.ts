import type { CodeKeywordDefinition, KeywordCxt } from 'ajv';
import { isName } from '../place.ts';
import { type Fault, mostFaults, type Properties } from './fault.ts';
import { type Rule, type RuleName, rules } from './rules.ts';

type Ajv = typeof import('ajv');

/** The keywords that our schema adds to JSON Schema. Errors of `rules` and `closed` carry their faults in `params.faults`. */
export function keywords(ajv: Ajv): readonly CodeKeywordDefinition[] {
  const { _, Name } = ajv;
  const errors = new Name('errors');

  /** Adds the error when a function of the object finds faults. */
  const addFaults = (context: KeywordCxt, find: Rule): void => {
    const { gen, data } = context;
    const faults = gen.const('faults', _`${gen.scopeValue('func', { ref: find })}(${data})`);
    context.setParams({ faults });
    context.fail(_`${faults} !== undefined`);
  };
  const error: CodeKeywordDefinition['error'] = {
    message: 'see faults',
    params: ({ params }) => _`{faults: ${params.faults}}`,
  };

  return [
    {
      // `items` that ends after `mostFaults` errors.
      keyword: 'each',
      type: 'array',
      schemaType: 'object',
      code(context) {
        const { gen, data } = context;
        gen.forRange('i', 0, _`${data}.length`, (index) => {
          context.subschema({ keyword: 'each', dataProp: index, dataPropType: 0 }, gen.name('valid'));
          gen.if(_`${errors} >= ${mostFaults}`, () => gen.break());
        });
      },
    },
    {
      // `additionalProperties: false` that ends after `mostFaults` names.
      keyword: 'closed',
      type: 'object',
      schemaType: 'boolean',
      error,
      code(context) {
        const known = new Set(Object.keys(context.parentSchema.properties));
        addFaults(context, (object) => findUnknown(object, known));
      },
    },
    {
      // Names of rules.ts.
      keyword: 'rules',
      type: 'object',
      schemaType: 'array',
      error,
      code(context) {
        for (const name of context.schema as readonly RuleName[]) addFaults(context, rules[name]);
      },
    },
  ];
}

function findUnknown(object: Properties, known: ReadonlySet<string>): readonly Fault[] | undefined {
  let faults: Fault[] | undefined;
  for (const name in object) {
    if (known.has(name)) continue;
    faults ??= [];
    if (faults.push(unknownProperty(name)) >= mostFaults) break;
  }
  return faults;
}

function unknownProperty(name: string): Fault {
  return isName(name) ? { code: 'property-unknown', values: { name } } : { code: 'property-name' };
}
