import { describe, expect, test } from 'vitest';
import { attachStatement } from '../../src/medcom/attach/attach.ts';
import { rowOf, rowsOf } from '../../src/medcom/attach/container.ts';
import { writeRecommendation, writeWithdrawal } from '../../src/medcom/block/write.ts';
import { composeLetter } from '../../src/medcom/new-letter/letter.ts';
import { filledLetter, tableOf } from './filled.ts';
import { number, plain } from './our-reader.ts';
import { fullStatement, options, parties, statementOf } from './statements.ts';

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const bytesOf = (text: string) => Buffer.from(text, 'latin1');
const { bytes: email } = await composeLetter('XDIS91', statementOf({}, 'psykiatri', '0'), parties, options);
const somatik = /Differentieringsmodellen somatik.*?kontrol [0-9a-f]{8}\)\./s;

describe('a level that stands in a letter already', async () => {
  const attached = latin1((await attachStatement(email, statementOf())).bytes);
  const block = somatik.exec(attached)?.[0] ?? '';

  test('has its lines with a Break between each', async () => {
    const made = somatik.exec(latin1((await attachStatement(email, statementOf())).bytes))?.[0] ?? '';
    expect(made.split('<Break/>').slice(0, 4)).toEqual([
      'Differentieringsmodellen somatik: samarbejdsniveau 3 af 0-4, vurderet 20.01.2026',
      'Borgerens mestring: Deltager men har behov for en tæt koordineret indsats',
      'Vurderet 20.01.2026: niveau 3.',
      'Borgeren deltog.',
    ]);
  });

  test.each([
    ['wrapped by another system', block.replaceAll('<Break/>', '\r\n').replaceAll(' ', '\n\t')],
    ['behind other words', `Kære kollega <Break/>${block}`],
    ['before other words', `${block} Venlig hilsen`],
    ['cut into two texts', block.replace('Anbe', 'Anbe</Text01></ClinicalInformation><ClinicalInformation><Text01>')],
  ])('is left as it is, %s', async (_, text) => {
    const bytes = bytesOf(attached.replace(block, text));
    const again = await attachStatement(bytes, statementOf());
    expect([again.changed, again.bytes === bytes]).toEqual([false, true]);
  });
});

describe('what is no level of the variant is never replaced', () => {
  const recommended = writeRecommendation(fullStatement('x'), fullStatement('x').actions.slice(3, 4), number, plain);
  test.each([
    ['a recommendation that was copied into the text', recommended.lines],
    ['a withdrawal', writeWithdrawal(statementOf(), '2026-01-21', number, plain).lines],
  ])('%s', async (_, lines) => {
    const text = latin1(email).replace(/(<Text01>)/, `$1${lines.join('<Break/>')}<Break/>`);
    const made = latin1((await attachStatement(bytesOf(text), statementOf())).bytes);
    const added = somatik.exec(made.slice(made.indexOf(lines.at(-1) ?? '')))?.[0] ?? '';
    expect(made.replace(`<ClinicalInformation><Text01>${added}</Text01></ClinicalInformation>`, '')).toBe(text);
    expect(added).toContain('samarbejdsniveau 3 af 0-4, vurderet 20.01.2026');
  });
});

test.each([
  ['XH1531R', /<RelevantClinicalInformation><CategoryCode>social<\/CategoryCode><Anamnesis>Diff/, []],
  ['XD1531L', /<ClinicalInformation><CategoryCode>social<\/CategoryCode><Text01>Diff/, []],
  ['XD1630C', /<PatientHealthSummary>Diff/, ['letter-option-unused']],
  ['XD1830C', /<ClinicalInformation>Diff/, ['letter-option-unused']],
])('a new text of %s has its category first; a letter without is told', async (version, made, told) => {
  const bytes = await filledLetter(version, 'least');
  const { bytes: attached, warnings } = await attachStatement(bytes, statementOf(), { category: 'social' });
  expect(latin1(attached)).toMatch(made);
  expect(warnings.map(({ code }) => code).filter((code) => code === 'letter-option-unused')).toEqual(told);
});

describe('the table of a letter', () => {
  test('has no rows for an element of text', () => {
    expect(rowsOf(tableOf('XD1630C').rows, 'PatientHealthSummary')).toEqual([]);
  });

  test('that lacks an element is a mistake of ours', () => {
    expect(() => rowOf(tableOf('XD1630C').rows, 'Anamnesis')).toThrow('the table has no Anamnesis');
  });
});
