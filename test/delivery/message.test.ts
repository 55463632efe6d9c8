import nock from 'nock';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFhirMessages } from '../../src/delivery/fhir-message.ts';
import type { Verdict } from '../../src/delivery/send.ts';
import { answerCareMessage } from '../../src/work/messages/answer.ts';
import { composed } from '../medcom/fhir/messages.ts';
import { ports } from '../ports.ts';

const origin = 'https://fhir.example.dk';
const target = { base: `${origin}/fhir`, credentials: { kind: 'none' }, timeout: 5_000, tls: undefined } as const;
const message = composed();
const content = Buffer.from(JSON.stringify(message));
const acknowledgement = answerCareMessage(ports, content, {});
const fhir = { 'content-type': 'application/fhir+json' };

// Files share their modules: another one may have taken nock away again.
beforeAll(() => {
  if (!nock.isActive()) nock.activate();
  nock.disableNetConnect();
});
afterAll(() => {
  nock.cleanAll();
  nock.enableNetConnect();
  nock.restore();
});

describe('a MedCom FHIR message goes to a FHIR endpoint by $process-message', () => {
  test.each<[string, number, object | undefined, Verdict]>([
    [
      'acknowledged at once',
      200,
      acknowledgement,
      { kind: 'delivered', answer: Buffer.from(JSON.stringify(acknowledgement)) },
    ],
    ['taken', 202, undefined, { kind: 'delivered' }],
    ['refused', 422, { resourceType: 'OperationOutcome', issue: [] }, { kind: 'dead', code: 'server-refused' }],
    ['busy', 503, undefined, { kind: 'again', code: 'server-busy', all: true }],
  ])('%s', async (_, status, body, verdict) => {
    nock(origin, { reqheaders: { ...fhir, 'x-request-id': 'R1' } })
      .post('/fhir/$process-message', (sent) => JSON.stringify(sent) === JSON.stringify(message))
      .reply(status, body as nock.Body, fhir);
    const send = await openFhirMessages(target);
    const parcel = { number: 1, content, extension: 'json', message: true, correlation: 'R1' } as const;
    expect(await send(parcel)).toEqual(verdict);
    expect(nock.pendingMocks()).toEqual([]);
  });
});
