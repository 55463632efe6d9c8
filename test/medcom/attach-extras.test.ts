import { describe, expect, test } from 'vitest';
import { attachStatement } from '../../src/medcom/attach/attach.ts';
import { writeAttachment } from '../../src/medcom/attach/attachment.ts';
import { missingAttachments } from '../../src/medcom/message/facts.ts';
import { openMessage } from '../../src/medcom/message/open.ts';
import { composeLetter } from '../../src/medcom/new-letter/letter.ts';
import { readLetters } from '../../src/medcom/read/read.ts';
import { readXbin } from '../../src/medcom/xbin/read.ts';
import { parseXml } from '../../src/medcom/xml/parse.ts';
import { loadModel } from '../../src/profiles.ts';
import { textAt } from './read-letter.ts';
import { schemaOption } from './schemas.ts';
import { fullStatement, options, parties, statementOf, variantOf } from './statements.ts';

const model = loadModel();
const other = statementOf({}, 'psykiatri', '0');
const make = async (type: 'XDIS01' | 'XDIS91' | 'XREF15') =>
  (
    await composeLetter(
      type,
      other,
      { ...parties },
      { ...options, referrer: type === 'XREF15' ? 'Ole Læge' : undefined },
    )
  ).bytes;
const same = (one: Uint8Array, two: Uint8Array) => Buffer.compare(one, two) === 0;
const given = { schemaDirectory: schemaOption };

describe('a recommendation to the GP', () => {
  const asked = { ...given, recommend: ['netvaerksmoede', 'henvisning-epikrise'], priority: 'Subakut' };

  test('stands with its priority, in the level’s order, and reads back', async () => {
    const { bytes } = await attachStatement(await make('XDIS01'), fullStatement('ønsket'), asked);
    const { root } = await parseXml(bytes);
    expect(textAt(root, 'DischargeLetter/ActionPriority/ActionPriorityCode')).toBe('Subakut');
    const [reading] = await readLetters(model, bytes, given);
    expect(reading?.recommendations).toMatchObject([
      {
        variant: variantOf('somatik'),
        day: '2026-01-22',
        authored: '2026-01-20T10:30:00+01:00',
        actions: [
          { action: { code: 'henvisning-epikrise' }, decision: undefined, reason: undefined },
          { action: { code: 'netvaerksmoede' }, decision: { code: 'ja' }, reason: 'ønsket' },
        ],
      },
    ]);
    expect(reading?.levels.map(({ variant }) => variant.code).sort()).toEqual(['psykiatri', 'somatik']);
  });

  test('goes beside the sender’s own priority where that is the same', async () => {
    const own = '<ActionPriority><ActionPriorityCode>Subakut</ActionPriorityCode></ActionPriority>';
    const text = Buffer.from(await make('XDIS01')).toString('latin1');
    const { bytes } = await attachStatement(
      Buffer.from(text.replace('</Patient>', `</Patient>${own}`), 'latin1'),
      fullStatement('x'),
      asked,
    );
    const made = Buffer.from(bytes).toString('latin1');
    expect(made.match(/<ActionPriority>.*?<\/ActionPriority>/gs)).toEqual([own]);
    expect(made).toContain('<RecommendedAction><Recommendation>Differentieringsmodellen somatik: egen læge bedes');
  });

  test('twice changes nothing; replaced, it is as if attached first', async () => {
    const bytes = await make('XDIS01');
    const first = await attachStatement(bytes, statementOf(), { ...asked, priority: 'Akut' });
    expect((await attachStatement(first.bytes, statementOf(), { ...asked, priority: 'Akut' })).changed).toBe(false);
    const replaced = await attachStatement(first.bytes, fullStatement('y'), asked);
    expect(same(replaced.bytes, (await attachStatement(bytes, fullStatement('y'), asked)).bytes)).toBe(true);
  });
});

