import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { insertedAtOnce } from '../../src/medcom/attach/at-once.ts';
import { attachStatement } from '../../src/medcom/attach/attach.ts';
import type { Edit } from '../../src/medcom/attach/edit.ts';
import { openMessage } from '../../src/medcom/message/open.ts';
import { composeLetter } from '../../src/medcom/new-letter/letter.ts';
import type { Problem } from '../../src/outcome/problem.ts';
import { Refusal } from '../../src/outcome/problem.ts';
import { carriers, forms } from './carriers.ts';
import { filledLetter } from './filled.ts';
import { refusalOf } from './refusal.ts';
import { describeWithSchemas, schemaOption } from './schemas.ts';
import { nancy, options, parties, statementOf } from './statements.ts';

// Attach has libxml2 judge what it made alone, where it only put something in. What came in is refused all the same, by
// the code and at the place that it has by itself.

const { bytes: email } = await composeLetter('XDIS91', statementOf({}, 'psykiatri', '0'), parties, options);
const referral = await filledLetter('XH1530R', 'least');
const changed = (from: string | RegExp, to: string, bytes = email) =>
  Buffer.from(Buffer.from(bytes).toString('latin1').replace(from, to), 'latin1');
const inUtf8 = (bytes: Uint8Array) => changed(/ISO-8859-1/i, 'UTF-8', bytes);
const schemaInstance = 'xmlns:i="http://www.w3.org/2001/XMLSchema-instance"';
const other = { ...nancy, cpr: '0202020002' };

describe('a letter that came in wrong is refused as it came, however right its tags look', () => {
  test.each<[string, Uint8Array]>([
    ['elements that end in another order', changed(/(<\/Text01>)(<\/ClinicalInformation>)/, '$2$1')],
    ['an end tag of another name', changed('</Patient>', '</Person>')],
    ['an element without end', changed('</Emessage>', '')],
    ['something behind the root', changed('</Emessage>', '</Emessage><a/>')],
    ['the end of CDATA in a text', changed('</PersonSurnameName>', ']]></PersonSurnameName>')],
    ['a bare ampersand', changed('</PersonSurnameName>', '&</PersonSurnameName>')],
    ['an entity that there is not', changed('</PersonSurnameName>', '&aring;</PersonSurnameName>')],
    ['a character that XML has not', changed('</PersonSurnameName>', '&#0;</PersonSurnameName>')],
    ['a reference to no character', changed('</PersonSurnameName>', '&#x110000;</PersonSurnameName>')],
    ['a prefix that is not declared', changed(/<(\/?)PersonSurnameName>/g, '<$1m:PersonSurnameName>')],
    ['a comment with two hyphens', changed('</Patient>', '<!-- -- --></Patient>')],
    ['a comment without end', changed('</Patient>', '<!-- </Patient>')],
    ['a tag that closes twice over', changed('</Patient>', '</Patient><ClinicalInformation//>')],
    ['a value without quotes', changed('<Patient>', '<Patient xmlns:q=x>')],
    ['a quote without end', changed('<Patient>', `<Patient xmlns:q="x>`)],
    ['an attribute twice', changed('<Patient>', '<Patient xmlns:q="x" xmlns:q="x">')],
  ])('%s', async (_, bytes) => {
    expect(await refusalOf(() => attachStatement(bytes, statementOf()))).toEqual([
      { code: 'xml-malformed', place: '/' },
    ]);
  });

  test('half a character before the place', async () => {
    const half = changed('</Patient>', '</Patient>\xc3', inUtf8(referral));
    expect(await refusalOf(() => attachStatement(half, statementOf()))).toEqual([{ code: 'xml-not-utf8', place: '/' }]);
  });

  test('what is wrong with the letter itself is told before what is wrong with the citizen', async () => {
    const about = statementOf({ citizen: other });
    const step = () => attachStatement(changed('</Emessage>', ''), about);
    expect(await refusalOf(step)).toEqual([{ code: 'xml-malformed', place: '/' }]);
  });
});

