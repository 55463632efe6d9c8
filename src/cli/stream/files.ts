import { rm, stat } from 'node:fs/promises';
import { requireOpen } from '../closed-output.ts';
import { EnvironmentProblem } from '../exit.ts';
import { loneOption } from '../usage.ts';
import type { Setting } from './answers.ts';
import { atTheBeginning, callOf, type Note, noteFile, readNote } from './note.ts';
import { goOn, newFile, type Output, specialFile, standardOutput } from './output.ts';
import { requireApart } from './same-file.ts';

/** Where a stream writes to. */
export interface StreamFiles {
  /** The answers; standard output where none is named. */
  readonly out?: string;
  /** The refused lines; in their place among the answers where none is named. */
  readonly refused?: string;
  /** Go on with what an earlier run wrote to `out`. */
  readonly resume?: true;
}

/** What a run writes to, and where it begins. */
export interface Outputs {
  readonly out: Output;
  readonly refusedOut: Output | undefined;
  /** Where the run is noted; undefined where it cannot be gone on with. */
  readonly noted: string | undefined;
  readonly note: Note;
}

/**
 * Opens what a run writes to. Codes: usage-option-alone, output-same, output-closed, output-exists, file-unwritable; to
 * go on: resume-unknown, resume-other.
 */
export async function openOutputs(input: string, setting: Setting, files: StreamFiles): Promise<Outputs> {
  const { out, refused, resume } = files;
  if (resume && out === undefined) throw loneOption('--resume', '--out');
  const written = [out, refused].filter((file) => file !== undefined);
  await requireApart([input], written);
  if (out === undefined && setting.task.kind !== 'validate') requireOpen();
  const fresh: Note = { call: callOf({ ...setting, refused: refused !== undefined }), ...atTheBeginning };
  if (resume && out !== undefined) return resumed(out, refused, setting, fresh);
  const isFile = out !== undefined && (await isRegular(out));
  const made = out === undefined ? standardOutput() : isFile ? await newFile(out) : await specialFile(out);
  try {
    const refusedOut = refused === undefined ? undefined : await newFile(refused);
    return { out: made, refusedOut, noted: isFile ? out : undefined, note: fresh };
  } catch (error) {
    await made.close();
    if (isFile) await rm(out, { force: true });
    throw error;
  }
}

async function resumed(out: string, refused: string | undefined, setting: Setting, fresh: Note): Promise<Outputs> {
  const found = await readNote(out, fresh.call);
  const packed = { out: setting.packing !== undefined, refused: setting.refused?.packing !== undefined };
  const lengths = { out: await lengthOf(out), refused: refused === undefined ? 0 : await lengthOf(refused) };
  // A machine that failed may have lost what was written last.
  const note = found !== undefined && lengths.out >= found.out && lengths.refused >= found.refusedOut ? found : fresh;
  const unknown = found === undefined && (packed.out || packed.refused) && lengths.out + lengths.refused > 0;
  // What went through a pipe is not there to be gone on with.
  if (unknown || !(await isRegular(out)))
    throw new EnvironmentProblem({ code: 'resume-unknown', values: { file: noteFile(out) } });
  const rest = (from: number, cut: boolean) => ({ from, cut, own: found !== undefined });
  const made = await goOn(out, rest(note.out, packed.out));
  const refusedOut = refused === undefined ? undefined : await goOn(refused, rest(note.refusedOut, packed.refused));
  return { out: made, refusedOut, noted: out, note };
}

/** What is not there yet becomes a file. */
async function isRegular(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isFile(),
    () => true,
  );
}

async function lengthOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}