describe.each(['XDIS91', 'XDIS01', 'XREF15'] as const)('a PDF with an %s', (type) => {
  const pdf = Buffer.from('%PDF-1.7 æ');
  const withPdf = { ...given, pdfSize: pdf.length };

  test('is referred to; its XBIN has the same identifier', async () => {
    const attached = await attachStatement(await make(type), statementOf(), withPdf);
    expect(attached.reference?.description).toBe('Samarbejdsniveau 3 (somatik 1.0.0) 2026-01-20.pdf');
    const { letters } = await openMessage(attached.bytes, schemaOption);
    const [known] = letters;
    if (known === undefined) throw new Error('no letter');
    expect(missingAttachments(known, [])).toMatchObject([
      { code: 'letter-attachment-missing', place: { xpath: `${known.place.xpath}/Reference[1]/BIN` } },
    ]);
    const { bytes } = await writeAttachment(attached, pdf, options.time);
    const xbin = await readXbin(bytes);
    expect(xbin.type).toBe(type === 'XREF15' ? 'XBIN02' : 'XBIN01');
    expect(Buffer.from(xbin.objects[0]?.bytes ?? []).equals(pdf)).toBe(true);
    expect(
      missingAttachments(
        known,
        xbin.objects.map(({ identifier }) => identifier),
      ),
    ).toEqual([]);
  });

  test('twice changes nothing; replaced, it is as if attached first; side by side with another variant', async () => {
    const bytes = await make(type);
    const first = await attachStatement(bytes, statementOf(), withPdf);
    expect((await attachStatement(first.bytes, statementOf(), withPdf)).changed).toBe(false);
    const newer = fullStatement('y');
    const replaced = await attachStatement(first.bytes, newer, { ...given, pdfSize: 9 });
    expect(same(replaced.bytes, (await attachStatement(bytes, newer, { ...given, pdfSize: 9 })).bytes)).toBe(true);
    const both = await attachStatement(first.bytes, statementOf({}, 'psykiatri', '4'), withPdf);
    expect(
      Buffer.from(both.bytes)
        .toString('latin1')
        .match(/<RefDescription>/g),
    ).toHaveLength(2);
  });
});

describe('the place', () => {
  test.each([
    [
      '<RelevantClinicalInformation/>',
      '<RelevantClinicalInformation><Anamnesis>BLOCK</Anamnesis></RelevantClinicalInformation>',
    ],
    [
      '<RelevantClinicalInformation><Anamnesis /></RelevantClinicalInformation>',
      '<RelevantClinicalInformation><Anamnesis >BLOCK</Anamnesis></RelevantClinicalInformation>',
    ],
    [
      '<RelevantClinicalInformation> <Anamnesis> </Anamnesis></RelevantClinicalInformation>',
      '<RelevantClinicalInformation> <Anamnesis> BLOCK</Anamnesis></RelevantClinicalInformation>',
    ],
    [
      '<RelevantClinicalInformation><Anamnesis>æ</Anamnesis></RelevantClinicalInformation>',
      '<RelevantClinicalInformation><Anamnesis>æ<Break/><Break/>BLOCK</Anamnesis></RelevantClinicalInformation>',
    ],
    [
      '<RelevantClinicalInformation></RelevantClinicalInformation>',
      '<RelevantClinicalInformation><Anamnesis>BLOCK</Anamnesis></RelevantClinicalInformation>',
    ],
    [
      '<RelevantClinicalInformation><Anamnesis>\r\n\t</Anamnesis></RelevantClinicalInformation>',
      '<RelevantClinicalInformation><Anamnesis>\r\n\tBLOCK</Anamnesis></RelevantClinicalInformation>',
    ],
    [
      '<RelevantClinicalInformation><Anamnesis> <Break/></Anamnesis></RelevantClinicalInformation>',
      '<RelevantClinicalInformation><Anamnesis> <Break/><Break/><Break/>BLOCK</Anamnesis></RelevantClinicalInformation>',
    ],
    ['', '<RelevantClinicalInformation><Anamnesis>BLOCK</Anamnesis></RelevantClinicalInformation>'],
  ])('%j becomes %j', async (before, after) => {
    const whole = Buffer.from(await make('XREF15')).toString('latin1');
    const bare = whole.replace(/<RelevantClinicalInformation>.*<\/RelevantClinicalInformation>/s, before);
    const { bytes } = await attachStatement(Buffer.from(bare, 'latin1'), statementOf(), given);
    const made = Buffer.from(bytes).toString('latin1');
    const block = /Differentieringsmodellen somatik.*kontrol [0-9a-f]{8}\)\./s.exec(made)?.[0] ?? '';
    expect(made.replace(block, 'BLOCK')).toBe(
      whole.replace(/<RelevantClinicalInformation>.*<\/RelevantClinicalInformation>/s, after),
    );
  });
});

test('a wrong GLN of the sender is said, and does not stop the level', async () => {
  const bytes = Buffer.from(
    Buffer.from(await make('XDIS91'))
      .toString('latin1')
      .replace('5790001382445', '5790001382446'),
    'latin1',
  );
  const { warnings, changed } = await attachStatement(bytes, statementOf(), given);
  expect(changed).toBe(true);
  expect(warnings).toEqual([
    { code: 'letter-gln-impossible', place: { xpath: '/Emessage/ClinicalEmail/Sender/EANIdentifier' } },
  ]);
});
