import { type FileHandle, open } from 'node:fs/promises';
import { EnvironmentProblem, systemCode } from '../exit.ts';

/** Where answers are written, one after the other. */
export interface Output {
  write(bytes: Uint8Array): Promise<void>;
  /** Where the next bytes go: the bytes that are written, or were found there as they would be. */
  readonly length: number;
  /** Returns once what is written would outlast the machine. */
  keep(): Promise<void>;
  /** Everything is written: the file ends here. Code: resume-output where it goes on. */
  finish(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Standard output; a reader that is slower is waited for. One that has stopped ends the process without a word, as it
 * does that of a filter, but where what is written is `needed`: that is refused as `output-failed`.
 */
export function standardOutput({ needed = false } = {}): Output {
  let length = 0;
  return {
    write: async (bytes) => {
      length += bytes.length;
      if (bytes.length === 0) return;
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      process.stdout.write(bytes, (error) => {
        // Else it is said by `main`, and ends the process.
        if (error == null || !needed) resolve();
        else reject(new EnvironmentProblem({ code: 'output-failed', values: { reason: systemCode(error) } }));
      });
      await promise;
    },
    get length() {
      return length;
    },
    keep: async () => {},
    finish: async () => {},
    close: async () => {},
  };
}

/** A file that is not there yet. Codes: output-exists, file-unwritable; output-failed. */
export async function newFile(file: string): Promise<Output> {
  return overFile(file, await openFile(file, 'wx'), { at: 0, end: 0 });
}

/** What is there and is no file, such as a device or a named pipe. Code: file-unwritable. */
export async function specialFile(file: string): Promise<Output> {
  const handle = await openFile(file, 'w');
  let length = 0;
  return {
    write: async (bytes) => {
      await writeAll(handle, bytes, null);
      length += bytes.length;
    },
    get length() {
      return length;
    },
    keep: async () => {},
    finish: async () => {},
    close: () => handle.close(),
  };
}

/** How a file that is there already is gone on with. */
export interface Resumption {
  /** What is before it stays as it is. */
  readonly from: number;
  /** What comes after that is cut away, else its whole lines must be what would be written. */
  readonly cut: boolean;
  /** Whether a note says that the file is ours. */
  readonly own: boolean;
}

/**
 * A file that was written to before; one that is not there is made. Nothing is written before all that stands there was
 * found to be what would be written; a last line that is cut off gives way then. Codes: file-unwritable; resume-output,
 * output-failed.
 */
export async function goOn(file: string, { from, cut, own }: Resumption): Promise<Output> {
  await openFile(file, 'a').then((made) => made.close());
  const handle = await openFile(file, 'r+');
  const { size } = await handle.stat();
  const end = cut ? from : await endOfLastLine(handle, from, size);
  // One line without an end may be anybody's.
  if (!own && end === 0 && size > 0) {
    await handle.close();
    throw new EnvironmentProblem({ code: 'resume-output', values: { file } });
  }
  return overFile(file, handle, { at: from, end });
}

async function openFile(file: string, flags: string): Promise<FileHandle> {
  try {
    return await open(file, flags);
  } catch (error) {
    const reason = systemCode(error);
    if (reason === 'EEXIST') throw new EnvironmentProblem({ code: 'output-exists', values: { file } });
    throw new EnvironmentProblem({ code: 'file-unwritable', values: { file, reason } });
  }
}

/** A file whose bytes from `at` to `end` stand there already: they are compared, and not written. */
function overFile(file: string, handle: FileHandle, { at, end }: { at: number; end: number }): Output {
  let next = at;
  let cut = false;
  const cutOff = async () => {
    if (cut) return;
    cut = true;
    const { size } = await handle.stat();
    if (size > end) await handle.truncate(end);
  };
  const differs = () => new EnvironmentProblem({ code: 'resume-output', values: { file } });
  const compare = async (bytes: Uint8Array) => {
    const there = Buffer.alloc(bytes.length);
    const { bytesRead } = await handle.read(there, 0, bytes.length, next);
    if (bytesRead !== bytes.length || !there.equals(bytes)) throw differs();
    next += bytes.length;
  };
  return {
    write: async (bytes) => {
      const known = Math.min(bytes.length, Math.max(end - next, 0));
      if (known > 0) await compare(bytes.subarray(0, known));
      const rest = bytes.subarray(known);
      if (rest.length === 0) return;
      await cutOff();
      await writeAll(handle, rest, next);
      next += rest.length;
    },
    get length() {
      return next;
    },
    keep: () => handle.datasync(),
    finish: async () => {
      if (next < end) throw differs();
      await cutOff();
    },
    close: () => handle.close(),
  };
}

/** Code: output-failed. */
async function writeAll(handle: FileHandle, bytes: Uint8Array, at: number | null): Promise<void> {
  try {
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, at === null ? null : at + done);
      done += bytesWritten;
    }
  } catch (error) {
    throw new EnvironmentProblem({ code: 'output-failed', values: { reason: systemCode(error) } });
  }
}

const step = 65_536;

/** Where the last whole line ends: what was cut off while it was written is not an answer. */
async function endOfLastLine(handle: FileHandle, from: number, size: number): Promise<number> {
  const buffer = Buffer.alloc(step);
  for (let end = size; end > from; ) {
    const start = Math.max(from, end - step);
    const { bytesRead } = await handle.read(buffer, 0, end - start, start);
    const at = buffer.subarray(0, bytesRead).lastIndexOf(0x0a);
    if (at >= 0) return start + at + 1;
    end = start;
  }
  return from;
}
