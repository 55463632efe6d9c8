import type { Dialect } from '../sql.ts';

/** Responses, what came of them, and the citizens whom they are about (STORE.md "What is kept"). */
export function responses({ bytes, whole, counting, strict }: Dialect): readonly string[] {
  return [
    `CREATE TABLE dictionary (
      number ${counting},
      digest TEXT NOT NULL UNIQUE,
      content ${bytes} NOT NULL
    )${strict}`,
    // A key of our own for each citizen: a replacement number and a later CPR are two until a response names both.
    `CREATE TABLE citizen (
      number ${counting},
      since ${whole} NOT NULL
    )${strict}`,
    `CREATE TABLE citizen_number (
      system TEXT NOT NULL,
      value TEXT NOT NULL,
      citizen ${whole} NOT NULL REFERENCES citizen (number),
      PRIMARY KEY (system, value)
    )${strict}`,
    'CREATE INDEX citizen_number_citizen ON citizen_number (citizen)',
    // Searched for without its system too.
    'CREATE INDEX citizen_number_value ON citizen_number (value)',
    `CREATE TABLE response (
      number ${counting},
      id TEXT NOT NULL UNIQUE,
      identity TEXT NOT NULL UNIQUE,
      identified ${whole} NOT NULL,
      citizen ${whole} NOT NULL REFERENCES citizen (number),
      named_system TEXT NOT NULL,
      named_value TEXT NOT NULL,
      variant TEXT NOT NULL,
      questionnaire TEXT NOT NULL,
      questionnaire_version TEXT NOT NULL,
      status TEXT NOT NULL,
      version ${whole} NOT NULL,
      identifier_system TEXT,
      identifier_value TEXT,
      subject_reference TEXT,
      author_reference TEXT,
      author_system TEXT,
      author_value TEXT,
      authored_from ${whole},
      authored_to ${whole},
      first_authored ${whole},
      level_day TEXT,
      level_code TEXT,
      level_basis TEXT,
      superseded_by ${whole},
      created_at ${whole} NOT NULL,
      updated_at ${whole} NOT NULL
    )${strict}`,
    'CREATE INDEX response_citizen ON response (citizen, number)',
    'CREATE INDEX response_questionnaire ON response (questionnaire, number)',
    // A page of a million ends where its index does: one for each order, of a status and of all (bench/growth.ts).
    'CREATE INDEX response_status ON response (status, number)',
    'CREATE INDEX response_status_authored ON response (status, authored_from, number)',
    'CREATE INDEX response_status_updated ON response (status, updated_at, number)',
    'CREATE INDEX response_authored ON response (authored_from, number)',
    'CREATE INDEX response_updated ON response (updated_at, number)',
    'CREATE INDEX response_identifier ON response (identifier_value) WHERE identifier_value IS NOT NULL',
    'CREATE INDEX response_subject ON response (subject_reference, number) WHERE subject_reference IS NOT NULL',
    'CREATE INDEX response_author ON response (author_value, number) WHERE author_value IS NOT NULL',
    // What was received, never changed.
    `CREATE TABLE version (
      response ${whole} NOT NULL REFERENCES response (number),
      version ${whole} NOT NULL,
      status TEXT NOT NULL,
      digest TEXT NOT NULL,
      received ${bytes} NOT NULL,
      dictionary ${whole} NOT NULL,
      client TEXT,
      correlation TEXT,
      at ${whole} NOT NULL,
      PRIMARY KEY (response, version)
    )${strict}`,
    // What came of a version, and what a newer assessment made of that later.
    `CREATE TABLE outcome (
      number ${counting},
      response ${whole} NOT NULL REFERENCES response (number),
      version ${whole} NOT NULL,
      cause TEXT NOT NULL,
      bundle ${bytes} NOT NULL,
      dictionary ${whole} NOT NULL,
      at ${whole} NOT NULL
    )${strict}`,
    'CREATE INDEX outcome_response ON outcome (response, number)',
    `CREATE TABLE resource (
      id TEXT NOT NULL,
      version ${whole} NOT NULL,
      type TEXT NOT NULL,
      response ${whole} NOT NULL REFERENCES response (number),
      outcome ${whole} NOT NULL REFERENCES outcome (number),
      entry ${whole} NOT NULL,
      newest ${whole} NOT NULL,
      status TEXT,
      codes TEXT,
      value TEXT,
      date_from ${whole},
      date_to ${whole},
      at ${whole} NOT NULL,
      PRIMARY KEY (id, version)
    )${strict}`,
    'CREATE INDEX resource_response ON resource (response, type)',
    'CREATE INDEX resource_type ON resource (type, outcome, entry) WHERE newest = 1',
    'CREATE INDEX resource_status ON resource (type, status, outcome, entry) WHERE newest = 1',
    'CREATE INDEX resource_date ON resource (type, date_from, outcome, entry) WHERE newest = 1 AND date_from IS NOT NULL',
    'CREATE INDEX resource_updated ON resource (type, at, outcome, entry) WHERE newest = 1',
  ];
}
