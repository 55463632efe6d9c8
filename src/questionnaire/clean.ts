import type { Mistake } from './types.ts';

/** The elements of a type that are read, each with its type; `*` for a list. */
type Fields = Readonly<Record<string, string>>;

/** Deeper nesting is left out: what follows recurses. */
const deepest = 60;

const values: Fields = {
  valueBoolean: 'boolean',
  valueDecimal: 'number',
  valueInteger: 'integer',
  valueDate: 'string',
  valueDateTime: 'string',
  valueTime: 'string',
  valueString: 'string',
  valueUri: 'string',
  valueCoding: 'Coding',
  valueQuantity: 'Quantity',
  valueReference: 'Reference',
  valueAttachment: 'Attachment',
};

/** What is read of R4's types; everything else is left out, so that what is left has the types that it claims. */
const types: Readonly<Record<string, Fields>> = {
  Questionnaire: {
    url: 'string',
    version: 'string',
    status: 'string',
    date: 'string',
    extension: 'Extension*',
    contained: 'Any*',
    item: 'Item*',
  },
  Item: {
    linkId: 'string',
    text: 'string',
    type: 'string',
    enableWhen: 'EnableWhen*',
    enableBehavior: 'string',
    required: 'boolean',
    repeats: 'boolean',
    readOnly: 'boolean',
    maxLength: 'integer',
    answerValueSet: 'string',
    answerOption: 'Option*',
    initial: 'Initial*',
    extension: 'Extension*',
    item: 'Item*',
  },
  EnableWhen: {
    question: 'string',
    operator: 'string',
    answerBoolean: 'boolean',
    answerDecimal: 'number',
    answerInteger: 'integer',
    answerDate: 'string',
    answerDateTime: 'string',
    answerTime: 'string',
    answerString: 'string',
    answerCoding: 'Coding',
    answerQuantity: 'Quantity',
    answerReference: 'Reference',
  },
  Option: { ...values, extension: 'Extension*' },
  Initial: values,
  Element: { extension: 'Extension*' },
  Extension: {
    ...values,
    url: 'string',
    valueCode: 'string',
    valueCanonical: 'string',
    valueMarkdown: 'string',
    valueCodeableConcept: 'CodeableConcept',
    valueExpression: 'Expression',
    extension: 'Extension*',
  },
  Coding: {
    system: 'string',
    version: 'string',
    code: 'string',
    display: 'string',
    extension: 'Extension*',
  },
  CodeableConcept: { coding: 'Coding*', text: 'string' },
  Expression: { name: 'string', language: 'string', expression: 'string' },
  Identifier: { system: 'string', value: 'string' },
  Quantity: {
    value: 'number',
    comparator: 'string',
    unit: 'string',
    system: 'string',
    code: 'string',
    extension: 'Extension*',
  },
  Reference: { reference: 'string', type: 'string', identifier: 'Identifier', display: 'string' },
  Attachment: { contentType: 'string', url: 'string', title: 'string' },

  ValueSet: { url: 'string', version: 'string', compose: 'Compose', expansion: 'Expansion' },
  Compose: { include: 'Include*', exclude: 'Include*' },
  Include: { system: 'string', version: 'string', concept: 'Concept*', filter: 'Filter*', valueSet: 'string*' },
  Filter: { property: 'string', op: 'string', value: 'string' },
  Expansion: { total: 'integer', offset: 'integer', extension: 'Extension*', contains: 'Contains*' },
  Contains: {
    system: 'string',
    code: 'string',
    display: 'string',
    abstract: 'boolean',
    designation: 'Designation*',
    extension: 'Extension*',
    contains: 'Contains*',
  },
  CodeSystem: {
    url: 'string',
    version: 'string',
    content: 'string',
    caseSensitive: 'boolean',
    property: 'PropertyDefinition*',
    concept: 'Concept*',
  },
  Concept: {
    code: 'string',
    display: 'string',
    designation: 'Designation*',
    property: 'Property*',
    concept: 'Concept*',
    extension: 'Extension*',
  },
  PropertyDefinition: { code: 'string', uri: 'string' },
  Designation: { value: 'string', language: 'string' },
  Property: { ...values, code: 'string', valueCode: 'string' },
};

/**
 * What is read of a resource that someone else wrote, with nothing in it of another type than FHIR's: a wrong part is
 * left out and reported (questionnaire-malformed), and never makes a response wrong. Undefined where the whole is no
 * object.
 */
export function clean(value: unknown, type: string, mistake: Mistake): unknown {
  return read(value, type, type, mistake, 0);
}

function read(value: unknown, type: string, place: string, mistake: Mistake, depth: number): unknown {
  const wrong = () => {
    mistake('questionnaire-malformed', place, { type: type.endsWith('*') ? 'list' : type });
    return undefined;
  };
  if (type.endsWith('*'))
    return Array.isArray(value) ? readList(value, type.slice(0, -1), place, mistake, depth) : wrong();
  if (type === 'Any') return value;
  const fields = types[type];
  if (fields === undefined) return isPrimitive(value, type) ? value : wrong();
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth > deepest) return wrong();
  const result: Record<string, unknown> = {};
  for (const [name, content] of Object.entries(value)) {
    const field = fieldOf(fields, name);
    if (field === undefined) continue;
    const element = name.startsWith('_') ? name.slice(1) : name.replace(/^(value|answer)[A-Z].*$/, '$1');
    const right = read(
      content,
      field,
      `${place}.${name === 'answerOption' || name === 'answerValueSet' ? name : element}`,
      mistake,
      depth + 1,
    );
    if (right !== undefined) result[name] = right;
  }
  return result;
}

/** Beside each primitive may stand an element with its extensions: `_text`. */
function fieldOf(fields: Fields, name: string): string | undefined {
  if (Object.hasOwn(fields, name)) return fields[name];
  const field = name.startsWith('_') && Object.hasOwn(fields, name.slice(1)) ? fields[name.slice(1)] : undefined;
  return field !== undefined && /^[a-z]+$/.test(field) ? 'Element' : undefined;
}

function readList(value: readonly unknown[], type: string, place: string, mistake: Mistake, depth: number): unknown[] {
  return value.flatMap((each, index) => {
    const right = read(each, type, `${place}[${index}]`, mistake, depth);
    return right === undefined ? [] : [right];
  });
}

function isPrimitive(value: unknown, type: string): boolean {
  return type === 'integer' ? Number.isSafeInteger(value) : typeof value === type;
}
