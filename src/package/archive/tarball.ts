import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

/** A file of an archive, by its path in it. */
export interface ArchivedFile {
  readonly name: string;
  readonly content: string;
}

/** Place of the operating system in the header of gzip (RFC 1952), and "unknown". */
const systemByte = 9;
const unknownSystem = 255;

/**
 * A `.tgz` of the files, in their order. The same files give the same bytes on every machine: no clock, no owner, no
 * operating system.
 */
export async function tarball(files: readonly ArchivedFile[], time: Date): Promise<Uint8Array> {
  const archive = pack();
  const whole = buffer(archive);
  for (const { name, content } of files) archive.entry({ name, mtime: time, mode: 0o644, uid: 0, gid: 0 }, content);
  archive.finalize();
  const bytes = gzipSync(await whole, { level: 9 });
  bytes[systemByte] = unknownSystem;
  return bytes;
}
