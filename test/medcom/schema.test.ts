import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { composeLetter } from '../../src/medcom/new-letter/letter.ts';
import { checkSchema } from '../../src/medcom/xml/schema.ts';
import { refusalOf } from './refusal.ts';
import { describeWithSchemas, schemaDirectory } from './schemas.ts';
import { options, parties, statementOf } from './statements.ts';

describeWithSchemas('checkSchema', async () => {
  const { bytes } = await composeLetter('XDIS91', statementOf(), parties, options);
  const change = (from: string | RegExp, to: string) =>
    Buffer.from(Buffer.from(bytes).toString('latin1').replace(from, to), 'latin1');

  test('finds nothing wrong in a valid letter', async () => {
    expect(await checkSchema(bytes, schemaDirectory)).toEqual([]);
  });

  test.each<[string, string | RegExp, string, string]>([
    ['a code', 'nytbrev', "hemmelig' [facet 'x']", 'StatusCode: enumeration'],
    ['a length', 'Berggren', 'Hemmelig'.repeat(10), 'PersonSurnameName: maxLength'],
    ['an element', '<StatusCode>nytbrev</StatusCode>', '<Hemmelig/>', 'Hemmelig: expected StatusCode'],
    ['stray text', '<Envelope>', '<Envelope>hemmelig', 'Envelope: not valid'],
    ['an attribute', '<Envelope>', '<Envelope hemmelig="x">', 'Envelope: not valid'],
    ['a date', '<Date>2026-01-20', '<Date>hemmelig', 'Date: not valid'],
  ])('names element and rule of %s, never the content', async (_, from, to, rule) => {
    const complaints = await checkSchema(change(from, to), schemaDirectory);
    expect(complaints[0]?.rule).toBe(rule);
    expect(complaints[0]?.path).toMatch(/^\/\*/);
    if (!to.startsWith('<Hemmelig')) expect(JSON.stringify(complaints)).not.toMatch(/hemmelig/i);
  });

  test('loads no schema that the letter itself names', async () => {
    const xsi = `xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x medcom:///2006/07/01/EMessage.xsd"`;
    expect(await checkSchema(change('<Emessage ', `<Emessage ${xsi} `), schemaDirectory)).toEqual([]);
  });

  test('compiles the schema of every namespace, imports between folders too', async () => {
    const samples = ['2006/07/01', '2005/08/07', '2018/08/06', '2021/06/27'];
    for (const date of samples) {
      const base = date.startsWith('20') && date < '2012' ? 'sundcom.dk/medcom.dk' : 'medcom.dk';
      const empty = Buffer.from(`<Emessage xmlns="http://rep.oio.dk/${base}/xml/schemas/${date}/"/>`);
      expect((await checkSchema(empty, schemaDirectory))[0]?.rule).toBe('Emessage: expected Envelope');
    }
  });

  test('accepts the sample letter', async () => {
    const sample = `${schemaDirectory}/../medcom-letters/current/XDIS91_XD9134L.xml`;
    expect(await checkSchema(readFileSync(sample), schemaDirectory)).toEqual([]);
  });

  test('is our own error where there is no schema', async () => {
    await expect(checkSchema(Buffer.from('<a xmlns="urn:x"/>'), schemaDirectory)).rejects.toThrow('no schema is known');
    await expect(checkSchema(bytes, '/nowhere')).rejects.toThrow('ENOENT');
  });

  test('is our own error where the folder lacks a part, and the next check is unharmed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'niveau-xsd-'));
    const place = join(folder, '2006/07/01');
    mkdirSync(place, { recursive: true });
    copyFileSync(join(schemaDirectory, '2006/07/01/EMessage.xsd'), join(place, 'EMessage.xsd'));
    await expect(checkSchema(bytes, folder)).rejects.toThrow(/Letters\.xsd/);
    rmSync(folder, { recursive: true });
    expect(await checkSchema(bytes, schemaDirectory)).toEqual([]);
  });

  test('refuses what parseXml refuses', async () => {
    expect(await refusalOf(() => checkSchema(Buffer.from('<!DOCTYPE a><a/>'), schemaDirectory))).toEqual([
      { code: 'xml-doctype', place: '/' },
    ]);
  });
});
