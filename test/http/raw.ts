import { connect } from 'node:net';
import { tokenFor } from './guarded.ts';

/** Sends bytes, by whoever calls, and gives what comes back until the other side ends. */
export async function sendRaw(url: string, request: string): Promise<string> {
  return sendAsIs(url, request.replace('\r\n', `\r\n${await tokenFor(url)}`));
}

/** The same with nothing added. */
export function sendAsIs(url: string, request: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(request));
    socket.on('data', (bytes) => {
      answer += bytes;
    });
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
  });
}
