import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openGateway } from '../../src/gateway.ts';
import { keepResponse } from '../../src/work/keep/keep.ts';
import { model, validResponse } from '../http/service.ts';
import { ports } from '../ports.ts';

const folder = mkdtempSync(join(tmpdir(), 'niveau-lost-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('deliveries to a destination that is not set any more are told of at start, and stay', async () => {
  const store = { kind: 'sqlite', file: join(folder, 'niveau.db') } as const;
  const lines: unknown[][] = [];
  const open = (config: object) =>
    openGateway({ config: { store, ...config }, model, env: {}, log: (...line) => void lines.push(line) });
  const before = await open({ fhirTarget: 'http://127.0.0.1:9/fhir' });
  const body = Buffer.from(JSON.stringify(validResponse()));
  await keepResponse({ ...ports, routes: before.routes }, before.archive, { response: body });
  await before.stopDelivering(0);
  await before.close();
  lines.length = 0;
  const after = await open({ folderTarget: folder });
  expect(lines).toEqual([['warn', 'delivery', { destination: 'fhir', code: 'route-nowhere' }]]);
  expect(await after.metrics.text()).toContain('niveau_outbox_depth{destination="fhir",state="pending"} 1');
  await after.stopDelivering(0);
  await after.close();
});
