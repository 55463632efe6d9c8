import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { openVans } from '../../src/delivery/vans.ts';
import { openGateway } from '../../src/gateway.ts';
import { createLog } from '../../src/log.ts';
import { model, post, startService, until } from '../http/service.ts';
import { listenOn } from '../loopback.ts';
import { identifier, response } from '../store/archives.ts';
import { databases } from '../store/databases.ts';

const came: (string | undefined)[] = [];
const server = createServer(async (request, answer) => {
  await text(request);
  came.push(request.headers['x-request-id']?.toString());
  answer
    .writeHead(200, { 'content-type': 'application/fhir+json' })
    .end('{"resourceType":"Bundle","type":"batch-response"}');
});
let base = '';
beforeAll(async () => {
  base = `http://127.0.0.1:${await listenOn(server)}/fhir`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const [database] = databases();
if (database === undefined) throw new Error('there is always SQLite');

test('one id follows a response from the door by the log to its receiver', async () => {
  const lines: Record<string, unknown>[] = [];
  const log = createLog({ write: (line) => void lines.push(JSON.parse(line)) });
  const env = { NIVEAU_FHIR_TARGET_URL: base };
  const config = { ...readConfig(env), store: await database.address() };
  const gateway = await openGateway({ config, model, log, env });
  const service = await startService({ gateway });
  const answer = await post(`${service.url}/fhir/QuestionnaireResponse`, response({ identifier: identifier('a') }));
  const id = answer.headers.get('x-request-id');
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  await until(() => lines.length > 0 && service.lines.some(({ msg }) => msg === 'request'));
  expect(came).toEqual([id]);
  expect(lines).toMatchObject([{ msg: 'delivery', requestId: id, code: 'delivered' }]);
  expect(service.lines.filter(({ msg }) => msg === 'request')).toMatchObject([{ requestId: id }]);
  await Promise.all([service.close(), gateway.stopDelivering(1_000)]);
  await gateway.close();
});

test('an envelope of the VANS network carries it too', async () => {
  came.length = 0;
  const send = await openVans({ base, credentials: { kind: 'none' }, timeout: 5_000, tls: undefined });
  await send({ number: 1, content: '<a/>', extension: 'xml', envelope: 'e', correlation: 'c' });
  expect(came).toEqual(['c']);
});
