import type { Dialect } from '../sql.ts';

/** Deliveries, and the tries of each (RELIABILITY.md "Outbox"). */
export function outbox({ whole, counting, strict }: Dialect): readonly string[] {
  return [
    `CREATE TABLE outbox (
      number ${counting},
      destination TEXT NOT NULL,
      citizen ${whole} NOT NULL REFERENCES citizen (number),
      response ${whole} NOT NULL REFERENCES response (number),
      outcome ${whole} NOT NULL REFERENCES outcome (number),
      event TEXT NOT NULL,
      state TEXT NOT NULL,
      attempt ${whole} NOT NULL,
      next_at ${whole} NOT NULL,
      lease_owner TEXT,
      lease_until ${whole},
      last_code TEXT,
      correlation TEXT,
      created_at ${whole} NOT NULL,
      ended_at ${whole}
    )${strict}`,
    // Only what is still to be done: the delivered ones, a million of them, make no claim slower.
    "CREATE INDEX outbox_order ON outbox (destination, citizen, number) WHERE state = 'pending'",
    "CREATE INDEX outbox_pending ON outbox (destination, number) WHERE state = 'pending'",
    "CREATE INDEX outbox_dead ON outbox (destination, number) WHERE state = 'dead'",
    'CREATE INDEX outbox_response ON outbox (response, number)',
    `CREATE TABLE attempt (
      outbox ${whole} NOT NULL REFERENCES outbox (number),
      attempt ${whole} NOT NULL,
      code TEXT NOT NULL,
      started_at ${whole} NOT NULL,
      ended_at ${whole} NOT NULL,
      PRIMARY KEY (outbox, attempt)
    )${strict}`,
  ];
}