describeWithSchemas('a letter that the schema refuses', () => {
  test.each<[string, Uint8Array, string]>([
    ['a type that there is not', changed('<Text01>', `<Text01 ${schemaInstance} i:type="Other">`), '/*/*[2]/*[6]/*'],
    [
      'nothing where there is something',
      changed('<Text01>', `<Text01 ${schemaInstance} i:nil="true">`),
      '/*/*[2]/*[6]/*',
    ],
  ])('is refused as it came: %s', async (_, bytes, place) => {
    for (const citizen of [nancy, other]) {
      const step = () => attachStatement(bytes, statementOf({ citizen }), { schemaDirectory: schemaOption });
      expect(await refusalOf(step)).toEqual([{ code: 'letter-schema', place }]);
    }
  });
});

describe('a letter is looked at as it came, not judged by what is made of it', () => {
  const insertion = { start: 500, end: 500, text: '' };
  test.each<[string, Uint8Array, readonly Edit[]]>([
    ['where something is replaced', email, [{ ...insertion, end: 501 }]],
    ['where nothing changes', email, []],
    ['where an element names its type', changed('<Text01>', `<Text01 ${schemaInstance} i:type="a">`), [insertion]],
    ['where an element says it is nil', changed('<Text01>', `<Text01 ${schemaInstance} i:nil="false">`), [insertion]],
    ['where it is large', changed('</Emessage>', `${' '.repeat(100_000)}</Emessage>`), [insertion]],
  ])('%s', async (_, bytes, edits) => {
    expect(await insertedAtOnce(bytes, undefined, () => ({ edits }))).toBeUndefined();
  });

  test('but where something is put in alone', async () => {
    const made = await insertedAtOnce(email, undefined, () => ({ edits: [insertion] }));
    expect(Buffer.compare(made?.bytes ?? Buffer.alloc(0), email)).toBe(0);
  });
});

/** A letter with something done to it: pieces put in, taken out, or put elsewhere. */
const pieces = [
  ...[']]>', '<!--', '-->', '<![CDATA[', '<![CDATA[x]]>', '&', '&amp;', '&#0;', '<?p', '?>', '<?p ?>', '<!DOCTYPE a>'],
  ...['<x>', '</x>', '<x/>', '//>', '/>', '>', '<', '"', "'", '\0', '\xc3', '\xc3\xa6', '\x80', 'æ', ' ', 'x', '1'],
  ...['<Break/>', '<Bold>', '</Bold>', '<Text01/>', '<Anamnesis/>', '<RelevantClinicalInformation/>', '<Reference/>'],
  ...[' a="b"', " a='<'", ' xmlns="q"', ' xmlns:q="q"', ' xml:lang="da"', ` ${schemaInstance} i:type="Other"`],
];
const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  tag: fc.boolean(),
  take: fc.constantFrom(0, 0, 1, 2),
  put: fc.option(fc.constantFrom(...pieces), { nil: '' }),
});

function withChange(text: string, { at, tag, take, put }: typeof change extends fc.Arbitrary<infer One> ? One : never) {
  const parts = tag ? (text.match(/<[^>]*>|[^<]+/g) ?? []) : [...text];
  parts.splice(Math.floor(at * parts.length), take, put);
  return parts.join('');
}

test('whatever was done to a letter, it is refused for what is wrong with it as it came', async () => {
  const letters = fc.record({
    letter: fc.constantFrom(...(await carriers())),
    form: fc.constantFrom(...Object.values(forms)),
    changes: fc.array(change, { minLength: 1, maxLength: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(letters, async ({ letter, form, changes }) => {
      const text = changes.reduce(withChange, Buffer.from(form(letter.bytes)).toString('latin1'));
      const bytes = Buffer.from(text, 'latin1');
      const about = statementOf({ citizen: letter.citizen });
      const asked = { category: 'social', schemaDirectory: schemaOption };
      const expected = await problemsOf(() => openMessage(bytes, schemaOption));
      const found = await problemsOf(() => attachStatement(bytes, about, asked));
      if (expected.length > 0) expect(found).toEqual(expected);
    }),
    { numRuns: 100 },
  );
});

/** None where a step refuses nothing. */
async function problemsOf(step: () => Promise<unknown>): Promise<readonly Problem[]> {
  try {
    await step();
    return [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.problems;
  }
}
