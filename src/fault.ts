import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import type { Log } from './log.ts';
import { Refusal } from './outcome/problem.ts';

/**
 * What may be said of an error of ours: its class, and the file and line of ours where it arose. Never its message,
 * which may hold what was read.
 */
export function faultOf(error: unknown): { error: string; at: string | undefined } {
  if (!(error instanceof Error)) return { error: typeof error, at: undefined };
  const { stack = '', message } = error;
  // The stack begins with the message, and a message can look like anything, such as a frame.
  const begin = stack.indexOf(message);
  const frames = begin < 0 ? [] : stack.slice(begin + message.length).split('\n');
  return { error: error.constructor.name, at: firstOwn(frames) };
}

/** Tells of what failed and comes again by itself: a refusal by its code, an error of ours by its class. */
export function logFailed(log: Log, event: Parameters<Log>[1], error: unknown): void {
  if (error instanceof Refusal) log('warn', event, { code: error.problems[0]?.code });
  else log('error', event, { code: 'internal-error', error: faultOf(error).error });
}

/** The frames behind it are not looked at: that of a joined file takes its map, which is read each time. */
function firstOwn(frames: readonly string[]): string | undefined {
  for (const frame of frames) {
    const place = ownPlace(unjoined(frame));
    if (place !== undefined) return place;
  }
  return undefined;
}

function ownPlace(frame: string): string | undefined {
  return /\/((?:src|dist)\/[\w./-]+\.[jt]s:\d+):\d+\)?$/.exec(frame)?.[1];
}

/** A frame of a joined file as that of the module that went into it; any other as it is. */
function unjoined(frame: string): string {
  const [, file = '', line, column] = /(file:\/\/\S+\/joined\/\w+\/[\w-]+\.mjs):(\d+):(\d+)\)?$/.exec(frame) ?? [];
  const map = new URL(`${file}.map`, 'file:///');
  if (file === '' || !existsSync(map)) return frame;
  const found = new SourceMap(JSON.parse(readFileSync(map, 'utf8'))).findOrigin(Number(line), Number(column));
  return 'fileName' in found ? `${new URL(found.fileName, file)}:${found.lineNumber}:${found.columnNumber}` : '';
}
