import type { RetentionClass } from '../../config/retention.ts';

/** Which rows of a class may go. */
interface Class {
  /** The numbers of those above `?` that are older than `?`, in order, at most `?`. */
  readonly find: string;
  readonly of: 'delivery' | 'tries' | 'response' | 'letter';
  /** Whether what it says stays known, so that a sender's repetition does not bring it back. */
  readonly known?: true;
}

const ended = "(one.state = 'delivered' OR one.state = 'skipped')";

/** A letter that something is still expected of. One that was given up before it left waits for no receipt. */
const waits = (letter: string) => `(${letter}.state IN ('waiting', 'receipt-awaited', 'receipt-overdue')
  AND NOT (${letter}.state = 'receipt-awaited' AND ${letter}.due_at IS NULL))`;

/**
 * A response that nothing living hangs on: no delivery of it is still to be made, or given up and not decided; no
 * letter of it waits for a receipt; no other response that counts no more was below it last, or has a resource in one
 * of its Bundles. Those go first, then this one. Above all that count is the one in force, which is in no class.
 */
const idle = `NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.response = one.number AND outbox.state IN ('pending', 'dead'))
  AND NOT EXISTS (SELECT 1 FROM letter WHERE letter.response = one.number AND ${waits('letter')})
  AND NOT EXISTS (
    SELECT 1 FROM response AS below
    WHERE below.superseded_by = one.number AND (below.level_code IS NULL OR below.status = 'entered-in-error')
  )
  AND NOT EXISTS (
    SELECT 1 FROM outcome JOIN resource ON resource.outcome = outcome.number
    WHERE outcome.response = one.number AND resource.response <> one.number
  )`;

/** When it, or anything that came of it, changed last: a plan is closed when another takes its place. */
const changed = `coalesce(
  (SELECT max(resource.at) FROM resource WHERE resource.newest = 1 AND resource.response = one.number), one.updated_at)`;

const responses = (condition: string) =>
  `SELECT one.number FROM response AS one WHERE one.number > ? AND ${changed} < ? AND ${condition} AND ${idle}
   ORDER BY one.number LIMIT ?`;

/**
 * What a class holds. Nothing in force, no draft that somebody works on, and nothing that is still to be sent is in any
 * of them.
 */
export const classes: Readonly<Record<RetentionClass, Class>> = {
  tries: {
    of: 'tries',
    find: `SELECT one.number FROM outbox AS one WHERE one.number > ? AND one.ended_at < ? AND ${ended}
      AND EXISTS (SELECT 1 FROM attempt WHERE attempt.outbox = one.number) ORDER BY one.number LIMIT ?`,
  },
  // The last one of each way stays with its response: an amendment or a withdrawal follows where it went.
  deliveries: {
    of: 'delivery',
    find: `SELECT one.number FROM outbox AS one WHERE one.number > ? AND one.ended_at < ? AND ${ended}
      AND EXISTS (
        SELECT 1 FROM outbox AS later WHERE later.response = one.response AND later.number > one.number
          AND later.destination = one.destination AND later.route = one.route
          AND coalesce(later.receiver, '') = coalesce(one.receiver, '') AND later.state = 'delivered'
      ) ORDER BY one.number LIMIT ?`,
  },
  drafts: { of: 'response', find: responses("one.status IN ('in-progress', 'stopped')") },
  superseded: {
    of: 'response',
    known: true,
    find: responses("one.superseded_by IS NOT NULL AND one.status <> 'entered-in-error'"),
  },
  withdrawn: { of: 'response', known: true, find: responses("one.status = 'entered-in-error'") },
  letters: {
    of: 'letter',
    find: `SELECT one.number FROM letter AS one WHERE one.number > ? AND one.updated_at < ? AND one.response IS NULL
      AND one.due_at IS NULL AND NOT ${waits('one')}
      AND NOT EXISTS (SELECT 1 FROM response WHERE response.letter = one.number) ORDER BY one.number LIMIT ?`,
  },
};
