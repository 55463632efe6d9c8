import type { ImplementationGuide } from 'fhir/r4.js';

/**
 * `package.json` of a FHIR package (npm-style, "FHIR NPM Packages"), from the ImplementationGuide alone: there is no
 * second list of dependencies. `date` is the Guide's, not the clock's.
 */
export function manifest(guide: ImplementationGuide): object {
  const [fhirVersion = ''] = guide.fhirVersion;
  const needed = (guide.dependsOn ?? []).map(({ packageId = '', version = '' }) => [packageId, version]);
  return {
    name: guide.packageId,
    version: guide.version,
    'tools-version': 3,
    type: 'IG',
    date: `${(guide.date ?? '').replaceAll('-', '')}000000`,
    license: guide.license,
    canonical: guide.url.replace(/\/ImplementationGuide\/.*$/, ''),
    url: guide.url,
    title: guide.title,
    description: guide.description,
    fhirVersions: guide.fhirVersion,
    dependencies: { 'hl7.fhir.r4.core': fhirVersion, ...Object.fromEntries(needed) },
    author: guide.publisher,
    directories: { lib: 'package', example: 'example' },
    jurisdiction: 'urn:iso:std:iso:3166#DK',
  };
}
