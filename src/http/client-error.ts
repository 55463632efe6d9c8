import type { Duplex } from 'node:stream';
import type { IssueCode } from '../outcome/catalog.ts';
import { toOutcome } from '../outcome/outcome.ts';
import { json, jsonForm } from './codec.ts';
import { statusOf } from './statuses.ts';

/** Answers what Node's parser could not read as a request; there is no request then, so express never sees it. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
  // Of a connection that broke, or that never became one by TLS, nobody would read an answer.
  if (!/^(?:HPE_|ERR_HTTP_)/.test(error.code ?? '') || !socket.writable) return void socket.destroy();
  const code = codeOf(error.code);
  const body = jsonForm.write(toOutcome([{ code }]));
  const head = [
    `HTTP/1.1 ${statusOf(code)} Refused`,
    'Connection: close',
    'Cache-Control: no-store',
    `Content-Type: ${json.contentType}`,
    `Content-Length: ${body.length}`,
  ];
  socket.end(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]));
}

function codeOf(code: string | undefined): IssueCode {
  if (code === 'HPE_HEADER_OVERFLOW') return 'headers-too-large';
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'request-timeout' : 'request-malformed';
}
