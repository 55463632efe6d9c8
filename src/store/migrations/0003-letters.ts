import type { Dialect } from '../sql.ts';

/** Letters in and out, and the levels that came by letter (STORE.md "Coming in"). */
export function letters({ bytes, whole, counting, strict }: Dialect): readonly string[] {
  return [
    // One letter, attachment or receipt of a message. A sender uses a letter id once and for ever.
    `CREATE TABLE letter (
      number ${counting},
      id TEXT NOT NULL UNIQUE,
      direction TEXT NOT NULL,
      kind TEXT NOT NULL,
      sender TEXT NOT NULL,
      receiver TEXT NOT NULL,
      letter_id TEXT NOT NULL,
      envelope_id TEXT NOT NULL,
      type TEXT NOT NULL,
      version TEXT NOT NULL,
      state TEXT NOT NULL,
      gave TEXT,
      reason_code TEXT,
      reason_text TEXT,
      citizen ${whole} REFERENCES citizen (number),
      response ${whole} REFERENCES response (number),
      digest TEXT NOT NULL,
      content ${bytes} NOT NULL,
      dictionary ${whole} NOT NULL,
      tells TEXT,
      receipt ${bytes},
      answered_envelope TEXT,
      due_at ${whole},
      correlation TEXT,
      created_at ${whole} NOT NULL,
      updated_at ${whole} NOT NULL,
      UNIQUE (direction, sender, letter_id)
    )${strict}`,
    // Only what is still waited for: the answered ones make no look slower.
    'CREATE INDEX letter_due ON letter (due_at) WHERE due_at IS NOT NULL',
    'CREATE INDEX letter_state ON letter (state, number)',
    'CREATE INDEX letter_citizen ON letter (citizen) WHERE citizen IS NOT NULL',
    'CREATE INDEX letter_response ON letter (response) WHERE response IS NOT NULL',
    // A letter may come, or go, in several envelopes; an envelope may hold several letters. The sender is VANS for
    // envelopes of the network.
    `CREATE TABLE letter_envelope (
      direction TEXT NOT NULL,
      sender TEXT NOT NULL,
      envelope_id TEXT NOT NULL,
      letter ${whole} NOT NULL REFERENCES letter (number),
      at ${whole} NOT NULL,
      PRIMARY KEY (direction, sender, envelope_id, letter)
    )${strict}`,
    // What a letter refers to and an attachment carries; a UUID without hyphens.
    `CREATE TABLE letter_object (
      letter ${whole} NOT NULL REFERENCES letter (number),
      object TEXT NOT NULL,
      role TEXT NOT NULL,
      PRIMARY KEY (letter, object)
    )${strict}`,
    'CREATE INDEX letter_object_object ON letter_object (object)',
    // A level that came by letter stands among the responses: it takes part in their order, and has versions and
    // results as they have.
    "ALTER TABLE response ADD COLUMN origin TEXT NOT NULL DEFAULT 'response'",
    `ALTER TABLE response ADD COLUMN letter ${whole} REFERENCES letter (number)`,
  ];
}
