/** A client as it was registered (`niveau clients add`). */
export interface Client {
  readonly id: string;
  /** What it is known by: the issuer whose tokens name it, or the digest of its key or of its certificate. */
  readonly shows: 'token' | 'key' | 'certificate';
  readonly known: string;
  /** Each as `system|value`; undefined for a client that sees what is everybody's. */
  readonly organizations: readonly string[] | undefined;
  readonly scopes: readonly string[];
}

/** The registered clients, looked up by what they show. */
export interface Clients {
  /** The one client that shows this; undefined where there is none. */
  find(shows: Client['shows'], known: string, id?: string): Promise<Client | undefined>;
}

/** For so many milliseconds a list is used; so long a client that was removed may still come in. */
const fresh = 2_000;
/** A client that is not in it has the list read anew, at most once in so many milliseconds. */
const patience = 250;

/**
 * The clients of a store, kept in memory, since they are asked for with every request. Whoever was added is known at
 * once, nearly; whoever was removed is not let in after two seconds. `now` is in milliseconds.
 */
export function openClients(
  list: () => Promise<readonly Client[]>,
  now: () => number = () => performance.now(),
): Clients {
  let loaded: Promise<ReadonlyMap<string, Client>> | undefined;
  let at = Number.NEGATIVE_INFINITY;
  const load = () => {
    at = now();
    const asked = list().then((clients) => new Map(clients.map((client) => [keyOf(client), client])));
    // A store that is away now is asked again by the next one.
    asked.catch(() => {
      if (loaded === asked) loaded = undefined;
    });
    loaded = asked;
    return asked;
  };
  return {
    async find(shows, known, id) {
      const key = keyOf({ shows, known, id: id ?? '' });
      const current = loaded === undefined || now() - at > fresh ? load() : loaded;
      const found = (await current).get(key);
      if (found !== undefined || now() - at < patience) return found;
      return (await load()).get(key);
    },
  };
}

/** Tokens name their client; of a key and a certificate there is only one. */
function keyOf({ shows, known, id }: Pick<Client, 'shows' | 'known' | 'id'>): string {
  return JSON.stringify(shows === 'token' ? [shows, known, id] : [shows, known]);
}
