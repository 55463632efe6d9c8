import { type DestinationStream, pino } from 'pino';

/** The only fields that a log line can have. None of them can hold what somebody sent. */
const fields = [
  'requestId',
  'correlationId',
  'method',
  'route',
  'status',
  'ms',
  'code',
  'error',
  'at',
  'url',
  'destination',
  'delivery',
  'attempt',
  'letter',
  'seal',
  'hash',
  'reason',
  'links',
  'folders',
  'others',
  'process',
  'exit',
] as const;

export type LogFields = { readonly [Field in (typeof fields)[number]]?: string | number | undefined };

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export type LogEvent =
  | 'listening'
  | 'request'
  | 'failure'
  | 'stopping'
  | 'stopped'
  | 'delivery'
  | 'outbox-store'
  | 'letter'
  | 'audit'
  | 'ended'
  | 'sign-in';

/**
 * Writes one line. Fields: requestId, correlationId (the client's own, a UUID), method, route (the pattern, never the
 * address), status, ms, code (of our catalog), error (the class of an error of ours) and at (its file and line), url
 * (our own), destination (its name in the settings), delivery (its number), attempt (which try of it), letter (our
 * id of it), seal (its number) and hash (of that seal), reason (the code of the library that refused a sign-in), links,
 * folders and others (how many lie in the inbox), process (its number among several) and exit (its code, or the signal
 * that killed it).
 */
export type Log = (level: LogLevel, event: LogEvent, fields: LogFields) => void;

/**
 * A log of one JSON object a line on stdout, or on `destination`: a stream, or the number of an open file. An
 * allow-list of fields: an object, a body or a library's err.message cannot get into it (RELIABILITY.md "Security
 * baseline").
 */
export function createLog(destination: DestinationStream | number = 1): Log {
  const options = {
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const logger = pino(options, typeof destination === 'number' ? someTurnsAtOnce(destination) : destination);
  return (level, event, values) => logger[level](allowed(values), event);
}

/** With 8 nothing more is gained. */
const turnsTogether = 4;
/** Characters that are passed on without waiting for more: a pipe takes so many bytes whole or not at all. */
const enough = 4_096;

/**
 * Hands over the lines of some turns of the event loop at once. Each write is work for another thread, and measures
 * anew all that waits: one for every turn took a busy service 4 us of the 125 that a `$validate` takes. Whatever ends
 * the process without an exit (a kill -9, an abort) loses the lines of these turns: some milliseconds of a busy
 * service, and less of an idle one. An error waits for the end of its own turn alone.
 */
function someTurnsAtOnce(file: number): DestinationStream {
  const destination = pino.destination(file);
  let lines = '';
  let turns = 0;
  const pass = () => {
    turns -= 1;
    if (turns > 0 && lines.length < enough) {
      setImmediate(pass);
      return;
    }
    if (lines !== '') destination.write(lines);
    lines = '';
  };
  process.once('exit', () => {
    destination.flushSync();
    // At once: a write begun by the other destination is another thread's work, which nothing here could wait for.
    if (lines !== '') pino.destination({ dest: file, sync: true }).write(lines);
    lines = '';
  });
  return {
    write: (line) => {
      if (lines === '') {
        turns = turnsTogether;
        setImmediate(pass);
      }
      if (line.startsWith(ofError)) turns = 1;
      lines += line;
    },
  };
}

/** What pino writes first. */
const ofError = '{"level":"error"';

function allowed(values: LogFields): Record<string, unknown> {
  const line: Record<string, unknown> = {};
  for (const field of fields) {
    const value = values[field];
    if (typeof value === 'string' || typeof value === 'number') line[field] = value;
  }
  return line;
}
