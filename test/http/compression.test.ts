import { get } from 'node:http';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { post, startService, type TestService, validResponse } from './service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

/** An answer as it goes over the wire: fetch would unpack it. */
function asked(path: string, headers: Record<string, string>) {
  return new Promise<{ status: number | undefined; headers: NodeJS.Dict<string | string[]>; body: Buffer }>(
    (resolve, reject) => {
      const request = get(service.url + path, { headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) });
        });
      });
      request.on('error', reject);
    },
  );
}

const path = '/fhir/Questionnaire/somatik';

test.each(['gzip', 'br, GZIP', 'gzip;q=0.5', '*', 'deflate, *;q=0.1'])(
  'Accept-Encoding %s gets gzip',
  async (wanted) => {
    const plain = await asked(path, {});
    const packed = await asked(path, { 'accept-encoding': wanted });
    expect([packed.headers['content-encoding'], packed.headers.vary]).toEqual(['gzip', 'Accept, Accept-Encoding']);
    expect(gunzipSync(packed.body).equals(plain.body)).toBe(true);
    expect(packed.body.length).toBeLessThan(plain.body.length / 3);
  },
);

test.each([undefined, '', 'br', 'identity', 'gzip;q=0', '*;q=0', 'gzip;q=0, *'])(
  'Accept-Encoding %s gets the plain text',
  async (wanted) => {
    const answer = await asked(path, wanted === undefined ? {} : { 'accept-encoding': wanted });
    expect([answer.status, answer.headers['content-encoding']]).toEqual([200, undefined]);
    expect(JSON.parse(answer.body.toString())).toMatchObject({ resourceType: 'Questionnaire' });
  },
);

test('the page and its files are packed by brotli or gzip, as the browser takes it, and all of it is small', async () => {
  const browser = { accept: 'text/html' };
  const html = (await asked('/', browser)).body.toString();
  const addresses = [
    ...new Set([...html.matchAll(/(?:href|src)="(page\/[^"]+)"/g)].map(([, address]) => `/${address}`)),
  ];
  let wire = 0;
  for (const address of ['/', ...addresses]) {
    const [plain, br, gzip] = await Promise.all(
      ['identity', 'gzip, deflate, br, zstd', 'gzip'].map((wanted) =>
        asked(address, { ...browser, ...(address !== '/' && { accept: '*/*' }), 'accept-encoding': wanted }),
      ),
    );
    if (plain === undefined || br === undefined || gzip === undefined) throw new Error('no answer');
    wire += br.body.length;
    if (br.headers['content-encoding'] === undefined) continue;
    expect([address, br.headers['content-encoding'], gzip.headers['content-encoding']]).toEqual([
      address,
      'br',
      'gzip',
    ]);
    expect(brotliDecompressSync(br.body).equals(plain.body) && gunzipSync(gzip.body).equals(plain.body)).toBe(true);
  }
  expect(wire).toBeLessThan(150_000);
});

test('a short answer stays as it is', async () => {
  const answer = await asked('/health/live', { 'accept-encoding': 'gzip' });
  expect(answer.headers['content-encoding']).toBeUndefined();
});

test('the tag of packed bytes is a weak one, and asked with it the service has nothing new', async () => {
  const plain = await asked(path, {});
  const packed = await asked(path, { 'accept-encoding': 'gzip' });
  expect(packed.headers.etag).toBe(`W/${plain.headers.etag}`);
  for (const tag of [plain.headers.etag, packed.headers.etag]) {
    const again = await asked(path, { 'accept-encoding': 'gzip', 'if-none-match': String(tag) });
    expect([again.status, again.body.length]).toEqual([304, 0]);
  }
});

test.each(['gzip', 'x-gzip', 'GZip'])('a body is taken as %s', async (encoding) => {
  const address = `${service.url}/fhir/QuestionnaireResponse/$extract`;
  const plain = await (await post(address, validResponse())).text();
  const packed = await post(address, gzipSync(JSON.stringify(validResponse())), { 'content-encoding': encoding });
  expect([packed.status, await packed.text()]).toEqual([200, plain]);
});
