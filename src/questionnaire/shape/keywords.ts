import type { CodeKeywordDefinition, Name as NameInCode, SchemaCxt } from 'ajv';
import { mostFaults } from './fault.ts';
import { choiceOfProperty, type RuleName, rules } from './invariants.ts';

/** The keywords that our schema adds to JSON Schema. */
export function keywords({ _, Name }: typeof import('ajv')): readonly CodeKeywordDefinition[] {
  // What the look at an object's properties has found out for its rules.
  const suspicions = new WeakMap<SchemaCxt, Partial<Record<RuleName, NameInCode>>>();
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
        const { gen, data, parentSchema, it } = context;
        const isRuled = (rule: RuleName) => parentSchema.rules?.includes(rule) === true;
        const unknown = isRuled('closed') ? gen.let('unknown', 0) : undefined;
        const choices = isRuled('choice') ? gen.let('choices', -1) : undefined;
        suspicions.set(it, { ...(unknown && { closed: unknown }), ...(choices && { choice: choices }) });
        gen.forIn('name', data, (found) => {
          for (const [index, name] of Object.keys(context.schema).entries()) {
            const isFound = _`${found} === ${name}`;
            if (index === 0) gen.if(isFound);
            else gen.elseIf(isFound);
            if (choices !== undefined && choiceOfProperty(name) !== undefined) gen.code(_`${choices}++`);
            // What a program made may have properties that are undefined, which JSON has not.
            gen.if(_`${data}[${name}] !== undefined`, () =>
              context.subschema({ keyword: 'properties', schemaProp: name, dataProp: name }, gen.name('valid')),
            );
          }
          gen.else();
          // One of another type's choices is unknown here, and one too many.
          for (const count of [unknown, choices]) if (count !== undefined) gen.code(_`${count}++`);
          gen.endIf();
        });
      },
    },
    {
      // Names of invariants.ts; an error carries the faults of one rule. One that the look at the properties has
      // nothing for is not asked.
      keyword: 'rules',
      type: 'object',
      schemaType: 'array',
      error: { message: 'see faults', params: ({ params }) => _`{faults: ${params.faults}}` },
      code(context) {
        const { gen, data, parentSchema, it } = context;
        const known = new Set(Object.keys(parentSchema.properties ?? {}));
        for (const name of context.schema as readonly RuleName[]) {
          const rule = rules[name];
          const find = gen.scopeValue('func', { ref: (object: Record<string, unknown>) => rule(object, known) });
          const suspicion = suspicions.get(it)?.[name];
          const isSuspect = suspicion === undefined ? _`` : _`${suspicion} <= 0 ? undefined : `;
          const faults = gen.const('faults', _`${isSuspect}${find}(${data})`);
          context.setParams({ faults });
          context.fail(_`${faults} !== undefined`);
        }
      },
    },
  ];
}
