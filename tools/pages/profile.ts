import type { ElementDefinition, StructureDefinition } from 'fhir/r4.js';
import { textOf } from '../../src/model/fhir.ts';
import { code, table } from './markdown.ts';

/**
 * `docs/profiles/<id>.md`: one profile for people, made from its StructureDefinition alone. English, with the Danish
 * terms.
 */
export function profilePage(profile: StructureDefinition): string {
  const {
    id = '',
    url,
    version,
    type,
    baseDefinition = '',
    description = '',
    _description,
    title = '',
    _title,
  } = profile;
  const heading = textOf(title, _title);
  const elements = profile.differential?.element ?? [];
  const rules = elements.flatMap(({ path, constraint = [] }) => constraint.map((one) => ({ path, ...one })));
  const rows = elements.filter((element) => !isBare(element)).map((element) => row(element, profile));
  return `# ${heading.en}${heading.en === heading.da ? '' : ` (${heading.da})`}

Made from \`profiles/StructureDefinition-${id}.json\` by \`npm run profiles\`; do not edit by hand.

${textOf(description, _description).en}

*${description}*

- Canonical: \`${url}|${version}\`
- Profile of ${type}, derived from \`${baseDefinition}\`
- Read it from the service: \`GET /fhir/StructureDefinition/${id}\`; an example of it is in the package (\`package/example/${type}-*.json\`)

## What it constrains

Cardinalities in brackets are those of the base, not changed here.

${table(['element', 'cardinality', 'type, value or binding', 'meaning'], rows)}
${rules.length === 0 ? '' : `\n## Rules\n\n${table(['key', 'place', 'rule', 'FHIRPath'], rules.map(ruleRow))}\n`}`;
}

function row(element: ElementDefinition, profile: StructureDefinition): string[] {
  const { id = '', short = '', _short } = element;
  const meaning = textOf(short, _short);
  // What the profile does not word anew means what it means in the base, in the base's own English.
  const inBase = profile.snapshot?.element.find((one) => one.id === element.id)?.short ?? '';
  // The base's lists of codes would contradict what is fixed here.
  const base = inBase.includes(' | ') ? '' : inBase;
  const both = meaning.en === meaning.da ? short || base : `${meaning.en} (*${meaning.da}*)`;
  return [code(id), cardinality(element, profile), contentOf(element).join('<br>'), both];
}

/** What the profile does not set is the base's, as the snapshot has it. */
function cardinality({ id, min, max }: ElementDefinition, { snapshot }: StructureDefinition): string {
  const whole = snapshot?.element.find((element) => element.id === id);
  const text = `${min ?? whole?.min ?? ''}..${max ?? whole?.max ?? ''}`;
  return min === undefined && max === undefined ? `(${text})` : text;
}

function contentOf(element: ElementDefinition): string[] {
  const { type = [], binding, slicing } = element;
  const types = type.map(({ code: name, targetProfile = [] }) => {
    return targetProfile.length === 0 ? name : `${name} to ${targetProfile.map((target) => code(target)).join(', ')}`;
  });
  const fixed = Object.entries(element).filter(([name]) => /^(?:fixed|pattern)[A-Z]/.test(name));
  return [
    ...(types.length === 0 ? [] : [types.join(' or ')]),
    ...fixed.map(
      ([name, value]) =>
        `${name.startsWith('fixed') || typeof value === 'string' ? 'exactly' : 'at least'} ${code(plain(value))}`,
    ),
    ...(binding === undefined ? [] : [`${binding.strength}: ${code(binding.valueSet)}`]),
    ...(slicing === undefined
      ? []
      : [`sliced by ${(slicing.discriminator ?? []).map(({ path }) => code(path)).join(', ')}, ${slicing.rules}`]),
  ];
}

/** A fixed value: a code alone, a concept as `system|code`. */
function plain(value: unknown): string {
  if (typeof value === 'string') return value;
  const { coding }: { coding?: readonly { system?: string; code?: string }[] } = Object(value);
  return coding?.map((one) => `${one.system}|${one.code}`).join(', ') ?? JSON.stringify(value);
}

function ruleRow({
  path,
  key,
  human,
  _human,
  expression,
}: { path: string } & NonNullable<ElementDefinition['constraint']>[number]): string[] {
  const text = textOf(human, _human);
  return [code(key), code(path), `${text.en} (*${text.da}*)`, code(expression)];
}

/** An element that only carries the rules of the whole. */
function isBare({ id, path, constraint: _, ...rest }: ElementDefinition): boolean {
  return id === path && Object.keys(rest).length === 0;
}
