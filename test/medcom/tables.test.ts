import { describe, expect, test } from 'vitest';
import { checkElement } from '../../src/medcom/message/check.ts';
import { isGln } from '../../src/medcom/message/gln.ts';
import { alternatives, type Value, type Values } from '../../src/medcom/message/values.ts';
import { writeMessage } from '../../src/medcom/message/write.ts';
import { emessage, newLetters } from '../../src/medcom/tables/letters.ts';
import type { Content } from '../../src/medcom/tables/types.ts';
import { parseXml } from '../../src/medcom/xml/parse.ts';
import { checkSchema } from '../../src/medcom/xml/schema.ts';
import { fill } from './filled.ts';
import { refusalOf } from './refusal.ts';
import { describeWithSchemas, schemaDirectory } from './schemas.ts';

const table = newLetters.XDIS91;

const whole = emessage(table);
const filled = (how: 'least' | 'most', alternative = 0) => fill(whole.content, how, alternative) as Values;

describeWithSchemas('the table of XDIS91', () => {
  test.each<['least' | 'most', number]>([
    ['least', 0],
    ['least', 1],
    ['most', 0],
    ['most', 1],
    ['most', 2],
  ])('at its %s, alternative %i, is what the schema allows', async (how, alternative) => {
    const bytes = await writeMessage(table, filled(how, alternative));
    expect(await checkSchema(bytes, schemaDirectory)).toEqual([]);
  });

  test('has every code of the schema’s lists', async () => {
    for (const path of codePaths(whole.content, [])) {
      for (const code of path.codes) {
        const bytes = await writeMessage(table, put(filled('most', path.alternative), path.names, code));
        expect(await checkSchema(bytes, schemaDirectory), `${path.names.join('/')} ${code}`).toEqual([]);
      }
    }
  });

  test('reads back from a letter as it was written', async () => {
    const { root } = await parseXml(await writeMessage(table, filled('most')));
    expect(checkElement(whole, root)).toEqual([]);
  });
});

interface CodePath {
  readonly names: readonly string[];
  readonly codes: readonly string[];
  readonly alternative: number;
}

function codePaths(content: Content, names: readonly string[], alternative = 0): readonly CodePath[] {
  if (content.kind === 'codes') return [{ names, codes: content.codes, alternative }];
  if (content.kind !== 'sequence') return [];
  return content.rows.flatMap((row) =>
    alternatives(row).flatMap((each, index) =>
      codePaths(each.content, [...names, each.name], 'choice' in row ? index : alternative),
    ),
  );
}

function put(values: Values, [name = '', ...rest]: readonly string[], value: Value): Values {
  if (rest.length === 0) return { ...values, [name]: value };
  const inner = values[name];
  const one = (Array.isArray(inner) ? inner[0] : inner) as Values;
  return { ...values, [name]: put(one, rest, value) };
}

