import { closeSync, fstatSync, openSync, read } from 'node:fs';
import { Socket } from 'node:net';
import { addAbortSignal } from 'node:stream';
import { promisify } from 'node:util';

const size = 65_536;
/** Bytes of a file that are read at once: each reading goes to another thread and back. */
const atOnce = 8 * size;
const readInto = promisify(read);

/**
 * The bytes of a file, or of standard input for `-`, piece by piece. A piece holds until the next one is asked for: all
 * of them share one buffer, since a new one for each cost 40 MB that were never given back (bench/memory.ts).
 */
export async function* piecesOf(file: string, signal?: AbortSignal): AsyncGenerator<Buffer> {
  if (file !== '-') {
    yield* fromFile(openSync(file, 'r'), signal);
    return;
  }
  const input = fstatSync(0);
  if (input.isFile()) yield* fromFile(0, signal);
  else if (input.isFIFO() || input.isSocket()) yield* fromPipe(signal);
  else yield* signal === undefined ? process.stdin : addAbortSignal(signal, process.stdin);
}

async function* fromFile(descriptor: number, signal?: AbortSignal): AsyncGenerator<Buffer> {
  const buffer = Buffer.alloc(atOnce);
  try {
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await readInto(descriptor, buffer, 0, atOnce, null);
      if (bytesRead === 0) return;
      for (let at = 0; at < bytesRead; at += size) yield buffer.subarray(at, Math.min(at + size, bytesRead));
    }
  } finally {
    if (descriptor !== 0) closeSync(descriptor);
  }
}

/** A pipe is waited for by the event loop: a thread that waits in read() would keep the process from ending. */
async function* fromPipe(signal?: AbortSignal): AsyncGenerator<Buffer> {
  const buffer = Buffer.alloc(size);
  let arrival = expected();
  const onread = {
    buffer,
    callback: (length: number) => {
      arrival.resolve(length);
      return false;
    },
  };
  const socket = new Socket({ fd: 0, readable: true, writable: false, onread });
  socket.on('error', (error) => arrival.reject(error)).on('end', () => arrival.resolve(0));
  if (signal !== undefined) addAbortSignal(signal, socket);
  try {
    for (;;) {
      socket.resume();
      const length = await arrival.promise;
      if (length === 0) return;
      arrival = expected();
      yield buffer.subarray(0, length);
    }
  } finally {
    socket.destroy();
  }
}

function expected(): PromiseWithResolvers<number> {
  const arrival = Promise.withResolvers<number>();
  // An error may come before anybody waits for it.
  arrival.promise.catch(() => {});
  return arrival;
}
