import { describe, expect, test } from 'vitest';
import { attachStatement } from '../../src/medcom/attach/attach.ts';
import { composeLetter } from '../../src/medcom/new-letter/letter.ts';
import { readLetters } from '../../src/medcom/read/read.ts';
import { loadModel } from '../../src/profiles.ts';
import { refusalOf } from './refusal.ts';
import { schemaOption } from './schemas.ts';
import { options, parties, statementOf } from './statements.ts';

const { bytes: email } = await composeLetter('XDIS91', statementOf({}, 'psykiatri', '0'), parties, options);
const text = Buffer.from(email).toString('latin1');
const decoded = text.replace('ISO-8859-1', 'UTF-8');
const latin1 = (content: string) => Buffer.from(content, 'latin1');
const within = (content: string) => latin1(text.replace('</Text01>', `${content}</Text01>`));
const marker = 'Differentieringsmodellen somatik: samarbejdsniveau 4 af 0-4, aftalt 20.01.2026 ';
const end = 'Slut på Differentieringsmodellen (model 1.0.0, form 2, 2026-01-20T10:30:00+01:00, kontrol 00000000). ';
const read = (bytes: Uint8Array) => readLetters(loadModel(), bytes);
const xi = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>';
const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text.replace('ISO-8859-1', 'UTF-16'), 'utf16le')]);

describe('neither attach nor read is led astray', () => {
  test.each<[string, string, Uint8Array]>([
    [
      'an external entity',
      'xml-doctype',
      latin1(text.replace('<Emessage', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><Emessage')),
    ],
    [
      'an external DTD',
      'xml-doctype',
      latin1(text.replace('<Emessage', '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd"><Emessage')),
    ],
    [
      'an entity bomb',
      'xml-doctype',
      latin1(text.replace('<Emessage', `<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "${'&a;'.repeat(99)}">]><Emessage`)),
    ],
    ['1,000 levels', 'xml-too-deep', within(`${'<Bold>'.repeat(1_000)}${'</Bold>'.repeat(1_000)}`)],
    ['100,000 levels', 'xml-too-deep', within('<Bold>'.repeat(100_000))],
    ['50 MB of text', 'xml-too-large', within('x'.repeat(50_000_000))],
    ['a million siblings', 'xml-too-large', within('<Break/>'.repeat(1_000_000))],
    ['UTF-16', 'xml-encoding', utf16],
    [
      'another encoding than declared',
      'xml-not-utf8',
      latin1(text.replace('ISO-8859-1', 'UTF-8').replace('Berggren', 'Bergr\xe6n')),
    ],
    ['an encoding that is not known', 'xml-encoding', latin1(text.replace('ISO-8859-1', 'EBCDIC'))],
    ['a mark that contradicts', 'xml-encoding', latin1(`\xef\xbb\xbf${text}`)],
    ['XML 1.1', 'xml-version', latin1(text.replace('version="1.0"', 'version="1.1"'))],
    [
      'Latin-1 bytes without a declaration',
      'xml-not-utf8',
      latin1(text.replace(/^<\?xml.*?\?>/, '').replace('Berggren', 'Bergr\xe6n')),
    ],
    [
      'a namespace in the value of an attribute whose name has a no-break space in its bytes',
      'letter-unknown',
      Buffer.from(decoded.replace(/xmlns="(.*?)"/, `xmlns="urn:x" à=' xmlns="$1"'`)),
    ],
    [
      'the same beside the right one',
      'letter-attribute-unexpected',
      Buffer.from(decoded.replace(/<Emessage/, `<Emessage à=' xmlns="urn:x"'`)),
    ],
    [
      'an attribute of a letter',
      'letter-attribute-unexpected',
      latin1(text.replace('<ClinicalEmail>', '<ClinicalEmail id="x">')),
    ],
    ['an attribute of a Break', 'letter-attribute-unexpected', latin1(text.replace('<Break/>', '<Break class="x"/>'))],
    [
      'an attribute of another namespace',
      'letter-attribute-unexpected',
      latin1(text.replace('<Sender>', '<Sender xmlns:q="urn:q" q:a="1">')),
    ],
    ['NUL', 'xml-malformed', within('\0')],
    ['an attribute twice', 'xml-malformed', latin1(text.replace('<Envelope>', '<Envelope a="1" a="2">'))],
    ['a prefix that is not declared', 'xml-malformed', within('<m:Break/>')],
    ['bytes behind the end', 'xml-malformed', latin1(`${text}x`)],
    ['XInclude', 'letter-element-unexpected', within(xi)],
    ['markup that no letter has', 'letter-element-unexpected', within('<script>x</script>')],
  ])('%s: %s', async (_, code, bytes) => {
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
