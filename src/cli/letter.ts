import type { Organization } from 'fhir/r4.js';
import { letter } from '../medcom/new-letter/letter.ts';
import type { LetterOptions } from '../medcom/new-letter/options.ts';
import type { LetterType } from '../medcom/tables/letters.ts';
import { refuse } from '../outcome/problem.ts';
import { bundleOf, processBytes } from '../process.ts';
import { loadModel } from '../profiles.ts';
import { readJson } from '../questionnaire/json/document.ts';
import { schemaFolder } from './environment.ts';
import { exitCode } from './exit.ts';
import { readInput, writeOutput } from './input.ts';

export interface LetterArguments extends Omit<LetterOptions, 'time' | 'schemaDirectory'> {
  readonly response: string;
  readonly sender: string;
  readonly receiver: string;
  readonly time?: string;
  /** Where the transaction Bundle with the letter's DocumentReference goes. */
  readonly bundle?: string;
}

/** `niveau letter <type>`: a whole letter on stdout, in its own encoding. */
export async function writeLetter(type: string, given: LetterArguments): Promise<number> {
  const { response, sender, receiver, bundle, ...options } = given;
  const model = loadModel();
  const processed = processBytes(model, readInput(response));
  const parties = { sender: readOrganization(sender, '--sender'), receiver: readOrganization(receiver, '--receiver') };
  const time = options.time ?? new Date().toISOString();
  const schemaDirectory = schemaFolder();
  const made = await letter(type as LetterType, processed.assessment, parties, { ...options, time, schemaDirectory });
  if (bundle !== undefined) {
    const { bytes, contentType, identifier, filename: title } = made;
    const document = { kind: type, identifier, title, contentType, bytes, created: time };
    writeOutput(bundle, `${JSON.stringify(bundleOf(model, processed, [document]), null, 2)}\n`);
  }
  process.stdout.write(made.bytes);
  return exitCode.done;
}

function readOrganization(file: string, option: string): Organization {
  const { value } = readJson(readInput(file));
  if (!isOrganization(value)) return refuse('organization-wrong', { place: option });
  return value;
}

function isOrganization(value: unknown): value is Organization {
  return (
    typeof value === 'object' && value !== null && 'resourceType' in value && value.resourceType === 'Organization'
  );
}
