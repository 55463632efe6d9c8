import { describe, expect, test } from 'vitest';
import { attachStatement } from '../../src/medcom/attach/attach.ts';
import { writeAttachment } from '../../src/medcom/attach/attachment.ts';
import { writeBlock } from '../../src/medcom/block/write.ts';
import { composeLetter } from '../../src/medcom/new-letter/letter.ts';
import { readLetters } from '../../src/medcom/read/read.ts';
import { loadModel } from '../../src/profiles.ts';
import { refusalOf } from './refusal.ts';
import { nancy, options, parties, statementOf } from './statements.ts';

const model = loadModel();
const pdf = Buffer.from('%PDF-1.7 æ');
const none = [{ code: 'no-block', place: '/Emessage' }];

/** The attachment that goes with a letter about a level, and the block that its PDF would hold. */
async function attachment() {
  const other = statementOf({}, 'psykiatri', '0');
  const { bytes } = await composeLetter('XDIS91', other, parties, options);
  const attached = await attachStatement(bytes, statementOf(), { pdfSize: pdf.length });
  const written = await writeAttachment(attached, pdf, options.time);
  const { lines } = writeBlock(statementOf(), nancy.cpr ?? '', { plain: false, brief: false });
  return { bytes: written.bytes, block: lines.join('\n') };
}

describe('an attachment is read', () => {
  test('by the block in its PDF, about the letter’s citizen', async () => {
    const { bytes, block } = await attachment();
    const looked: Buffer[] = [];
    const readings = await readLetters(model, bytes, {
      pdfBlock: (file) => {
        looked.push(Buffer.from(file));
        return block;
      },
    });
    expect(looked).toEqual([pdf]);
    expect(readings).toMatchObject([
      {
        type: 'XBIN01',
        sender: '5790001382445',
        citizen: { value: nancy.cpr },
        levels: [{ variant: { code: 'somatik' }, level: { code: '3' } }],
        withdrawals: [],
        recommendations: [],
      },
    ]);
  });

  test('as one without a level, where its PDF holds no block, another citizen’s, or is not looked into', async () => {
    const { bytes, block } = await attachment();
    expect(await refusalOf(() => readLetters(model, bytes, { pdfBlock: () => undefined }))).toEqual(none);
    expect(
      await refusalOf(() => readLetters(model, bytes, { pdfBlock: () => block.replace('niveau 3', 'niveau 4') })),
    ).toEqual(none);
    expect(await refusalOf(() => readLetters(model, bytes))).toEqual(none);
  });

  test('without looking into files that are no PDF', async () => {
    const { bytes, block } = await attachment();
    const text = Buffer.from(bytes).toString('latin1');
    const image = text.replaceAll('>pdf<', '>png<').replaceAll('vektor_grafik', 'billede');
    expect(image).not.toBe(text);
    const looked: unknown[] = [];
    const found = await refusalOf(() =>
      readLetters(model, Buffer.from(image, 'latin1'), {
        pdfBlock: (file) => {
          looked.push(file);
          return block;
        },
      }),
    );
    expect([found.length, looked]).toEqual([1, []]);
  });

  test('only where it is one: a letter that speaks of an attachment is a letter', async () => {
    const { bytes } = await composeLetter('XDIS91', statementOf({ comment: 'Object_Base64Encoded' }), parties, options);
    const [reading] = await readLetters(model, bytes, { pdfBlock: () => undefined });
    expect([reading?.type, reading?.levels.length]).toEqual(['XDIS91', 1]);
  });
});
