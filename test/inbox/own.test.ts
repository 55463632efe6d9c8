import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openGateway } from '../../src/gateway.ts';
import { model } from '../http/service.ts';
import { refusedWith } from '../store/refused.ts';

const folder = mkdtempSync(join(tmpdir(), 'niveau-own-inbox-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a folder that is sent to, by whatever path, is not fetched from', async () => {
  const inbox = join(folder, 'inbox');
  mkdirSync(inbox);
  symlinkSync(inbox, join(folder, 'link'));
  for (const folderTarget of [inbox, join(folder, 'link')]) {
    const store = { kind: 'sqlite', file: join(folder, 'niveau.db') } as const;
    const config = { store, inboxFolder: inbox, folderTarget };
    expect(await refusedWith(openGateway({ config, model, log: () => {}, env: {} }))).toEqual(['inbox-own']);
  }
});
