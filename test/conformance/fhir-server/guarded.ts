import { createServer, request } from 'node:http';
import type { TokenServer } from '../../access/token-server.ts';
import { listenOn } from '../../loopback.ts';

/** A FHIR server behind a proxy that asks for a token, as resource servers do. */
export interface Guarded {
  readonly base: string;
  /** Where it sends everybody instead, by a redirect. */
  elsewhere: string | undefined;
  /** Calls that it let through, and those that it answered with 401. */
  readonly counts: { through: number; refused: number };
  readonly close: () => Promise<void>;
}

export async function startGuarded(base: string, tokens: TokenServer): Promise<Guarded> {
  const server = new URL(base);
  const counts = { through: 0, refused: 0 };
  const proxy = createServer((incoming, answer) => {
    if (guarded.elsewhere !== undefined) {
      answer.writeHead(307, { location: guarded.elsewhere }).end();
      return;
    }
    const { authorization, host: _, ...headers } = incoming.headers;
    if (!tokens.lets(authorization)) {
      counts.refused += 1;
      answer.writeHead(401, { 'www-authenticate': 'Bearer error="invalid_token"' }).end();
      return;
    }
    counts.through += 1;
    const { method, url: path } = incoming;
    const onward = request({ hostname: server.hostname, port: server.port, method, path, headers }, (theirs) => {
      answer.writeHead(theirs.statusCode ?? 502, theirs.headers);
      theirs.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    incoming.pipe(onward);
  });
  const guarded: Guarded = {
    base: `http://127.0.0.1:${await listenOn(proxy)}${server.pathname}`,
    elsewhere: undefined,
    counts,
    close: async () => {
      proxy.closeAllConnections();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
  return guarded;
}
