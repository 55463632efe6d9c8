import { expect, test } from 'vitest';
import { startSealing } from '../../src/access/sealing.ts';
import { until } from '../http/service.ts';

test('sealing outlives a fault of ours, which is told by its class, and does not end the process', async () => {
  let times = 0;
  const lines: unknown[] = [];
  const seal = async () => {
    times += 1;
    if (times === 1) throw new RangeError('251248-9996');
    return undefined;
  };
  const sealing = startSealing(seal, (level, event, fields) => lines.push({ level, event, ...fields }), 5);
  await until(() => times > 2);
  await sealing.stop();
  expect(lines).toEqual([{ level: 'error', event: 'audit', code: 'internal-error', error: 'RangeError' }]);
});
