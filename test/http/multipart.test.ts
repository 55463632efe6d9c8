import { expect, test } from 'vitest';
import { readParts } from '../../src/http/multipart.ts';

const header = (name: string, more = '') => `--b-1\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`;
const file = '; filename="a letter.xml"\r\nContent-Type: application/xml; charset=utf-8';
const end = '\r\n--b-1--\r\n';
const type = 'multipart/form-data; boundary=b-1';

async function told(body: string, contentType = type) {
  try {
    const parts = await readParts(Buffer.from(body, 'latin1'), contentType);
    return [...parts].map(([name, all]) => [name, all.map((one) => Buffer.from(one).toString('latin1'))]);
  } catch (error) {
    return String(error);
  }
}

test.each([
  ['one part', `${header('letter', file)}<a/>${end}`],
  ['two of one name, and an empty one', `${header('x')}1\r\n${header('x')}2\r\n${header('y')}${end}`],
  ['bytes of every kind', `${header('x', '; filename=""')}\0\xff\r\n\r\n--b\r\n-${end}`],
  ['an empty line after its header and none before the delimiter', `${header('x')}--b-1--\r\n`],
  ['a delimiter within a header', `--b-1\r\nContent-Disposition: form-data; name="x--b-1"\r\n\r\n1${end}`],
  ['a delimiter within a part', `${header('x')}1--b-1${end}`],
  ['a longer word that begins as the delimiter', `${header('x')}1\r\n--b-12\r\n${end}`],
  ['no part', '--b-1--\r\n'],
  ['no end', `${header('x')}1`],
  ['something after its end', `${header('x')}1${end}more`],
  ['no line end after its end', `${header('x')}1\r\n--b-1--`],
  ['no name', `--b-1\r\nContent-Disposition: form-data\r\n\r\n1${end}`],
  ['no header', `--b-1\r\n\r\n1${end}`],
])('a body of the usual form is read as one of another form: %s', async (_, body) => {
  const other = await told(body, `${type}; charset=utf-8`);
  for (const usual of [type, 'multipart/form-data;boundary="b-1"']) expect(await told(body, usual)).toEqual(other);
  expect(await told(`\r\n${body}`)).toEqual(await told(`\r\n${body}`, `${type}; charset=utf-8`));
});

test('what a body holds', async () => {
  const body = `${header('letter', file)}<a/>\r\n${header('x')}1\r\n2\r\n${header('x')}${end}`;
  expect(await told(body)).toEqual([
    ['letter', ['<a/>']],
    ['x', ['1\r\n2', '']],
  ]);
});
