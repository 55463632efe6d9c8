import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeBlock } from '../../src/medcom/block/write.ts';
import { collapse, readBlocks } from './read-block.ts';
import { refusalOf } from './refusal.ts';
import { everyLevel, fullStatement, nancy, statementOf, variantOf } from './statements.ts';

const number = '0101010001';
const bindings = { must: 'skal', 'must-unless-documented': 'skal overvejes', could: 'kan' };

describe('the block', () => {
  test('has the lines of the grammar in a fixed order', () => {
    expect(writeBlock(fullStatement('Ønsket af »datteren«'), number)).toEqual([
      'Differentieringsmodellen somatik 1.0.0: samarbejdsniveau 3 (aftalt) 2026-01-22',
      'Borgerens mestring: »Deltager men har behov for en tæt koordineret indsats«.',
      'Handlinger (5), forslag til parterne:',
      '1. skal: »Henvisning og epikrise«.',
      '2. skal: »Orientering til/fra kommunen«.',
      '3. skal: »Information til borgeren«.',
      '4. kan: »Evt. behov for netværksmøde/udskrivningskonference«. Beslutning: ja. Begrundelse: »Ønsket af »datteren«««.',
      '5. skal: »Udpegning af koordinerende fagperson«.',
      'Borgerens deltagelse: »Pårørende deltog på borgerens vegne«. Bemærkning: »Ønsket af »datteren«««.',
      'Vurderet: niveau 2 den 2026-01-20.',
      'Begrundelse for niveauet: »Ønsket af »datteren«««.',
      'Aftalt: niveau 3 den 2026-01-22 mellem »almen praksis«, »kommune«.',
      'Koordinerende fagperson: »Ønsket af »datteren«««.',
      'Revurderes: 2026-07-01.',
      'Redskaber: »TOBS«.',
      'Redskaber: »3303«.',
      'Kommentar: »Ønsket af »datteren«««.',
      'Modellen er et dialogredskab med anbefalinger og kan ikke stå alene.',
      expect.stringMatching(/^Differentieringsmodellen slut \(form 1\), kontrol [0-9a-f]{8}\.$/),
    ]);
  });

  test.each(everyLevel)(
    'of $variant.code $level.code reads back with its own texts and actions',
    ({ variant, level }) => {
      const [read, ...more] = readBlocks(
        writeBlock(statementOf({}, variant.code, level.code), number).join(' '),
        number,
      );
      expect(more).toEqual([]);
      expect(read).toMatchObject({
        variant: variant.code,
        version: variant.version,
        level: level.code,
        status: 'vurderet',
        date: '2026-01-20',
        basis: level.texts.map(({ label, text }) => ({ label: label.da, text: collapse(text.da) })),
        actions: level.actions.map(({ strength, text }) => ({
          binding: bindings[strength],
          text: collapse(text.da),
          decision: strength === 'must' ? undefined : 'afventer',
          reason: undefined,
        })),
        assessed: undefined,
        agreed: undefined,
      });
    },
  );

  test.each(everyLevel)('of $variant.code $level.code fits in one Text01 and leaves room', ({ variant, level }) => {
    expect(writeBlock(statementOf({}, variant.code, level.code), number).join('\n').length).toBeLessThan(1_500);
  });

  test('says what was assessed only beside an agreed level, and its reason always', () => {
    const [level] = variantOf('somatik').levels;
    if (level === undefined) throw new Error('no level');
    const block = writeBlock(statementOf({ assessed: { level, reason: 'klarer sig' } }), number);
    expect(block).toContain('Begrundelse for niveauet: »klarer sig«.');
    expect(block.some((line) => line.startsWith('Vurderet') || line.startsWith('Aftalt'))).toBe(false);
  });

  test('names no parties where none agreed', () => {
    const agreed = { ...fullStatement('x').agreed, parties: [] };
    const { level } = fullStatement('x');
    const block = writeBlock({ ...fullStatement('x'), agreed: { date: undefined, ...agreed, level } }, number);
    expect(block).toContain('Aftalt: niveau 3 den 2026-01-22.');
  });

  test('holds the citizen: it does not read for another number', () => {
    const text = writeBlock(statementOf(), number).join(' ');
    expect(readBlocks(text, number)).toHaveLength(1);
    expect(readBlocks(text, '0202020002')).toEqual([]);
  });

  test('does not read when a word was changed', () => {
    const text = writeBlock(statementOf(), number).join(' ');
    expect(readBlocks(text.replace('samarbejdsniveau 3', 'samarbejdsniveau 2'), number)).toEqual([]);
    expect(readBlocks(text.replace('Henvisning', 'Visning'), number)).toEqual([]);
  });

  test('is refused where a date is a month or a year alone', async () => {
    const place = (linkId: string) => `QuestionnaireResponse.descendants().where(linkId = '${linkId}')`;
    const partial = { ...fullStatement('x'), reassessment: '2026-07' };
    expect(await refusalOf(() => writeBlock(partial, number))).toEqual([
      { code: 'letter-date-partial', place: place('revurdering') },
    ]);
    const agreed = { ...fullStatement('x'), day: '2026' };
    expect(await refusalOf(() => writeBlock(agreed, number))).toEqual([
      { code: 'letter-date-partial', place: place('aftale.dato') },
    ]);
  });
});

describe('typed words', () => {
  const other = writeBlock(statementOf({}, 'psykiatri', '4'), number).join('\n');
  const pieces = [
    'Differentieringsmodellen ',
    'Differentieringsmodellen somatik 1.0.0: samarbejdsniveau 4 (aftalt) 2026-01-20',
    'Differentieringsmodellen slut (form 1), kontrol ',
    'Differentieringsmodellen slut (form 1), kontrol 10170fa3.',
    'Handlinger (1), forslag til parterne:',
    '1. skal: »Henvisning og epikrise«. ',
    ' Beslutning: nej.',
    'Begrundelse: »',
    '»',
    '«',
    '««',
    '«.',
    ' ',
    '\n',
    '\r\n',
    '\r',
    '\t',
    '\u00a0',
    'æøåÆØÅ',
    'é€😀',
    '<Break/>',
    '&#10;',
    nancy.cpr ?? '',
    other,
  ];
  const typed = fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 8 })), { minLength: 1, maxLength: 12 })
    .map((parts) => parts.join(''));

  test('made of pieces of a block are read as words, and give no other block', () => {
    fc.assert(
      fc.property(typed, typed, typed, (reason, remark, comment) => {
        const full = fullStatement(reason);
        const participation = full.participation && { ...full.participation, remark };
        const block = writeBlock({ ...full, participation, comment }, number);
        expect(block.every((line) => !/[\r\n]/.test(line))).toBe(true);
        const [read, ...more] = readBlocks(block.join('\n'), number);
        expect(more).toEqual([]);
        expect(read).toMatchObject({ variant: 'somatik', level: '3', status: 'aftalt', actions: { length: 5 } });
        expect(read?.actions[3]?.reason).toBe(collapse(reason));
        expect(read?.labelled).toEqual([
          { label: 'Borgerens deltagelse', text: 'Pårørende deltog på borgerens vegne', remark: collapse(remark) },
          { label: 'Begrundelse for niveauet', text: collapse(reason), remark: undefined },
          { label: 'Koordinerende fagperson', text: collapse(reason), remark: undefined },
          { label: 'Redskaber', text: 'TOBS', remark: undefined },
          { label: 'Redskaber', text: '3303', remark: undefined },
          { label: 'Kommentar', text: collapse(comment), remark: undefined },
        ]);
      }),
      { numRuns: 500 },
    );
  });
});
