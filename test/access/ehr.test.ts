import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { readEhrPerson } from '../../src/access/people/ehr.ts';
import { listenOn } from '../loopback.ts';

const cpr = 'urn:oid:1.2.208.176.1.2';
const xEcpr = 'urn:oid:1.2.208.176.1.6.1.1';

test.each([
  ['a CPR number', cpr, '251248-9996', '2512489996'],
  ['an X-eCPR', xEcpr, '251248-1abc', '2512481ABC'],
  ['an X-eCPR that the page would read as a D-eCPR', xEcpr, '2512489ABC', undefined],
  ['a D-eCPR', 'urn:oid:1.2.208.176.1.6.1.3.1', '2512489ABC', undefined],
  ['a replacement number that can be none', xEcpr, 'abcdefghij', undefined],
])(
  'of the citizen whom an EHR names by %s the page gets the number as it takes it',
  async (_, system, value, taken) => {
    const patient = { resourceType: 'Patient', id: '7', identifier: [{ system, value }] };
    const server = createServer((_request, response) => void response.end(JSON.stringify(patient)));
    const port = await listenOn(server);
    try {
      const found = await readEhrPerson(`http://127.0.0.1:${port}`, 'Patient', '7', 'token');
      expect(found?.number).toEqual(taken === undefined ? undefined : { system, value: taken });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  },
);
