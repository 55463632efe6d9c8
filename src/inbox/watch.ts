import { createHash } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { mkdir, readdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { flushFolder, writeWhole } from '../delivery/write-file.ts';
import { logFailed } from '../fault.ts';
import type { Log } from '../log.ts';
import { envelopeLimits } from '../medcom/vans/limits.ts';
import { toOutcome } from '../outcome/outcome.ts';
import { Refusal } from '../outcome/problem.ts';
import type { FetchedMessage } from '../work/letters/fetch.ts';
import { isJsonMessage } from '../work/messages/is-message.ts';
import type { Running } from './sweep.ts';

export interface WatchParts {
  readonly folder: string;
  /** Throws a Refusal where the store cannot write: the file is fetched again. */
  readonly receive: (bytes: Uint8Array) => Promise<FetchedMessage>;
  readonly log: Log;
  /** Milliseconds between two looks. */
  readonly pause?: number;
}

/** Files that somebody is still writing, by the names that programs give them. */
const unfinished = /^\.|\.(?:part|partial|tmp|temp|filepart|crdownload)$/i;
const folders = ['done', 'other', 'refused', 'receipts'] as const;
/** A fault of ours with one file: it is tried again now and then, and holds up no other. */
const laterAfter = 60_000;

/**
 * Fetches letters from a folder. A file is taken when it has not changed between two looks, kept, answered in
 * `receipts`, and only then moved to `done`, `other` (no level in it) or `refused` (with the outcome beside it):
 * whatever ends this in between, it is fetched again, and found to be kept. Names are digests of the content, since a
 * sender's own may hold anything.
 */
export function watchFolder({ folder, receive, log, pause = 1_000 }: WatchParts): Running {
  const state = { stopping: false, wake: () => {} };
  const seen = new Map<string, string>();
  const putOff = new Map<string, number>();

  // A name may be in ISO 8859-1, as older programs write it: it is kept byte by byte, as a text of that.
  const pathOf = (name: string) => Buffer.concat([Buffer.from(join(folder, '/')), Buffer.from(name, 'latin1')]);

  const take = async (name: string, { size, mark }: Looked): Promise<void> => {
    const path = pathOf(name);
    if (size > envelopeLimits.bytes) {
      const digest = createHash('sha256').update(`${name}${size}`).digest('hex');
      return finish({ path, mark }, digest, tooLarge);
    }
    const bytes = await readFile(path);
    const digest = createHash('sha256').update(bytes).digest('hex');
    await finish({ path, mark }, digest, await receive(bytes), bytes);
  };

  const finish = async (
    { path, mark }: { readonly path: Buffer; readonly mark: string },
    digest: string,
    { problems, receipt, ids, other }: FetchedMessage,
    bytes?: Uint8Array,
  ): Promise<void> => {
    if (receipt !== undefined) await writeWhole(join(folder, 'receipts'), `${digest}.${extensionOf(receipt)}`, receipt);
    const to = problems !== undefined ? 'refused' : other ? 'other' : 'done';
    if (problems !== undefined) {
      const outcome = JSON.stringify(toOutcome(problems), undefined, 2);
      await writeWhole(join(folder, 'refused'), `${digest}.json`, `${outcome}\n`);
    }
    const kept = `${digest}.${bytes === undefined ? 'xml' : extensionOf(bytes)}`;
    // A sender may have written its next one under the same name meanwhile: that one is fetched in its turn.
    if ((await lookAt(path)).mark === mark) await rename(path, join(folder, to, kept));
    else if (bytes !== undefined) await writeWhole(join(folder, to), kept, bytes);
    await flushFolder(join(folder, to));
    await flushFolder(folder);
    log(problems === undefined ? 'info' : 'warn', 'letter', { letter: ids[0], code: problems?.[0]?.code ?? to });
  };

  const tellLeft = createTeller(log);

  const look = async (): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true, encoding: 'buffer' });
    const nameOf = ({ name }: (typeof entries)[number]) => name.toString('latin1');
    const meant = entries.filter((entry) => !unfinished.test(nameOf(entry)));
    tellLeft(meant.filter((entry) => !entry.isFile() && !folders.some((own) => own === nameOf(entry))));
    const names = meant.filter((entry) => entry.isFile()).map(nameOf);
    names.sort();
    for (const name of seen.keys()) if (!names.includes(name)) seen.delete(name);
    for (const name of names) {
      if (state.stopping) return;
      if ((putOff.get(name) ?? 0) > performance.now()) continue;
      try {
        const now = await lookAt(pathOf(name));
        if (seen.get(name) === now.mark) await take(name, now);
        else seen.set(name, now.mark);
      } catch (error) {
        // Another service at the same folder was quicker.
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') continue;
        if (error instanceof Refusal) throw error;
        putOff.set(name, performance.now() + laterAfter);
        logFailed(log, 'letter', error);
      }
    }
  };

  const run = async (): Promise<void> => {
    while (!state.stopping) {
      try {
        for (const name of folders) await mkdir(join(folder, name), { recursive: true, mode: 0o700 });
        await look();
      } catch (error) {
        const code = error instanceof Refusal ? error.problems[0]?.code : 'inbox-unreadable';
        log('error', 'letter', { code });
      }
      if (state.stopping) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pause);
        state.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  const ended = run();
  return {
    stop: () => {
      state.stopping = true;
      state.wake();
      return ended;
    },
  };
}

/** A file as it is now; `mark` is another one as soon as somebody has written it or put another in its place. */
interface Looked {
  readonly size: number;
  readonly mark: string;
}

async function lookAt(path: Buffer): Promise<Looked> {
  const { ino, size, mtimeMs } = await stat(path);
  return { size, mark: `${ino} ${size} ${mtimeMs}` };
}

/**
 * What lies there and is no file is left alone: it is told by its kind when more of it has come, and never by its name.
 */
function createTeller(log: Log) {
  let told = { links: 0, folders: 0, others: 0 };
  return (left: readonly Kind[]): void => {
    const links = left.filter((entry) => entry.isSymbolicLink()).length;
    const inside = left.filter((entry) => entry.isDirectory()).length;
    const now = { links, folders: inside, others: left.length - links - inside };
    const more = now.links > told.links || now.folders > told.folders || now.others > told.others;
    if (more) log('warn', 'letter', { code: 'inbox-left-alone', ...now });
    told = now;
  };
}

type Kind = Pick<Dirent, 'isDirectory' | 'isSymbolicLink'>;

/** A FHIR message may stand beside the outcome of its refusal. */
function extensionOf(bytes: Uint8Array): string {
  return isJsonMessage(bytes) ? 'fhir.json' : 'xml';
}

const tooLarge: FetchedMessage = {
  problems: [{ code: 'xml-too-large', place: { xpath: '/' }, values: { limit: String(envelopeLimits.bytes) } }],
  receipt: undefined,
  ids: [],
  other: false,
};
