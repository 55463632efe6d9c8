import { type Clients, openClients } from './access/clients.ts';
import type { EndedDesk } from './access/people/ended.ts';
import { startSealing } from './access/sealing.ts';
import { openAhead } from './ahead/thread.ts';
import type { Environment } from './config/variable.ts';
import type { Config } from './config.ts';
import { openFolder } from './delivery/folder.ts';
import type { Send } from './delivery/send.ts';
import { startSweep } from './inbox/sweep.ts';
import { watchFolder } from './inbox/watch.ts';
import type { Log } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import type { Model } from './model/types.ts';
import type { Desk } from './outbox/desk.ts';
import type { Operators } from './outbox/operators.ts';
import { type PreparingParts, preparing } from './outbox/prepare.ts';
import { type Deliver, startWorker, type WorkerSettings } from './outbox/worker.ts';
import { exampleResponse, exampleTime } from './package/archive/example-response.ts';
import { loadModel } from './profiles.ts';
import { withServerIds } from './resources/server-ids.ts';
import type { Destination } from './routes/destination.ts';
import { type DeliverySettings, readWay } from './routes/environment.ts';
import { refuseOwnInbox } from './routes/own-inbox.ts';
import type { Way } from './routes/read.ts';
import { openClientDesk } from './store/access/desk.ts';
import { openEndedDesk } from './store/access/ended.ts';
import { keyFile, openAudit } from './store/audit/open.ts';
import { sealTold } from './store/audit/published.ts';
import { openLetterDesk } from './store/letters/desk.ts';
import { openStore } from './store/open.ts';
import { openDesk } from './store/outbox/desk.ts';
import { openQueue } from './store/outbox/queue.ts';
import { openPacker, type Packer } from './store/pack.ts';
import { openArchive } from './store/records/records.ts';
import type { Store } from './store/store.ts';
import type { Archive } from './work/keep/archive.ts';
import { fetchMessage } from './work/letters/fetch.ts';
import type { Ports } from './work/ports.ts';
import type { Routes } from './work/routes/route.ts';
import { makeBundle, scoreResponse } from './work/score.ts';

/** What stands between those who send responses and those who receive what comes of them. */
export interface Gateway {
  readonly archive: Archive;
  readonly routes: Routes;
  readonly metrics: Metrics;
  /** Who may call. */
  readonly clients: Clients;
  /** Which sessions of people were signed out of, at any instance. */
  readonly ended: EndedDesk;
  /** What those who run it look at. */
  readonly operators: Operators;
  /** Claims and fetches nothing more, and gives what is being sent `patience` milliseconds. */
  stopDelivering(patience: number): Promise<void>;
  /** Stops delivering, where that was not done, and lets go of the store. */
  close(): Promise<void>;
}

export interface GatewayParts {
  readonly config: DeliverySettings &
    Partial<Pick<Config, 'lease' | 'medcomXsdDir' | 'inboxFolder' | 'receiptMinutes' | 'ownGlns' | 'auditKey'>> & {
      readonly store: NonNullable<Config['store']>;
    };
  readonly model: Model;
  readonly log: Log;
  /** What the FHIR target is reached by (NIVEAU_FHIR_TARGET_...). */
  readonly env: Environment;
  readonly settings?: Partial<WorkerSettings>;
  /** The name of this process among several of one service. */
  readonly process?: string | undefined;
}

/**
 * Opens the gateway: its store, and the deliveries from it. Throws a Refusal: those of `openStore`, of `readWay`;
 * inbox-own.
 */
