import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openGateway } from '../../src/gateway.ts';
import { model, post, startService, until } from '../http/service.ts';
import { listenOn } from '../loopback.ts';
import { identifier, response } from '../store/archives.ts';
import { citizen } from './outboxes.ts';

const folder = mkdtempSync(join(tmpdir(), 'niveau-door-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const count = 24;

/** None of them ever says that it has anything: a door that waited for one would answer nobody. */
const targets: Readonly<Record<string, (response: ServerResponse) => void>> = {
  'never answers': () => {},
  'begins an answer and never ends it': (answer) => void answer.writeHead(200, { 'content-length': '9' }).write('{'),
  'fails each time': (answer) => void answer.writeHead(500).end(),
  'cuts off each time': (answer) => void answer.socket?.destroy(),
};

describe('a target that', () => {
  test.each(Object.entries(targets))('%s: every create, read and search is answered', async (_, respond) => {
    let reached = 0;
    const target = createServer((request, answer) => {
      reached += 1;
      request.resume().on('end', () => respond(answer));
    });
    const port = await listenOn(target);
    const config = {
      store: { kind: 'sqlite', file: join(folder, String(port), 'niveau.db') },
      fhirTarget: `http://127.0.0.1:${port}/fhir`,
    } as const;
    const gateway = await openGateway({ config, model, log: () => {}, env: {}, settings: { pause: () => 5 } });
    const service = await startService({ gateway });
    const create = (index: number) =>
      post(
        `${service.url}/fhir/QuestionnaireResponse`,
        response({ identifier: identifier(`d${index}`), ...citizen(index) }),
      );
    expect((await create(0)).status).toBe(201);
    await until(() => reached > 0);
    const answers = await Promise.all(Array.from({ length: count - 1 }, (_, index) => create(index + 1)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    const read = await fetch(answers[0]?.headers.get('location') ?? '');
    const search = await fetch(`${service.url}/fhir/QuestionnaireResponse?_summary=count`);
    expect([read.status, ((await search.json()) as { total: number }).total]).toEqual([200, count]);
    // Everything waits, and nothing was dropped or given up.
    expect(await gateway.metrics.text()).toContain(`niveau_outbox_depth{destination="fhir",state="pending"} ${count}`);
    await Promise.all([service.close(), gateway.stopDelivering(0)]);
    await gateway.close();
    target.closeAllConnections();
    await new Promise((resolve) => target.close(resolve));
  });
});
