import type { Bundle, BundleEntry, Resource } from 'fhir/r4.js';
import { Itself, withText } from './fixed.ts';
import { jsonText } from './json-bytes.ts';

/** An entry that is made when it is asked for. */
export interface EntryDraft {
  /** What its `fullUrl` names. */
  readonly id: string;
  readonly make: () => BundleEntry;
  /** What JSON.stringify would write of it, as the text of `utf8`. */
  readonly text: () => string;
  /** What `at` finds in it: members as they are, or what is made of those that no response decides. */
  readonly look: <Members extends object>(at: (entry: BundleEntry) => Members) => Members;
}

/** A resource, and as an entry: `form` has to be a function that stands by itself, not one made for this resource. */
export interface ResourceDraft<Made extends Resource> {
  readonly id: string;
  readonly make: () => Made;
  readonly as: (form: (made: Made) => BundleEntry) => EntryDraft;
}

/** A resource of a kind that is seldom made, or is another each time. */
export function ready<Made extends Resource>(resource: Made): ResourceDraft<Made> {
  return { id: resource.id ?? '', make: () => resource, as: (form) => readyEntry(form(resource)) };
}

export function readyEntry(entry: BundleEntry): EntryDraft {
  const id = (entry.fullUrl ?? '').slice('urn:uuid:'.length);
  return { id, make: () => entry, text: () => jsonText(entry), look: (at) => at(entry) };
}

/** The entries of a Bundle; of one that nothing was looked at in yet, none of them is made. */
export function entriesOf(bundle: Bundle): readonly EntryDraft[] {
  return Entries.draftsOf(bundle) ?? (bundle.entry ?? []).map(readyEntry);
}

/**
 * A transaction. `jsonBytes` writes it without having its entries made; for all others they are there as in any Bundle.
 * What is changed in them afterwards is not written.
 */
export function transaction(entries: readonly EntryDraft[]): Bundle {
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
  readonly #drafts: readonly EntryDraft[];
  #made: BundleEntry[] | undefined;

  constructor(bundle: Bundle, drafts: readonly EntryDraft[]) {
    super(bundle);
    this.#drafts = drafts;
    Object.defineProperty(bundle, 'entry', Entries.#property);
  }

  static draftsOf(bundle: Bundle): readonly EntryDraft[] | undefined {
    return #drafts in bundle ? (bundle as unknown as Entries).#drafts : undefined;
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
