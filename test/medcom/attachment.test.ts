import { expect, test } from 'vitest';
import { attachStatement } from '../../src/medcom/attach/attach.ts';
import { writeAttachment } from '../../src/medcom/attach/attachment.ts';
import { composeLetter } from '../../src/medcom/new-letter/letter.ts';
import { readLetters } from '../../src/medcom/read/read.ts';
import { readPdfBlock } from '../../src/pdf/block-file.ts';
import { loadFonts } from '../../src/pdf/fonts.ts';
import { pdf } from '../../src/pdf/pdf.ts';
import { loadModel } from '../../src/profiles.ts';
import type { Citizen } from '../../src/scoring/types.ts';
import { nancy, noSuggestion, options, parties, statementOf } from './statements.ts';

const replacement = { system: 'urn:oid:1.2.208.176.1.6.1.1', value: '010101AB12' };
const both: Citizen = { ...nancy, replacement, identifiers: [...nancy.identifiers, replacement] };
const replacementOnly: Citizen = { ...both, cpr: undefined, identifiers: [replacement] };

test.each<[string, Citizen, Citizen]>([
  ['CPR, response with the CPR', nancy, nancy],
  ['CPR, response with CPR and replacement number', nancy, both],
  ['replacement number, response with that alone', replacementOnly, replacementOnly],
  ['replacement number, response with the CPR too', replacementOnly, both],
])('the PDF that goes with a letter with a %s reads back from its XBIN', async (_, inLetter, inResponse) => {
  const { bytes } = await composeLetter(
    'XDIS91',
    statementOf({ citizen: inLetter }, 'psykiatri', '0'),
    parties,
    options,
  );
  const statement = statementOf({ citizen: inResponse });
  const page = await pdf(statement, noSuggestion, loadFonts());
  const attached = await attachStatement(bytes, statement, { pdfSize: page.length });
  const xbin = await writeAttachment(attached, page, options.time);
  const readings = await readLetters(loadModel(), xbin.bytes, { pdfBlock: readPdfBlock });
  expect(readings.map(({ levels }) => levels.map(({ variant, level }) => [variant.code, level.code]))).toEqual([
    [['somatik', '3']],
  ]);
});
