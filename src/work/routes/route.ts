import type { Basis } from '../../model/types.ts';
import type { DeliveryEvent } from '../keep/records.ts';
import type { Form } from './form.ts';

/** What a level must meet to leave by a route; what is not given is not asked for. */
export interface Conditions {
  readonly variants?: readonly string[] | undefined;
  readonly levels?: readonly string[] | undefined;
  /** How the level came about. Not given: assessed or agreed, never only suggested. */
  readonly basis?: readonly Basis[] | undefined;
  /** Not given: all, but for letters, which tell of no late level as if it were new. */
  readonly events?: readonly DeliveryEvent[] | undefined;
  /** Parties of which at least one is named by an action of the level that was not decided against. */
  readonly parties?: readonly string[] | undefined;
}

/** Which levels go to which destination in which form (STORE.md "Routes"). */
export interface Route {
  readonly name: string;
  readonly when: Conditions;
  readonly destination: string;
  readonly form: Form;
  /**
   * Name of the organisation that a letter is for; without one it is for those of the parties that the level's actions
   * name.
   */
  readonly receiver?: string | undefined;
}

/** Every route, and the organisation of each party, by its name. */
export interface Routes {
  readonly routes: readonly Route[];
  readonly parties: ReadonlyMap<string, string>;
}
