import type { LetterDesk } from '../work/letters/desk.ts';
import type { Route } from '../work/routes/route.ts';
import type { Desk } from './desk.ts';

/** What those who run the service look at: the outbox, the letters, and the routes with what they lead to. */
export interface Operators {
  readonly desk: Desk;
  readonly letters: LetterDesk;
  readonly routes: readonly Route[];
  /** What each destination is, by its name. */
  readonly kinds: ReadonlyMap<string, 'fhir' | 'folder' | 'vans'>;
}
