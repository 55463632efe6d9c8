import type { Coding, Reference } from 'fhir/r4.js';
import type { Value } from './value.ts';

/**
 * What tells one answer of a choice from another: type and content; of a coding its system and code, or its text where
 * it has no code.
 */
export function valueKey({ key, value }: Value): string {
  if (key === 'valueCoding') return keyOfCoding(value as Coding);
  if (key === 'valueReference') {
    const { reference, identifier } = value as Reference;
    return `${key} ${reference ?? `${identifier?.system ?? ''}|${identifier?.value ?? ''}`}`;
  }
  return typeof value === 'object' ? `${key} ${JSON.stringify(value)}` : `${key} ${String(value)}`;
}

function keyOfCoding(coding: Coding): string {
  return coding.code === undefined ? `display ${coding.display ?? ''}` : codingKey(coding);
}

/** `system|code`, the key under which codings are compared. */
export function codingKey(coding: Pick<Coding, 'system' | 'code'>): string {
  return `${coding.system ?? ''}|${coding.code ?? ''}`;
}
