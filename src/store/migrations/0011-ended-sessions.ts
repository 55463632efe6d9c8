import type { Dialect } from '../sql.ts';

/** Sessions of people that were signed out of, so that every instance knows: by their random ids, which name nobody. */
export function endedSessions({ whole, strict }: Dialect): readonly string[] {
  return [
    // `until`: when it would have ended by itself, in seconds since 1970.
    `CREATE TABLE ended_session (
      id TEXT PRIMARY KEY,
      until ${whole} NOT NULL
    )${strict}`,
    'CREATE INDEX ended_session_until ON ended_session (until)',
  ];
}
