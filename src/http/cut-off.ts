import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a refused upload may still send, in bytes and milliseconds, while its client reads the answer. */
const linger = { bytes: 262_144, time: 1_000 };

/** True for a request with a body, whether it has come in or not. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? '0') > 0;
}

/**
 * To be called before an answer is written. Where much of the request's body is still to come, the connection ends with
 * the answer: Node would read on to the end of it. It lingers for a moment, since a client that is still sending would
 * get a reset instead of the answer.
 */
export function cutOff(request: IncomingMessage, response: ServerResponse): void {
  if (!hasBody(request) || request.complete) return;
  const { 'content-length': length } = request.headers;
  if (length !== undefined && Number(length) <= linger.bytes) return;
  response.setHeader('Connection', 'close');
  const { socket } = request;
  // Node calls this when the answer is written.
  socket.destroySoon = () => {
    const most = socket.bytesRead + linger.bytes;
    const watch = setInterval(() => {
      if (socket.bytesRead > most) socket.destroy();
    }, 20);
    const end = setTimeout(() => socket.destroy(), linger.time);
    socket.on('close', () => {
      clearInterval(watch);
      clearTimeout(end);
    });
    socket.end();
  };
}
