import { parse, v5 } from 'uuid';
import { expect, test } from 'vitest';
import { ownBase, uuidFor, uuidForUrl } from '../../src/model/uuid.ts';

test.each(['', 'a', '["urn:x|1","2512489996","plan"]', 'æøå 𝄞', 'x'.repeat(500)])(
  'the UUID of a name is that of RFC 9562, version 5, in our namespace: %s',
  (name) => {
    expect(uuidFor(name)).toBe(v5(Buffer.from(name), parse(v5(ownBase, v5.URL))));
  },
);

test('every variant of the two bits comes out as the library has it', () => {
  const names = Array.from({ length: 64 }, (_, index) => `name ${index}`);
  const namespace = parse(v5(ownBase, v5.URL));
  expect(names.map(uuidFor)).toEqual(names.map((name) => v5(Buffer.from(name), namespace)));
});

test('the UUID of an address is that of RFC 9562, version 5', () => {
  const url = 'http://differentieringsmodellen.dk/fhir/Questionnaire/somatik|1.0.0';
  expect(uuidForUrl(url)).toBe(v5(url, v5.URL));
});
