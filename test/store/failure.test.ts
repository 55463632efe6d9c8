import { expect, test } from 'vitest';
import { Refusal } from '../../src/outcome/problem.ts';
import { fromPostgres } from '../../src/store/failure.ts';

test.each([
  ['a standby that only reads, after a failover', '25006', 'store-unavailable'],
  ['a transaction that was idle for too long', '25P03', 'store-unavailable'],
  ['a transaction that took too long', '25P04', 'store-unavailable'],
  ['a deadlock once too often', '40P01', 'store-unavailable'],
  ['a lock that cannot be had', '55P03', 'store-unavailable'],
  ['a server that stops', '57P01', 'store-unavailable'],
  ['a full disk', '53100', 'store-full'],
])('of PostgreSQL: %s (%s) is the database, and no fault of ours', (_, code, expected) => {
  const told = fromPostgres(Object.assign(new Error('x'), { code }));
  expect(told instanceof Refusal ? told.problems : told).toEqual([{ code: expected }]);
});

test.each([
  ['a statement that cannot be read', '42601'],
  ['a statement after one that failed', '25P02'],
])('a mistake of ours stays what it is: %s (%s)', (_, code) => {
  const mistake = Object.assign(new Error('x'), { code });
  expect(fromPostgres(mistake)).toBe(mistake);
});
