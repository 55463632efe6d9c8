import type { Bundle, BundleEntry, Resource } from 'fhir/r4.js';
import { Itself, withText } from './fixed.ts';
import { jsonText } from './json-bytes.ts';

/** An object that is made when it is asked for, or written without being made. */
export interface Draft<Made extends object> {
  readonly make: () => Made;
  /** What JSON.stringify would write of it, as the text of `utf8`. */
  readonly text: () => string;
}

/** A resource, and as an entry: `form` has to be a function that stands by itself, not one made for this resource. */
export interface ResourceDraft<Made extends Resource> {
  readonly id: string;
  readonly make: () => Made;
  readonly as: (form: (made: Made) => BundleEntry) => Draft<BundleEntry>;
}

/** A resource of a kind that is seldom made, or is another each time. */
export function ready<Made extends Resource>(resource: Made): ResourceDraft<Made> {
  return { id: resource.id ?? '', make: () => resource, as: (form) => readyEntry(form(resource)) };
}

export function readyEntry(entry: BundleEntry): Draft<BundleEntry> {
  return { make: () => entry, text: () => jsonText(entry) };
}

/**
 * A transaction. `jsonBytes` writes it without having its entries made; for all others they are there as in any Bundle.
 * What is changed in them afterwards is not written.
 */
export function transaction(entries: readonly Draft<BundleEntry>[]): Bundle {
  const bundle: Bundle = { resourceType: 'Bundle', type: 'transaction' };
  new Entries(bundle, entries);
  return withText(bundle, () => {
    let text = '{"resourceType":"Bundle","type":"transaction","entry":[';
    // Joined to the end of a text, the pieces are copied once, when all of it is.
    entries.forEach((entry, index) => {
      text += index === 0 ? entry.text() : `,${entry.text()}`;
    });
    return `${text}]}`;
  });
}

/** Entries that are made when they are first looked at. */
class Entries extends Itself {
  readonly #drafts: readonly Draft<BundleEntry>[];
  #made: BundleEntry[] | undefined;

  constructor(bundle: Bundle, drafts: readonly Draft<BundleEntry>[]) {
    super(bundle);
    this.#drafts = drafts;
    Object.defineProperty(bundle, 'entry', Entries.#property);
  }

  // One getter for all Bundles: V8 makes a hidden class for each that has its own.
  static readonly #property = {
    enumerable: true,
    get(this: Entries): BundleEntry[] {
      this.#made ??= this.#drafts.map((draft) => draft.make());
      return this.#made;
    },
  };
}
