import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CodeSystem, Questionnaire, QuestionnaireResponse, ValueSet } from 'fhir/r4.js';

/** Foreign Questionnaires, written for the purpose: between them they use most of the rules. */
export const names = ['smerter', 'maalinger', 'medicin', 'trivsel', 'fald'] as const;
export type Name = (typeof names)[number];

const folder = new URL('./', import.meta.url);

function read<Resource>(file: string): Resource {
  return JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
}

const valueSet = read<ValueSet>('ja-nej.ValueSet.json');

/** What a caller supplies: the Questionnaires, and the terminology that one of them refers to. */
export const resources: readonly unknown[] = [
  ...names.map((name) => read<Questionnaire>(`${name}.json`)),
  valueSet,
  read<CodeSystem>('ja-nej.CodeSystem.json'),
];

/**
 * A Questionnaire as a host hands it to a renderer: that asks a server for ValueSets that are not contained, so they
 * are given along.
 */
export function forRenderer(name: Name): Questionnaire {
  const text = JSON.stringify(read<Questionnaire>(`${name}.json`)).replaceAll(`"${valueSet.url}"`, '"#ja-nej"');
  const copy: Questionnaire = JSON.parse(text);
  return { ...copy, contained: [...(copy.contained ?? []), { ...valueSet, id: 'ja-nej' }] };
}

/** What LHC-Forms made of it in Chromium (test/conformance/foreign-questionnaires.test.ts writes it). */
export function filledIn(name: Name): QuestionnaireResponse {
  return read(`${name}.response.json`);
}

export const pathOf = (name: Name): string => fileURLToPath(new URL(`${name}.response.json`, folder));
