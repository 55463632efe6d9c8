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
  const places = frames.map((frame) => /\/((?:src|dist)\/[\w./-]+\.[jt]s:\d+):\d+\)?$/.exec(frame)?.[1]);
  return { error: error.constructor.name, at: places.find((place) => place !== undefined) };
}
