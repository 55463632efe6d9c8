import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audience, bearer, quickKeySets, startIssuer, type TestIssuer } from '../access/issuer.ts';
import { fixturesFolder } from '../fixtures.ts';
import { refusalIn, startService, type TestService } from '../http/service.ts';
import { attacks } from '../medcom/attacks.ts';

let issuer: TestIssuer;
let open: TestService;
let guarded: TestService;
let token: Record<string, string>;
beforeAll(async () => {
  issuer = await startIssuer();
  const issuers = [{ name: issuer.name, keys: issuer.keys, tokenUrl: undefined }];
  open = await startService();
  guarded = await startService({ config: { auth: ['tokens'], issuers, audience }, keySets: quickKeySets });
  token = bearer(await issuer.token('niveau/medcom.cr'));
});
afterAll(() => Promise.all([open.close(), guarded.close(), issuer.close()]));

const response = readFileSync(`${fixturesFolder}somatik-3-aftalt/response.json`);
const plain = (bytes: Uint8Array) => new Uint8Array(bytes);

function sent(
  path: string,
  letter: Uint8Array,
): {
  readonly body: Uint8Array<ArrayBuffer> | FormData;
  readonly headers: Record<string, string>;
} {
  if (path === '/medcom/read') return { body: plain(letter), headers: { 'content-type': 'application/xml' } };
  const parts = new FormData();
  parts.append('letter', new Blob([plain(letter)]));
  parts.append('response', new Blob([plain(response)]));
  return { body: parts, headers: {} };
}

/** The answer, or that the connection was closed on a body that nobody wanted to read. */
async function answerOf(url: string, path: string, letter: Uint8Array, more: Record<string, string> = {}) {
  const { body, headers } = sent(path, letter);
  const answer = fetch(`${url}${path}`, { method: 'POST', body, headers: { ...headers, ...more } });
  return answer.then(refusalIn, () => 'closed' as const);
}

describe.each(['/medcom/read', '/medcom/attach'])('%s', (path) => {
  test.each(attacks)(
    '%s: the same answer with authentication, and none without a token',
    async (_name, code, letter) => {
      const expected = await answerOf(open.url, path, letter);
      // What is larger than a whole body may be is refused as that.
      if (typeof expected !== 'string') expect([code, 'multipart-too-large']).toContain(expected.issues[0]?.[0]);
      expect(await answerOf(guarded.url, path, letter, token)).toEqual(expected);
      const turnedAway = { status: 401, issues: [['unauthenticated']] };
      expect([turnedAway, 'closed']).toContainEqual(await answerOf(guarded.url, path, letter));
    },
  );
});
