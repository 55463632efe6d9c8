import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openGateway } from '../src/gateway.ts';
import { systems } from '../src/model/systems.ts';
import { loadModel } from '../src/profiles.ts';
import { keepResponse } from '../src/work/keep/keep.ts';
import type { Ports } from '../src/work/ports.ts';
import { newResponses } from './new-responses.ts';
import { median, print, type Result, round } from './result.ts';

const model = loadModel();
const histories = { short: 10, long: 5_000 };
const together = 64;
const rounds = 101;
const minute = 60_000;
const begun = Date.UTC(2020, 0, 1);

/**
 * One more response of a citizen who has 5,000, beside one of a citizen who has 10, in turns: the newest one, one that
 * comes late, and an amendment of the newest. Goal: within one and a half times the time.
 */
export async function run(): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'niveau-history-'));
  const config = { store: { kind: 'sqlite', file: join(folder, 'store.db') } } as const;
  const gateway = await openGateway({ config, model, log: () => {}, env: {} });
  try {
    const ports: Ports = { model, clock: () => new Date() };
    const next = newResponses(model);
    const keep = async (cpr: string, changes: object) => {
      const subject = { identifier: { system: systems.cpr, value: cpr } };
      const body = JSON.stringify({ ...JSON.parse(next()), subject, ...changes });
      const at = performance.now();
      await keepResponse(ports, gateway.archive, { response: Buffer.from(body) });
      return performance.now() - at;
    };
    const authored = (index: number) => new Date(begun + index * minute).toISOString();
    const cprs = { short: '2512489996', long: '0108589995' };
    for (const name of ['short', 'long'] as const) {
      for (let index = 0; index < histories[name]; index += together) {
        const some = Array.from({ length: Math.min(together, histories[name] - index) }, (_, at) => index + at);
        await Promise.all(some.map((each) => keep(cprs[name], { authored: authored(each) })));
      }
    }
    const times = new Map<string, { short: number[]; long: number[] }>();
    for (let round = -5; round < rounds; round += 1) {
      const value = `newest-${round}`;
      const newest = { authored: authored(10_000 + round) };
      const acts = (name: string) => {
        const identifier = { system: 'https://example.org/history', value: `${name}-${value}` };
        return { newest: { ...newest, identifier }, late: { authored: authored(-10 - round) } };
      };
      for (const name of ['short', 'long'] as const) {
        const { newest: first, late } = acts(name);
        const bodies = { newest: first, late, amended: { ...first, status: 'amended' } };
        for (const [act, changes] of Object.entries(bodies)) {
          const taken = await keep(cprs[name], changes);
          const noted = times.get(act) ?? { short: [], long: [] };
          times.set(act, noted);
          // The first ones compile what they run.
          if (round >= 0) noted[name].push(taken);
        }
      }
    }
    const ratios = [...times.values()].map(({ short, long }) => median(long) / median(short));
    const result = {
      bench: 'history',
      ratio: round(Math.max(...ratios) / 1.5, 2),
      goal: 1,
      ours: round(Math.max(...ratios), 2),
      reference: histories.long,
      unit: `times as long as of ${histories.short} responses of a citizen`,
    };
    print(
      result,
      [...times].map(([act, { short, long }]) => {
        const [before, after] = [median(short), median(long)];
        return [act, `${before.toFixed(2)} ms, ${after.toFixed(2)} ms: ${(after / before).toFixed(2)} times`] as const;
      }),
    );
    return result;
  } finally {
    await gateway.stopDelivering(0);
    await gateway.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
