import type { Dialect } from '../sql.ts';
import { responses } from './0001-responses.ts';
import { outbox } from './0002-outbox.ts';
import { letters } from './0003-letters.ts';
import { routes } from './0004-routes.ts';
import { retention } from './0005-retention.ts';
import { authors } from './0006-authors.ts';
import { access } from './0007-access.ts';
import { audit } from './0008-audit.ts';
import { messages } from './0009-messages.ts';
import { tries } from './0010-tries.ts';
import { endedSessions } from './0011-ended-sessions.ts';
import { standingLevels } from './0012-standing-levels.ts';

/**
 * Every step of the schema, in order; the number of a step is its place. A step that was released is never changed: a
 * mistake in one is mended by a later one. `test/store/migrations.test.ts` goes from each to the newest.
 */
export const migrations: readonly ((dialect: Dialect) => readonly string[])[] = [
  responses,
  outbox,
  letters,
  routes,
  retention,
  authors,
  access,
  audit,
  messages,
  tries,
  endedSessions,
  standingLevels,
];
