import { composeLetter } from '../../src/medcom/new-letter/letter.ts';
import { options, parties, statementOf } from './statements.ts';

const { bytes: email } = await composeLetter('XDIS91', statementOf({}, 'psykiatri', '0'), parties, options);
export const text = Buffer.from(email).toString('latin1');
const decoded = text.replace('ISO-8859-1', 'UTF-8');
export const latin1 = (content: string) => Buffer.from(content, 'latin1');
export const within = (content: string) => latin1(text.replace('</Text01>', `${content}</Text01>`));
const xi = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>';
const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text.replace('ISO-8859-1', 'UTF-16'), 'utf16le')]);

/** Letters that would lead a reader astray: what each is, the code it is refused with, and its bytes. */
export const attacks: readonly (readonly [string, string, Uint8Array])[] = [
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
];
