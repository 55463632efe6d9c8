import { describe, expect, test } from 'vitest';
import { openFhirXml } from '../../../src/fhir-xml/fhir-xml.ts';
import { readCareMessage } from '../../../src/medcom/fhir/read.ts';
import type { LevelStatement } from '../../../src/scoring/types.ts';
import { attachToMessage } from '../../../src/work/messages/attach.ts';
import { isXmlMessage } from '../../../src/work/messages/is-message.ts';
import { ports } from '../../ports.ts';
import { changed, communicationIn, composed, pdf, statement } from './messages.ts';

const plain = changed(composed({ text: 'Kære <kollega> & "citat"\nnæste linje 😀' }, { pdf }), (copy) => {
  communicationIn(copy).payload?.splice(1, 1);
});
const newer: LevelStatement = {
  ...statement,
  ...{ day: '2026-01-30', authored: '2026-01-30T10:00:00+01:00', comment: '»"<&>\'\t\n«' },
};
const xml = await openFhirXml();
const written = xml
  .write(plain)
  .toString()
  .replace(/^<\?xml[^>]*\?>\s*/, '');
/** The same, each of these elements with a namespace of its own: as the default one, or under a prefix. */
const apart = (text: string, name: string, prefix: string) =>
  text.replace(new RegExp(`<f:${name}>(?:(?!</f:${name}>)[\\s\\S])*</f:${name}>`, 'g'), (element) =>
    element
      .replaceAll('<f:', `<${prefix}`)
      .replaceAll('</f:', `</${prefix}`)
      .replace(
        /[^<:]>/,
        (end) => `${end.slice(0, -1)} xmlns${prefix === '' ? '' : `:${prefix.slice(0, -1)}`}="http://hl7.org/fhir">`,
      ),
  );
const prefixed = written
  .replace(/<(\/?)(?!(?:div|p|b|dl|dt|dd|hr)\b)([A-Za-z])/g, '<$1f:$2')
  .replace('xmlns="http://hl7.org/fhir"', 'xmlns:f="http://hl7.org/fhir"');
const options = { pdf: false, letter: undefined, category: undefined, priority: undefined, recommend: undefined };
const attached = async (bytes: Uint8Array, told: LevelStatement) =>
  Buffer.from((await attachToMessage(bytes, told, options)).bytes);

describe('a level goes into a message in XML', () => {
  test.each<[string, string]>([
    ['as it is written here', written],
    [
      'with a declaration, comments and indentation',
      `<?xml version="1.0" encoding="UTF-8"?>\n<!-- EPJ -->\n${written.replace(/></g, '>\r\n  <')}`,
    ],
    ['with a prefix', prefixed],
    [
      'in single quotes and numbered characters',
      written
        .replace(/ value="([^"']*)"/g, " value='$1'")
        .replace(/æ/g, '&#230;')
        .replace(/😀/g, '&#x1F600;'),
    ],
  ])('and everything beside it stays: %s', async (_, text) => {
    const bytes = Buffer.from(text);
    expect(isXmlMessage(bytes)).toBe(true);
    const once = await attached(bytes, statement);
    const [before, after] = [bytes.toString(), once.toString()];
    const payload =
      /<(f:)?payload>(?:(?!<(?:f:)?payload>)[\s\S])*Slut på Differentieringsmodellen[^>]*><\/(f:)?payload>/.exec(
        after,
      )?.[0] ?? '';
    const entity =
      /<(?:f:)?entity>(?:(?!<(?:f:)?entity>)[\s\S])*<\/(?:f:)?entity>(?!\s*<(?:f:)?entity>)/.exec(after)?.[0] ?? '';
    expect(payload).not.toBe('');
    expect(after.replace(payload, '').replace(entity, '')).toBe(before);
    expect((await attached(once, statement)).equals(once)).toBe(true);
    expect((await attached(once, newer)).equals(await attached(bytes, newer))).toBe(true);
    const { levels } = readCareMessage(ports.model, xml.read(await attached(once, newer)).value);
    expect(levels.map(({ day, actions }) => [day, actions])).toEqual([['2026-01-30', newer.actions]]);
  });

  test.each(['payload', 'entity'].flatMap((name) => ['', 'g:'].map((prefix) => [name, prefix] as const)))(
    'whatever namespace is declared at %s: "%s"',
    async (name, prefix) => {
      const bytes = Buffer.from(apart(prefixed, name, prefix));
      const made = await attached(bytes, statement);
      expect(xml.read(made).value).toEqual(xml.read(await attached(Buffer.from(written), statement)).value);
      expect((await attached(made, statement)).equals(made)).toBe(true);
    },
  );

  test('whatever an id looks like', async () => {
    const made = (await attached(Buffer.from(written), statement)).toString();
    const bytes = Buffer.from(made.replaceAll('<contentString value', `<contentString id=' value="x"' value`));
    const [replaced] = readCareMessage(ports.model, xml.read(await attached(bytes, newer)).value).levels;
    expect(replaced?.day).toBe('2026-01-30');
  });

  test('as the same message in JSON', async () => {
    const json = await attached(Buffer.from(JSON.stringify(plain)), statement);
    const made = xml.read(await attached(Buffer.from(written), statement)).value;
    expect(made).toEqual(JSON.parse(json.toString()));
  });

  test.each<[string, string]>([
    ['a letter', '<?xml version="1.0"?><Emessage xmlns="http://rep.oio.dk/x">http://hl7.org/fhir</Emessage>'],
    ['JSON', '{"a":"<Bundle xmlns=\\"http://hl7.org/fhir\\">"}'.replace('<', '(')],
    ['nothing', ''],
  ])('%s is none', (_, text) => {
    expect(isXmlMessage(Buffer.from(text))).toBe(false);
  });
});
