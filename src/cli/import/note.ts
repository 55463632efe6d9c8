import { readFile, rename, writeFile } from 'node:fs/promises';
import { EnvironmentProblem, systemCode } from '../exit.ts';

/** What became of lines. */
export interface Counts {
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly refused: number;
}

export const none: Counts = { created: 0, changed: 0, unchanged: 0, refused: 0 };

/** How far a file is kept. */
export interface FileNote {
  readonly lines: number;
  /** Of its lines up to there, unpacked. */
  readonly input: { readonly bytes: number; readonly digest: string };
  readonly counts: Counts;
}

export const notBegun: FileNote = { lines: 0, input: { bytes: 0, digest: '' }, counts: none };

/** How far an import is, by the names of its files. */
export interface ImportNote {
  readonly files: Readonly<Record<string, FileNote>>;
  /** The file of refused lines; undefined where they went to standard output. */
  readonly refused: string | undefined;
  /** Its bytes. */
  readonly refusedOut: number;
}

/** An empty one where there is none. Code: resume-unknown. */
export async function readImportNote(file: string | undefined): Promise<ImportNote | undefined> {
  if (file === undefined) return undefined;
  try {
    const { files, refused, refusedOut } = JSON.parse(await readFile(file, 'utf8')) as ImportNote;
    return { files: Object.fromEntries(Object.entries(files)), refused, refusedOut: Number(refusedOut) };
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw new EnvironmentProblem({ code: 'resume-unknown', values: { file } });
  }
}

/** Code: file-unwritable. */
export async function writeImportNote(file: string | undefined, note: ImportNote): Promise<void> {
  if (file === undefined) return;
  try {
    await writeFile(`${file}.new`, JSON.stringify(note), { flush: true });
    await rename(`${file}.new`, file);
  } catch (error) {
    throw new EnvironmentProblem({ code: 'file-unwritable', values: { file, reason: systemCode(error) } });
  }
}
