import { InvalidArgumentError } from 'commander';

/** An option's instant with date, time to the second and zone, as FHIR has it. */
export function instant(text: string): string {
  if (!/T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(text) || Number.isNaN(Date.parse(text))) {
    throw new InvalidArgumentError('Write date, time with seconds and zone, such as 2026-01-20T10:30:00+01:00.');
  }
  return text;
}
