/**
 * `npm run adopt -- --base <url> --version <version> [--publisher <name>] [--contact <url>]`: makes the model in
 * `profiles/` another publisher's, and everything derived with it. The version that was published so far is kept in
 * `profiles/earlier/`, so that responses to it are still read and scored by it. May be run again, after each edit.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import type { FhirResource } from 'fhir/r4.js';
import { readBase } from '../src/package/canonical.ts';
import { resourceFile } from '../src/package/resource-file.ts';
import { clonesProfiles, readProfiles } from '../src/profiles.ts';
import { type Adoption, adopted } from './adopt/adopt.ts';
import { othersVersion, publishedVersion } from './adopt/keep.ts';
import { writeDerived } from './profiles.ts';
import { readPublished } from './published.ts';

interface Options extends Omit<Adoption, 'date'> {
  /** False: responses to the version so far are refused from now on. */
  readonly earlier: boolean;
}

function adopt({ earlier, ...adoption }: Options): void {
  const stored = readProfiles(undefined, clonesProfiles);
  const { base, version } = present(stored);
  const isNew = adoption.version !== undefined && adoption.version !== version;
  const isOthers = adoption.base !== undefined && adoption.base !== base;
  if (isNew && earlier) {
    keep(version, publishedVersion(stored, readPublished()) ?? (isOthers ? othersVersion(stored) : undefined));
  }
  const date = new Date().toISOString().slice(0, 10);
  writeDerived(adopted(stored, base, { ...adoption, date }));
}

/**
 * Under which base and version the model stands now. It need not be whole yet: what was edited is derived afterwards.
 */
function present(stored: readonly FhirResource[]): { base: string; version: string } {
  const form = stored.find((resource) => resource.resourceType === 'Questionnaire');
  const [base] = (form?.url ?? '').split('/Questionnaire/');
  if (base === undefined || form?.version === undefined)
    throw new Error('profiles/ has no Questionnaire with a version');
  return { base, version: form.version };
}

function keep(version: string, resources: readonly FhirResource[] | undefined): void {
  if (resources === undefined) {
    process.stdout.write(`${version} was not published, so it is not kept beside the new version\n`);
    return;
  }
  const folder = new URL(`../profiles/earlier/${version}/`, import.meta.url);
  mkdirSync(folder, { recursive: true });
  for (const resource of resources) {
    const [name, text] = resourceFile(resource);
    writeFileSync(new URL(name, folder), text);
  }
  process.stdout.write(`${version} is kept in profiles/earlier/${version}\n`);
}

function semver(text: string): string {
  if (/^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/.test(text)) return text;
  throw new InvalidArgumentError('Write a version such as 2.0.0.');
}

function canonicalBase(text: string): string {
  const base = readBase(text);
  if (base !== undefined) return base;
  throw new InvalidArgumentError('Write an http or https address, such as https://fhir.example.dk/model.');
}

if (import.meta.main) {
  new Command('npm run adopt --')
    .description('make the model in profiles/ yours: your base, version and name, and everything derived from it')
    .option('--base <url>', 'the canonical base that you publish under', canonicalBase)
    .option('--version <version>', 'the version of your model', semver)
    .option('--publisher <name>', 'who publishes it')
    .option('--contact <url>', 'a web address of the publisher', canonicalBase)
    .option('--without-earlier', 'do not keep the version so far: responses to it are refused from now on')
    .action((options: Omit<Options, 'earlier'> & { withoutEarlier?: boolean }) => {
      const { withoutEarlier = false, ...rest } = options;
      try {
        adopt({ ...rest, earlier: !withoutEarlier });
      } catch (error) {
        process.stderr.write(`adopt: ${error instanceof Error ? error.message : String(error)}\n`);
        process.exitCode = 1;
      }
    })
    .parse();
}
