import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Socket } from 'node:net';
import { createAdmit } from '../access/admit.ts';
import type { KeySetLimits } from '../access/key-set.ts';
import type { People } from '../access/people/people.ts';
import type { Config } from '../config.ts';
import type { Gateway } from '../gateway.ts';
import { createLog, type Log } from '../log.ts';
import type { Model } from '../model/types.ts';
import { refuse } from '../outcome/problem.ts';
import { loadModel } from '../profiles.ts';
import type { Clock } from '../work/ports.ts';
import { createService } from './app.ts';
import { answerClientError } from './client-error.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { messagesOf } from './messages.ts';
import { readTls, reloadTls } from './tls.ts';

/** A running service. */
export interface Running {
  /** `http://127.0.0.1:8080`, with the port that it really has. */
  readonly url: string;
  /** Takes no new requests, finishes the running ones, and ends. Called again, it waits for the same end. */
  close(): Promise<void>;
}

export interface ListenOptions {
  /** Where responses are kept, and sent on from; nothing is kept without it. */
  readonly gateway?:
    | (Pick<Gateway, 'archive' | 'routes' | 'metrics'> & Partial<Pick<Gateway, 'clients' | 'ended' | 'operators'>>)
    | undefined;
  readonly model?: Model;
  readonly clock?: Clock;
  readonly log?: Log;
  readonly limits?: Limits;
  /** How the keys of issuers are fetched. */
  readonly keySets?: KeySetLimits;
}

/**
 * Starts the service at the configured address; port 0 takes a free one.
 * Throws a Refusal: address-in-use, address-unavailable, config-tls, config-grants.
 */
export async function listen(config: Config, options: ListenOptions = {}): Promise<Running> {
  const { model = loadModel(), clock = () => new Date(), log = createLog(), limits = defaultLimits, gateway } = options;
  const lifecycle = { stopping: false };
  const { archive, routes, metrics, clients, operators } = gateway ?? {};
  const { medcomXsdDir: schemaDirectory, receiptMinutes, ownGlns } = config;
  const ports = { model, clock, archive, routes, schemaDirectory, receiptMinutes, ownGlns };
  const people = await peopleOf(config, clock, gateway?.ended);
  const admit = await createAdmit(config, { clients, clock, keySets: options.keySets, people });
  const app = createService(config, { ports, admit, people, log, limits, lifecycle, metrics, operators });
  // Node's own limits come after ours, for what is no request yet.
  const timeouts = {
    headersTimeout: limits.answerTime,
    requestTimeout: limits.answerTime + 5_000,
    keepAliveTimeout: 60_000,
  };
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    // A connection that is kept open would hold up the stop.
    if (lifecycle.stopping) response.shouldKeepAlive = false;
    app(request, response);
  };
  // Without a Host, or with an Expect of its own, a request would be answered by Node, and not in FHIR.
  const settings = { ...timeouts, ...messagesOf(app), connectionsCheckingInterval: 5_000, requireHostHeader: false };
  const { tlsCert: cert, tlsKey: key } = config;
  const tls = cert === undefined || key === undefined ? undefined : { cert, key };
  const handshakeTimeout = limits.answerTime;
  const secure = tls && createSecureServer({ ...settings, handshakeTimeout, ...readTls(tls) }, answer);
  const server = (secure ?? createServer(settings, answer)).on('checkContinue', answer).on('checkExpectation', answer);
  server.on('clientError', answerClientError);
  const connections = openConnections(server);
  const url = await open(server, config.address, tls === undefined ? 'http' : 'https');
  const endReload = secure && tls ? reloadTls(secure, tls, log) : () => {};
  log('info', 'listening', { url });
  let closed: Promise<void> | undefined;
  const close = async () => {
    lifecycle.stopping = true;
    log('info', 'stopping', { url });
    endReload();
    await stop(server, connections, limits.stopTime);
    log('info', 'stopped', { url });
  };
  return {
    url,
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}

/** Loaded late: most services are asked by programs alone. */
async function peopleOf(
  config: Config,
  clock: Clock,
  ended: Gateway['ended'] | undefined,
): Promise<People | undefined> {
  if (!config.auth.includes('sign-in')) return undefined;
  return (await import('../access/people/people.ts')).openPeople(config, clock, ended);
}

async function open(server: Server, { host, port }: Config['address'], scheme: 'http' | 'https'): Promise<string> {
  const name = host.includes(':') ? `[${host}]` : host;
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    const values = { address: `${name}:${port}` };
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') refuse('address-in-use', { values });
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      refuse('address-unavailable', { values });
    throw error;
  }
  const bound = server.address();
  return `${scheme}://${name}:${typeof bound === 'object' ? bound?.port : port}`;
}

/** Those too that have not come as far as a request: of TLS, Node's own list begins after the handshake. */
function openConnections(server: Server): ReadonlySet<Socket> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  return open;
}

/** Ends idle connections at once, running requests when they are answered or after `patience` milliseconds. */
async function stop(server: Server, connections: ReadonlySet<Socket>, patience: number): Promise<void> {
  const ended = once(server, 'close');
  server.close();
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const end = setTimeout(() => {
    for (const connection of connections) connection.destroy();
  }, patience);
  await ended;
  clearInterval(idle);
  clearTimeout(end);
}