export async function openGateway({ config, model, log, env, ...given }: GatewayParts): Promise<Gateway> {
  const way = readWay(config, env, model);
  if (config.inboxFolder !== undefined) refuseOwnInbox(way, config.inboxFolder);
  const store = await openStore(config.store, { alone: true });
  try {
    const file = keyFile(config.store, config.auditKey);
    const keys = await openAudit(store, file);
    const packer = await openTexts(store, model);
    const archive = openArchive(store, packer, keys);
    // The other thread has the installation's own model.
    const ahead = model === loadModel() ? openAhead(packer) : undefined;
    const letterDesk = openLetterDesk(store, config.receiptMinutes);
    const desk = openDesk(store, keys);
    const metrics = createMetrics(desk, letterDesk, store.commits, given.process);
    await tellOfLost(desk, way, log);
    const queue = openQueue(store, packer, keys);
    const settings = { ...(config.lease && { lease: config.lease }), ...given.settings };
    const { medcomXsdDir: schemaDirectory, receiptMinutes, inboxFolder, ownGlns } = config;
    const destinations = await openDestinations(way, { model, queue, archive, schemaDirectory, receiptMinutes });
    const worker = startWorker({ queue, destinations, log, settings, observed: metrics.delivery });
    // Whoever has committed something wakes the worker: nobody waits for its next look.
    const waking: Archive = {
      ...archive,
      write: async (work, way) => {
        const result = await archive.write(work, way);
        worker.wake();
        return result;
      },
      ...(ahead && { readAhead: ahead.readAhead }),
    };
    const ports = { model, clock: () => new Date(), routes: way, schemaDirectory, receiptMinutes, ownGlns };
    const beside = [
      startSweep(letterDesk, log),
      ...(inboxFolder === undefined ? [] : [fetching(ports, waking, inboxFolder, log)]),
    ];
    const sealing = startSealing(() => sealTold(store, keys, file), log);
    let stopped: Promise<unknown> | undefined;
    const stopDelivering = async (patience: number): Promise<void> => {
      stopped ??= Promise.all([worker.stop(patience), ...beside.map(({ stop }) => stop())]);
      await stopped;
    };
    return {
      archive: waking,
      routes: way,
      metrics,
      clients: openClients(openClientDesk(store, keys).list),
      ended: openEndedDesk(store),
      operators: { desk: wakingAt(desk, worker.wake), letters: letterDesk, routes: way.routes, kinds: kindsOf(way) },
      stopDelivering,
      close: async () => {
        // A start that failed has stopped nothing yet, and whatever runs would meet a store that is closed.
        await stopDelivering(0);
        await sealing.stop();
        await ahead?.stop();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** What is tried again is tried at once. */
function wakingAt(desk: Desk, wake: () => void): Desk {
  return {
    ...desk,
    change: async (selection, to, ordered) => {
      const changed = await desk.change(selection, to, ordered);
      if (ordered !== undefined && to === 'retried') wake();
      return changed;
    },
  };
}

function kindsOf({ destinations }: Way): Operators['kinds'] {
  return new Map([...destinations].map(([name, { kind }]) => [name, kind]));
}

/** Letters that come by a folder. */
function fetching(ports: Ports, archive: Archive, folder: string, log: Log) {
  return watchFolder({ folder, log, receive: (bytes) => fetchMessage(ports, archive, bytes) });
}

/**
 * What waits for a destination that is not there any more waits for ever, or until somebody skips it: said once, at
 * start.
 */
async function tellOfLost(desk: Desk, { destinations }: Way, log: Log): Promise<void> {
  for (const { destination, state } of await desk.depths()) {
    if (state === 'pending' && !destinations.has(destination)) {
      log('warn', 'delivery', { destination, code: 'route-nowhere' });
    }
  }
}

async function openDestinations(
  way: Way,
  parts: Omit<PreparingParts, 'correspondents' | 'enveloped'>,
): Promise<ReadonlyMap<string, Deliver>> {
  const opened = new Map<string, Deliver>();
  for (const [name, destination] of way.destinations) {
    const enveloped = destination.kind === 'vans';
    opened.set(name, preparing(await openDestination(destination), { ...parts, correspondents: way, enveloped }));
  }
  return opened;
}

/** Clients are loaded late: they are large, and many services send nothing. */
async function openDestination(destination: Destination): Promise<Send> {
  switch (destination.kind) {
    case 'folder':
      return openFolder(destination.path);
    case 'vans': {
      const { openVans } = await import('./delivery/vans.ts');
      return openVans(destination.target);
    }
    case 'fhir': {
      const { target } = destination;
      const messages = await (await import('./delivery/fhir-message.ts')).openFhirMessages(target);
      const others = await openWrites(destination);
      return (parcel) => (parcel.message === true ? messages(parcel) : others(parcel));
    }
  }
}

async function openWrites({ target, writes }: Extract<Destination, { kind: 'fhir' }>): Promise<Send> {
  const formed = target.serverIds === true ? withServerIds : undefined;
  if (writes === 'single') return (await import('./delivery/fhir-single.ts')).openSingleWrites(target, formed);
  return (await import('./delivery/fhir-target.ts')).openFhirTarget(target, formed);
}

/** What packs the texts of a store; a new store gets its dictionary by it. */
export function openTexts(store: Store, model: Model): Promise<Packer> {
  return store.write((sql) => openPacker(sql, () => exampleTexts(model)));
}

/** A Bundle of each variant, for the store's dictionary (`pack.ts`). */
function exampleTexts(model: Model): readonly string[] {
  const ports = { model, clock: () => new Date(exampleTime) };
  return model.variants.flatMap((variant) => {
    const level = variant.levels.at(1);
    if (level === undefined) return [];
    const response = Buffer.from(JSON.stringify(exampleResponse(model, variant, level)));
    return [JSON.stringify(makeBundle(model, scoreResponse(ports, response)))];
  });
}
