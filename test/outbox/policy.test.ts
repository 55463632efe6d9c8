import { expect, test } from 'vitest';
import { ServerFailure } from '../../src/delivery/fhir-server/failure.ts';
import { verdictOf } from '../../src/delivery/verdict.ts';
import { pauseAfter } from '../../src/outbox/policy.ts';

test.each([
  [1, 0, undefined, 500],
  [1, 1, undefined, 1_000],
  [2, 1, undefined, 2_000],
  [5, 0.5, undefined, 12_000],
  [11, 1, undefined, 900_000],
  [1_000, 0, undefined, 450_000],
  [1, 1, 30_000, 30_000],
  [1, 1, 86_400_000, 3_600_000],
])('after try %i, at %d of chance, asked for %s ms: %i ms', (attempt, random, asked, expected) => {
  expect(pauseAfter(attempt, random, asked)).toBe(expected);
});

const refused = (status: number, ...codes: string[]) => new ServerFailure('refused', { status, codes });

test.each<[string, ServerFailure, object]>([
  ...[400, 403, 404, 410, 413, 415, 422, 501].map((status): [string, ServerFailure, object] => [
    `${status}`,
    refused(status, 'invalid'),
    { kind: 'dead' },
  ]),
  ['412 because several match', refused(412, 'HAPI-0988'), { kind: 'dead', code: 'server-several' }],
  ['409', refused(409), { kind: 'again', all: false }],
  ['401, also with a new token', refused(401), { kind: 'again', code: 'server-login', all: true }],
  ['408', refused(408), { kind: 'again', all: true }],
  ['500', refused(500), { kind: 'again', all: true }],
  [
    'a time-out, which leaves open whether it arrived',
    new ServerFailure('timeout'),
    { kind: 'again', code: 'server-timeout' },
  ],
  ['no connection', new ServerFailure('unreachable'), { kind: 'again', code: 'server-unreachable', all: true }],
  [
    'a page of a proxy',
    new ServerFailure('not-fhir', { status: 200 }),
    { kind: 'again', code: 'server-not-fhir', all: true },
  ],
  ['no token', new ServerFailure('token'), { kind: 'again', code: 'server-token', all: true }],
  [
    'a server that asks for time',
    new ServerFailure('refused', { status: 429, retryAfter: 7_000 }),
    { kind: 'again', code: 'server-busy', retryAfter: 7_000 },
  ],
])('%s', (_, failure, expected) => {
  expect(verdictOf(failure)).toMatchObject(expected);
});
