import type { StoreAddress } from './config/store-address.ts';
import type { Model } from './model/types.ts';
import { exampleResponse, exampleTime } from './package/archive/example-response.ts';
import { openStore } from './store/open.ts';
import { openArchive } from './store/records/records.ts';
import type { Archive } from './work/keep/archive.ts';
import { makeBundle, scoreResponse } from './work/score.ts';

/** What stands between those who send responses and those who receive what comes of them. */
export interface Gateway {
  readonly archive: Archive;
  /** Lets go of the store, when nobody uses it any more. */
  close(): Promise<void>;
}

/** Opens the gateway with its store. Throws a Refusal: store-in-use, store-newer, store-copied, store-unavailable. */
export async function openGateway(address: StoreAddress, model: Model): Promise<Gateway> {
  const store = await openStore(address, { alone: true });
  const archive = await openArchive(store, () => exampleTexts(model));
  return { archive, close: store.close };
}

/** Two Bundles of each variant, for the store's dictionary: more would make the dictionary slower and hardly better. */
function exampleTexts(model: Model): readonly string[] {
  const ports = { model, clock: () => new Date(exampleTime) };
  return model.variants.flatMap((variant) =>
    [variant.levels.at(1), variant.levels.at(-2)].flatMap((level) => {
      if (level === undefined) return [];
      const response = Buffer.from(JSON.stringify(exampleResponse(model, variant, level)));
      return [JSON.stringify(makeBundle(model, scoreResponse(ports, response)))];
    }),
  );
}
