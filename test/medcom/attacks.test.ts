import { describe, expect, test } from 'vitest';
import { attachStatement } from '../../src/medcom/attach/attach.ts';
import { readLetters } from '../../src/medcom/read/read.ts';
import { loadModel } from '../../src/profiles.ts';
import { attacks, latin1, text, within } from './attacks.ts';
import { refusalOf } from './refusal.ts';
import { schemaOption } from './schemas.ts';
import { statementOf } from './statements.ts';

const marker = 'Differentieringsmodellen somatik: samarbejdsniveau 4 af 0-4, aftalt 20.01.2026 ';
const end = 'Slut på Differentieringsmodellen (model 1.0.0, form 2, 2026-01-20T10:30:00+01:00, kontrol 00000000). ';
const read = (bytes: Uint8Array) => readLetters(loadModel(), bytes);

describe('neither attach nor read is led astray', () => {
  test.each(attacks)('%s: %s', async (_, code, bytes) => {
    for (const step of [() => attachStatement(bytes, statementOf()), () => read(bytes)]) {
      expect((await refusalOf(step)).map((problem) => problem.code)).toContain(code);
    }
  });

  test.each<[string, Uint8Array]>([
    ['a comment within the CPR', latin1(text.replace('0101010001<', '01010<!-- 2 -->1<![CDATA[00]]>01<'))],
    [
      'a schema of its own',
      latin1(
        text.replace(
          '<Emessage',
          '<Emessage xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x http://127.0.0.1:1/a.xsd"',
        ),
      ),
    ],
    [
      'Local_Elements with a whole letter in it',
      latin1(
        text.replace(
          '</Emessage>',
          `<Local_Elements>${/<ClinicalEmail>.*<\/ClinicalEmail>/s.exec(text)?.[0]}</Local_Elements></Emessage>`,
        ),
      ),
    ],
    [
      'a prefix that is used for something else in the place',
      within('<![CDATA[</Text01><m:Text01>]]><!-- </Text01> --><?x </Text01>?>'),
    ],
  ])('%s does no harm', async (_, bytes) => {
    const { bytes: made } = await attachStatement(bytes, statementOf(), { schemaDirectory: schemaOption });
    const [reading] = await read(made);
    expect(reading?.citizen.value).toBe('0101010001');
    expect(reading?.levels.map(({ variant }) => variant.code).sort()).toEqual(['psykiatri', 'somatik']);
  });

  test.each<[string, string]>([
    ['markers', marker],
    ['markers with open quotes', `${marker}»`],
    ['markers with doubled quotes', `${marker}»««`],
    ['markers and end lines in quotes', `${marker}»${end}`],
    ['open quotes', '»'],
    ['closing quotes', '«'],
    ['actions', '1. Henvisning og epikrise. Begrundelse: »'],
  ])('a text made of nothing but %s is no block, and is told so soon', async (_, piece) => {
    const bytes = within(piece.repeat(Math.floor(900_000 / piece.length)));
    const [reading] = await read(bytes);
    expect(reading?.levels.map(({ variant }) => variant.code)).toEqual(['psykiatri']);
  });

  test('a text made of nothing but markers and end lines that are wrong is no block either', async () => {
    const bytes = within((marker + end).repeat(4_500));
    const [reading] = await read(bytes);
    expect(reading?.levels.map(({ variant }) => variant.code)).toEqual(['psykiatri']);
    expect((await refusalOf(() => attachStatement(bytes, statementOf()))).map(({ code }) => code)).toEqual([
      'block-changed',
    ]);
  });
});
