import type { Dialect } from '../sql.ts';

/** Who may call, and which organisations have to do with what is kept. */
export function access({ whole, strict }: Dialect): readonly string[] {
  return [
    // `known`: the issuer whose tokens name the client, or the SHA-256 of its key or certificate; never these
    // themselves.
    `CREATE TABLE client (
      id TEXT PRIMARY KEY,
      shows TEXT NOT NULL,
      known TEXT NOT NULL,
      organizations TEXT,
      scopes TEXT NOT NULL,
      created_at ${whole} NOT NULL
    )${strict}`,
    "CREATE UNIQUE INDEX client_known ON client (shows, known) WHERE shows <> 'token'",
    // `sent`: whether it sent the response, or is a party to it in another way.
    `CREATE TABLE party (
      organization TEXT NOT NULL,
      response ${whole} NOT NULL REFERENCES response (number) ON DELETE CASCADE,
      sent ${whole} NOT NULL,
      PRIMARY KEY (response, organization)
    )${strict}`,
    'CREATE INDEX party_organization ON party (organization, response)',
    `CREATE TABLE letter_party (
      organization TEXT NOT NULL,
      letter ${whole} NOT NULL REFERENCES letter (number) ON DELETE CASCADE,
      sent ${whole} NOT NULL,
      PRIMARY KEY (letter, organization)
    )${strict}`,
  ];
}
