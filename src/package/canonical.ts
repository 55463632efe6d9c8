import type { FhirResource } from 'fhir/r4.js';

const form = /^https?:\/\/[a-z0-9.-]+(?::\d+)?(?:\/[\w.~-]+)*$/i;

/**
 * A canonical base as given, without a slash at its end; undefined when it is none. Its characters need no escape in
 * JSON or XHTML.
 */
export function readBase(text: string): string | undefined {
  const base = text.replace(/\/+$/, '');
  return form.test(base) ? base : undefined;
}

/**
 * The error codes are the program's and not the model's: they keep the url that every OperationOutcome has, whoever
 * publishes the model.
 */
const programsOwn = '/(?:CodeSystem|ValueSet)/issue(?![\\w.~-])';

/**
 * A value with every `from` at the beginning of a canonical replaced by `to`: urls, systems, profiles, and the FHIRPath
 * and texts that name them.
 */
export function rebase<Value extends object>(value: Value, from: string, to: string): Value {
  if (from === to) return value;
  const old = new RegExp(`${from.replace(/[.]/g, '\\.')}(?![\\w.~-]|${programsOwn})`, 'g');
  return JSON.parse(JSON.stringify(value).replace(old, () => to)) as Value;
}

/**
 * Resources under another base; the package takes its name from there, so that two regions' packages do not answer to
 * one name.
 */
export function rebaseAll(resources: readonly FhirResource[], from: string, to: string): FhirResource[] {
  return resources.map((resource) => {
    const moved = rebase(resource, from, to);
    return moved.resourceType === 'ImplementationGuide' ? { ...moved, packageId: packageId(to) } : moved;
  });
}

/**
 * The name of a package in the form of FHIR's: the host from the right, then the path
 * (`dk.differentieringsmodellen.fhir`).
 */
export function packageId(base: string): string {
  const { hostname, pathname } = new URL(base);
  const segments = [...hostname.split('.').reverse(), ...pathname.split('/').filter((segment) => segment !== '')];
  return segments.map((segment) => segment.toLowerCase().replace(/[^a-z0-9-]/g, '-')).join('.');
}
