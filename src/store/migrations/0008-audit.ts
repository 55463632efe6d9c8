import type { Dialect } from '../sql.ts';

/**
 * As many chains as transactions may be about to commit at one moment. A chain is held from its newest row to the
 * commit: with one alone PostgreSQL would flush one transaction after the other, whoever writes. SQLite has one writer.
 */
const lanes = { sqlite: 1, postgres: 16 };

/** What cannot be changed once it is written, and is only added to. */
const appended = ['audit', 'audit_citizen', 'audit_seal'];

/** Who did what to which response, chained (RELIABILITY.md "Security baseline"). */
export function audit({ name, bytes, whole, strict }: Dialect): readonly string[] {
  return [
    // The end of each chain, held by the installation's key.
    `CREATE TABLE audit_lane (
      lane ${whole} PRIMARY KEY,
      number ${whole} NOT NULL,
      hash ${bytes} NOT NULL,
      mac ${bytes} NOT NULL
    )${strict}`,
    ...Array.from(
      { length: lanes[name] },
      (_, lane) =>
        `INSERT INTO audit_lane (lane, number, hash, mac) VALUES (${lane}, 0, ${empty[name]}, ${empty[name]})`,
    ),
    // The hash covers that of the row before it.
    `CREATE TABLE audit (
      lane ${whole} NOT NULL,
      number ${whole} NOT NULL,
      at ${whole} NOT NULL,
      content TEXT NOT NULL,
      hash ${bytes} NOT NULL,
      PRIMARY KEY (lane, number)
    )${strict}`,
    // By keyed pseudonym: an access request is answered without a number in here. The key is the whole row, which
    // SQLite would write a second time beside it.
    `CREATE TABLE audit_citizen (
      pseudonym TEXT NOT NULL,
      lane ${whole} NOT NULL,
      number ${whole} NOT NULL,
      PRIMARY KEY (pseudonym, lane, number)
    )${strict}${name === 'sqlite' ? ', WITHOUT ROWID' : ''}`,
    // The ends of all chains at one moment, signed, each over the one before: the chains among each other.
    `CREATE TABLE audit_seal (
      number ${whole} PRIMARY KEY,
      at ${whole} NOT NULL,
      ends TEXT NOT NULL,
      hash ${bytes} NOT NULL,
      signature ${bytes} NOT NULL
    )${strict}`,
    ...(name === 'sqlite' ? sqliteGuards() : postgresGuards()),
  ];
}

const empty = { sqlite: "x''", postgres: "''" };

function sqliteGuards(): readonly string[] {
  return appended.flatMap((table) =>
    ['UPDATE', 'DELETE'].map(
      (act) =>
        `CREATE TRIGGER ${table}_no_${act.toLowerCase()} BEFORE ${act} ON ${table}
         BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END`,
    ),
  );
}

function postgresGuards(): readonly string[] {
  return [
    `CREATE FUNCTION audit_only_added_to() RETURNS trigger LANGUAGE plpgsql AS
     $$ BEGIN RAISE EXCEPTION 'the audit is only added to'; END $$`,
    ...appended.map(
      (table) =>
        `CREATE TRIGGER ${table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
         FOR EACH STATEMENT EXECUTE FUNCTION audit_only_added_to()`,
    ),
  ];
}