describe('a letter is held against its table', () => {
  const change = (names: string, value: Value | undefined) => () =>
    writeMessage(table, put(filled('least'), names.split('/'), value as Value));
  const letter = '/Emessage/ClinicalEmail';

  test.each<[string, string, string, () => Promise<unknown>]>([
    [
      'an element missing',
      'letter-element-missing',
      `${letter}/Sender/IdentifierCode`,
      change('ClinicalEmail/Sender/IdentifierCode', undefined),
    ],
    [
      'a choice not made',
      'letter-element-missing',
      `${letter}/Patient/CivilRegistrationNumber`,
      change('ClinicalEmail/Patient/CivilRegistrationNumber', undefined),
    ],
    [
      'a choice made twice',
      'letter-element-unexpected',
      `${letter}/Patient`,
      change('ClinicalEmail/Patient/AlternativeIdentifier', '0101010001'),
    ],
    [
      'an element too often',
      'letter-element-unexpected',
      letter,
      change(
        'ClinicalEmail/ClinicalInformation',
        Array.from({ length: 11 }, () => ({ Text01: ['x'] })),
      ),
    ],
    [
      'a text too short',
      'letter-text-length',
      `${letter}/Receiver/Identifier`,
      change('ClinicalEmail/Receiver/Identifier', ''),
    ],
    [
      'a text too long',
      'letter-text-length',
      `${letter}/Receiver/Identifier`,
      change('ClinicalEmail/Receiver/Identifier', 'x'.repeat(18)),
    ],
    [
      'an unknown code',
      'letter-code-unknown',
      `${letter}/Letter/StatusCode`,
      change('ClinicalEmail/Letter/StatusCode', 'annulleretbrev'),
    ],
    [
      'another version',
      'letter-code-unknown',
      `${letter}/Letter/VersionCode`,
      change('ClinicalEmail/Letter/VersionCode', 'XD9133L'),
    ],
    ['a time that is not', 'letter-value-form', '/Emessage/Envelope/Sent/Time', change('Envelope/Sent/Time', '24:00')],
    [
      'a date that is not',
      'letter-value-form',
      '/Emessage/Envelope/Sent/Date',
      change('Envelope/Sent/Date', '2026-02-29'),
    ],
    [
      'a date with a zone',
      'letter-value-form',
      '/Emessage/Envelope/Sent/Date',
      change('Envelope/Sent/Date', '2026-02-28Z'),
    ],
    [
      'a problem in the third place',
      'letter-text-length',
      `${letter}/Reference[3]/URL`,
      change(
        'ClinicalEmail/Reference',
        [1, 1, 351].map((length) => ({ RefDescription: 'x', URL: 'x'.repeat(length) })),
      ),
    ],
  ])('%s: %s at %s', async (_, code, place, step) => {
    expect(await refusalOf(step)).toEqual([{ code, place }]);
  });

  test('emoji count as one character', async () => {
    await expect(change('ClinicalEmail/Receiver/Identifier', '😀'.repeat(17))()).resolves.toBeDefined();
  });

  test.each<[string, string, RegExp, string]>([
    ['another root', 'letter-element-missing', /Emessage/g, 'Message'],
    ['elements out of order', 'letter-element-missing', /<Sent>.*<\/Sent>(<Identifier>.*?<\/Identifier>)/, '$1'],
    ['an unknown element', 'letter-element-unexpected', /<\/Sender>/, '<Hemmelig/></Sender>'],
    ['an element in a text', 'letter-element-unexpected', /<\/VersionCode>/, '<Bold/></VersionCode>'],
    ['an element of another namespace', 'letter-element-unexpected', /<Receiver>/, '<Receiver xmlns="urn:x">'],
    ['formatted text of another namespace', 'letter-element-unexpected', /<Text01>/, '<Text01><Bold xmlns="urn:x"/>'],
    ['stray text', 'letter-text-unexpected', /<Sender>/, '<Sender>x'],
    ['text in a Break', 'letter-text-unexpected', /<Text01>/, '<Text01><Break>x</Break>'],
    ['Bold in Italic', 'letter-element-unexpected', /<Text01>/, '<Text01><Italic><Bold>x</Bold></Italic>'],
    ['FixedFont in FixedFont', 'letter-element-unexpected', /<Text01>/, '<Text01><FixedFont><FixedFont/></FixedFont>'],
  ])('%s in a letter that was read: %s', async (_, code, from, to) => {
    const bytes = await writeMessage(
      table,
      put(filled('least'), ['ClinicalEmail', 'ClinicalInformation'], [{ Text01: ['x'] }]),
    );
    const { root } = await parseXml(Buffer.from(Buffer.from(bytes).toString('latin1').replace(from, to), 'latin1'));
    const problems = checkElement(whole, root);
    expect(problems.map((problem) => problem.code)).toContain(code);
    expect(JSON.stringify(problems)).not.toContain('Hemmelig');
  });

  test('a letter that was read may have all formatted text and white space between elements', async () => {
    const markup = '<Text01>a<Space/><FixedFont>b<Bold>c<Break/></Bold></FixedFont><Center>d</Center>';
    const bytes = await writeMessage(
      table,
      put(filled('least'), ['ClinicalEmail', 'ClinicalInformation'], [{ Text01: ['x'] }]),
    );
    const text = Buffer.from(bytes)
      .toString('latin1')
      .replace('<Text01>', markup)
      .replace('<Sender>', '\r\n<Sender>\t');
    expect(checkElement(whole, (await parseXml(Buffer.from(text, 'latin1'))).root)).toEqual([]);
  });

  test.each<[string, Values]>([
    ['an element that the table does not know', { ...filled('least'), Andet: 'x' }],
    ['a text for elements', { ...filled('least'), Envelope: 'x' }],
    ['elements for a text', put(filled('least'), ['Envelope', 'Identifier'], { A: 'x' })],
  ])('%s is a mistake of ours', async (_, values) => {
    await expect(writeMessage(table, values)).rejects.toThrow(TypeError);
  });
});

test.each<[string, boolean]>([
  ['5790001382445', true],
  ['5790000121441', true],
  ['5790001382446', false],
  ['5790001384225', false],
  ['579000138244', false],
  ['57900013824450', false],
  ['579000138244x', false],
  ['', false],
])('GLN %j: %s', (text, right) => {
  expect(isGln(text)).toBe(right);
});
