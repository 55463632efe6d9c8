import { describe, expect, test } from 'vitest';
import { attachStatement } from '../../src/medcom/attach/attach.ts';
import { writeAttachment } from '../../src/medcom/attach/attachment.ts';
import { countedText, kontrol } from '../../src/medcom/block/kontrol.ts';
import { writeBlock } from '../../src/medcom/block/write.ts';
import { composeLetter } from '../../src/medcom/new-letter/letter.ts';
import { pdfBlocksIn, readLetters } from '../../src/medcom/read/read.ts';
import { xbinOf } from '../../src/medcom/xbin/read.ts';
import { parseXml } from '../../src/medcom/xml/parse.ts';
import { loadModel } from '../../src/profiles.ts';
import { refusalOf } from './refusal.ts';
import { fullStatement, options, parties, statementOf } from './statements.ts';

const model = loadModel();

/** An epikrise with a level of 2026-01-22 that asks the GP to take one action, one character per byte. */
const epikrise = await (async () => {
  const { bytes } = await composeLetter('XDIS01', statementOf({}, 'psykiatri', '0'), parties, options);
  const asked = { recommend: ['netvaerksmoede'], priority: 'Akut' };
  return Buffer.from((await attachStatement(bytes, fullStatement('ø'), asked)).bytes).toString('latin1');
})();
const between = (tag: RegExp) => tag.exec(epikrise)?.[1] ?? '';
const recommendation = between(/<Recommendation>(.*?)<\/Recommendation>/s);
const level = between(/<Text01>(Differentieringsmodellen somatik.*?)<\/Text01>/s);

async function counts(text: string): Promise<readonly unknown[]> {
  const [reading] = await readLetters(model, Buffer.from(text, 'latin1'));
  return [reading?.levels.map(({ variant }) => variant.code), reading?.recommendations.length];
}

describe('a block is read where it belongs', () => {
  test('the levels in the text, the recommendation among the recommended actions', async () => {
    expect([recommendation, level].map((block) => block.includes('kontrol'))).toEqual([true, true]);
    expect(await counts(epikrise)).toEqual([['psykiatri', 'somatik'], 1]);
  });

  test('a recommendation that was copied into the text asks nobody', async () => {
    expect(await counts(epikrise.replace(recommendation, 'Se teksten').replace(level, recommendation))).toEqual([
      ['psykiatri'],
      0,
    ]);
  });

  test('a level that was copied into the recommended actions is none', async () => {
    expect(await counts(epikrise.replace(recommendation, level).replace(level, 'Se ovenfor'))).toEqual([
      ['psykiatri', 'somatik'],
      0,
    ]);
    const moved = epikrise.replaceAll(level, 'Se ovenfor').replace(recommendation, level);
    expect(await counts(moved)).toEqual([['psykiatri'], 0]);
  });
});

describe('the PDF of an attachment', async () => {
  const number = '0101010001';
  const { bytes } = await composeLetter('XDIS91', statementOf({}, 'psykiatri', '0'), parties, options);
  const pdf = Buffer.from('%PDF-1.7');
  const attached = await attachStatement(bytes, statementOf(), { pdfSize: pdf.length });
  const message = (await writeAttachment(attached, pdf, options.time)).bytes;
  const block = writeBlock(statementOf(), number, { plain: false, brief: false }).lines.join('\n');

  test('with a version of the model that nobody here knows is refused at the message', async () => {
    const unknown = block.replace('model 1.0.0', 'model 9.0.0');
    const counted = countedText(unknown.replace(/(.*kontrol).*/s, '$1'));
    const made = unknown.replace(/kontrol \w{8}/, `kontrol ${kontrol(number, counted)}`);
    expect(await refusalOf(() => readLetters(model, message, { pdfBlock: () => made }))).toEqual([
      { code: 'block-version-unknown', place: '/Emessage' },
    ]);
  });

  test('about a system instead of a citizen has no level, whatever stands in it', async () => {
    const system = '<SystemInformation>true</SystemInformation><Contents>Log</Contents>';
    const text = Buffer.from(message).toString('latin1');
    const about = Buffer.from(text.replace(/<Patient>.*<\/Patient>/s, system), 'latin1');
    expect(await refusalOf(() => readLetters(model, about, { pdfBlock: () => block }))).toEqual([
      { code: 'no-block', place: '/Emessage' },
    ]);
    const xbin = xbinOf((await parseXml(about)).root);
    expect([xbin.objects.length, pdfBlocksIn(xbin, () => block)]).toEqual([1, []]);
    const known = xbinOf((await parseXml(message)).root);
    expect(pdfBlocksIn(known, () => block)).toMatchObject([{ kind: 'level', variant: 'somatik' }]);
  });
});
