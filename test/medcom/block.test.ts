import { describe, expect, test } from 'vitest';
import { findBlocks } from '../../src/medcom/block/find.ts';
import { parseLevel } from '../../src/medcom/block/parse.ts';
import { writeBlock, writeRecommendation, writeWithdrawal } from '../../src/medcom/block/write.ts';
import type { LevelStatement } from '../../src/scoring/types.ts';
import { forged, number, plain, professional, readLevel, textOf, weights } from './our-reader.ts';
import { comesBack, readBlocks, sourceLines } from './read-block.ts';
import { refusalOf } from './refusal.ts';
import { everyLevel, factorsOf, fullStatement, statementOf, suggestedOf, variantOf } from './statements.ts';

const linesOf = (statement: LevelStatement, form = plain) => writeBlock(statement, number, form).lines;
const endOf = (variant: string) =>
  expect.stringMatching(
    new RegExp(
      `^Slut på Differentieringsmodellen \\(model ${variant}, form 2, 2026-01-20T10:30:00\\+01:00, kontrol [0-9a-f]{8}\\)\\.$`,
    ),
  );

describe('the block', () => {
  test('has the lines of the grammar in a fixed order', () => {
    const statement = {
      ...fullStatement('Ønsket af »datteren«'),
      factors: factorsOf('somatik', [3, 1, 3, undefined, 2, 4]),
    };
    expect(linesOf({ ...statement, professional: professional('Michael Burns') })).toEqual([
      'Differentieringsmodellen somatik: samarbejdsniveau 3 af 0-4, aftalt 22.01.2026',
      'Borgerens mestring: Deltager men har behov for en tæt koordineret indsats',
      'Vurderet af Michael Burns 20.01.2026: niveau 2. Begrundelse: »Ønsket af »datteren«««',
      'Aftalt 22.01.2026 mellem almen praksis, kommune: niveau 3.',
      'Pårørende deltog på borgerens vegne. Bemærkning: »Ønsket af »datteren«««',
      'Belastning efter ressourcer (0 ingen, 4 fuldstændig): sværhedsgrad af sygdom(me) 3 (afgørende), sociale problematikker 1, grad af støttende netværk 3, samarbejde om egen sygdom ikke vurderet, funktionsniveau 2, sygdomserkendelse og -forståelse 4.',
      'Anbefalinger til samarbejdet (5):',
      '1. Henvisning og epikrise (almen praksis, hospitaler)',
      '2. Orientering til/fra kommunen (kommune, almen praksis, hospitaler)',
      '3. Information til borgeren (borger og netværk)',
      '4. Evt. behov for netværksmøde/udskrivningskonference (almen praksis, hospitaler, kommune, borger og netværk). Besluttet: ja. Begrundelse: »Ønsket af »datteren«««',
      '5. Udpegning af koordinerende fagperson (almen praksis, hospitaler, kommune)',
      'Koordinerende fagperson: »Ønsket af »datteren«««',
      'Revurderes 01.07.2026.',
      'Redskaber: TOBS, 3303.',
      'Kommentar: »Ønsket af »datteren«««',
      'Modellen er et dialogredskab med anbefalinger og kan ikke stå alene.',
      endOf('1.0.0'),
    ]);
  });

  test.each(everyLevel)(
    'of $variant.code $level.code has the words of the profiles, and reads back',
    ({ variant, level }) => {
      const statement = statementOf({}, variant.code, level.code);
      const block = writeBlock(statement, number, plain);
      const { texts, actions } = sourceLines(variant.code, level.code);
      expect(block.lines.slice(1, 1 + texts.length)).toEqual(texts);
      const undecided = block.lines.map((line) => line.replace('. Besluttet: afventer', ''));
      expect(undecided.filter((line) => /^\d\. /.test(line))).toEqual(actions);
      expect(readBlocks(textOf(block), number)).toMatchObject([
        { variant: variant.code, version: variant.version, level: level.code, basis: 'vurderet', day: '2026-01-20' },
      ]);
      const { citizen: _, identity: __, status: ___, professional: ____, ...more } = statement;
      const { encounter: _____, basedOn: ______, ...told } = more;
      expect(readLevel(textOf(block), statement)).toEqual({ ...told, assessor: undefined, brief: false });
    },
  );

  test.each(everyLevel)('of $variant.code $level.code fits in one Text01 and leaves room', ({ variant, level }) => {
    const statement = statementOf(
      { factors: factorsOf(variant.code, [1, 2, 3, 4, 0, undefined]) },
      variant.code,
      level.code,
    );
    expect(textOf(writeBlock(statement, number, plain)).length).toBeLessThan(
      variant.code === 'somatik' ? 1_520 : 2_570,
    );
  });

  test('of a suggestion says that it is only that', () => {
    const lines = linesOf(suggestedOf('somatik', '3'));
    expect(lines[0]).toBe('Differentieringsmodellen somatik: samarbejdsniveau 3 af 0-4, kun forslag 20.01.2026');
    expect(lines).toContain('Beregnet forslag: hverken vurderet af en fagperson eller aftalt.');
    expect(readLevel(lines.join(' '), suggestedOf('somatik', '3'))).toMatchObject({
      basis: 'forslag',
      assessed: undefined,
    });
  });

  test('names no parties where none agreed', () => {
    const full = fullStatement('x');
    const agreed = { level: full.level, parties: [], date: undefined };
    expect(linesOf({ ...full, agreed })).toContain('Aftalt 22.01.2026: niveau 3.');
  });

  test.each<[string, string]>([
    ['Michael Burns', 'Michael Burns'],
    ['Anne-Marie O’Brien', "Anne-Marie O'Brien"],
    ['Åse B. Øst', 'Åse B. Øst'],
    ['Ole Hansen, overlæge', '»Ole Hansen, overlæge«'],
    ['R2 D2', '»R2 D2«'],
    ['Anne: niveau', '»Anne: niveau«'],
    ['to\nlinjer', '»to\nlinjer«'],
    ['-', '»-«'],
  ])('names a professional called %j as %s', (name, written) => {
    const statement = statementOf({ professional: professional(name) });
    const text = textOf(writeBlock(statement, number, plain));
    expect(text).toContain(`\nVurderet af ${written} 20.01.2026: niveau 3.\n`);
    expect(readLevel(text, statement)?.assessor).toBe(comesBack(name));
  });

  test('leaves out factors, reasons and comment where it is to be brief, and says so', () => {
    const statement = { ...fullStatement('lang tekst'), factors: factorsOf('somatik', [1, 1, 1, 1, 1, 1]) };
    const lines = linesOf(statement, { plain: true, brief: true });
    expect(lines).toContain('Belastning, begrundelser og kommentar er udeladt.');
    expect(lines.filter((line) => /Kommentar:|Begrundelse:|efter ressourcer/.test(line))).toEqual([]);
    expect(lines).toContain('Pårørende deltog på borgerens vegne. Bemærkning: »lang tekst«');
    expect(lines).toContain('Koordinerende fagperson: »lang tekst«');
    expect(readLevel(lines.join(' '), statement)).toMatchObject({ brief: true, factors: [], comment: undefined });
  });

  test('holds the citizen: it does not read for another number', () => {
    const text = textOf(writeBlock(statementOf(), number, plain));
    expect(findBlocks(text, number).valid).toHaveLength(1);
    expect(findBlocks(text, '0202020002')).toMatchObject({ valid: [], changed: [{ variant: 'somatik' }] });
  });

  test('does not read when a word was changed', () => {
    const text = textOf(writeBlock(statementOf(), number, plain));
    for (const [from, to] of [
      ['niveau 3 af', 'niveau 2 af'],
      ['Henvisning', 'Visning'],
      ['20.01', '21.01'],
      ['T10:30:00', 'T10:30:01'],
    ] as const) {
      expect(findBlocks(text.replace(from, to), number).valid).toEqual([]);
    }
  });

  test('is refused where a date is a month or a year alone', async () => {
    const place = (linkId: string) => `QuestionnaireResponse.descendants().where(linkId = '${linkId}')`;
    expect(await refusalOf(() => linesOf({ ...fullStatement('x'), reassessment: '2026-07' }))).toEqual([
      { code: 'letter-date-partial', place: place('revurdering') },
    ]);
    expect(await refusalOf(() => linesOf({ ...fullStatement('x'), day: '2026' }))).toEqual([
      { code: 'letter-date-partial', place: place('aftale.dato') },
    ]);
  });

  test('tells the time of the assessment to the second, and its day in Denmark', () => {
    const late = statementOf({ authored: '2026-01-20T23:30:00.987Z', day: '2026-01-21' });
    const text = textOf(writeBlock(late, number, plain));
    expect(text).toContain('Vurderet 21.01.2026: niveau 3.');
    expect(text).toContain(', form 2, 2026-01-20T23:30:00Z, kontrol ');
    expect(readLevel(text, late)).toMatchObject({ day: '2026-01-21', authored: '2026-01-20T23:30:00Z' });
  });
});

describe('characters', () => {
  const words = 'a – b — c − d “e” „f” ‘g’ h… 5\u00a0kg 10 € • i';
  const simple = `a - b - c - d "e" "f" 'g' h... 5 kg 10 EUR - i`;

  test('have their plain form in a letter of a single-byte encoding, and in no other', () => {
    const statement = statementOf({ comment: words });
    expect(linesOf(statement)).toContain(`Kommentar: »${simple}«`);
    expect(linesOf(statement, { plain: false })).toContain(`Kommentar: »${words}«`);
    expect(readLevel(linesOf(statement).join(' '), statement)?.comment).toBe(simple);
    expect(readLevel(linesOf(statement, { plain: false }).join(' '), statement)?.comment).toBe(words);
  });

  test('that have none and are outside the encoding are told, each once', () => {
    expect(writeBlock(statementOf({ comment: 'Łódź Łódź 😀' }), number, plain).outside).toEqual([
      'U+0141',
      'U+017A',
      'U+1F600',
    ]);
    expect(writeBlock(statementOf({ comment: words }), number, plain).outside).toEqual([]);
    expect(writeBlock(statementOf({ comment: 'Ł' }), number, { plain: false }).outside).toEqual([]);
  });

  test('at the end of a typed line that EDIFACT would take for its own have a blank behind them', () => {
    const statement = statementOf({ comment: 'C:\\\nD:\\' });
    expect(linesOf(statement).slice(-4, -2)).toEqual(['Kommentar: »C:\\ ', 'D:\\«']);
    expect(readLevel(linesOf(statement).join('\n'), statement)?.comment).toBe('C:\\ D:\\');
  });
});

test('a block tells its typed answers, the longest first', () => {
  const { answers } = writeBlock({ ...fullStatement('kort'), comment: 'en længere tekst' }, number, plain);
  expect(answers().slice(0, 2)).toEqual([
    { linkId: 'kommentar', length: 16 },
    { linkId: 'niveau.begrundelse', length: 4 },
  ]);
});

describe('a block with the right kontrol', () => {
  const agreed = textOf(writeBlock(fullStatement('x'), number, plain));
  const model = { variant: variantOf('somatik'), weights };

  test.each<[string, string | RegExp, string]>([
    ['a line that the grammar does not have', 'Revurderes', 'Nyt felt: »med ord«\nRevurderes'],
    ['words behind a line', 'Revurderes 01.07.2026.', 'Revurderes 01.07.2026. Måske.'],
    ['words behind the level’s own', 'koordineret indsats', 'koordineret indsats og mere'],
    ['another action', 'Henvisning og epikrise', 'Henvisning'],
    ['an action too few', /5\. Udpegning[^\n]*\n/, ''],
    ['another number of actions', 'samarbejdet (5)', 'samarbejdet (4)'],
    ['a party that there is not', 'mellem almen praksis', 'mellem region'],
    ['a decision that there is not', 'Besluttet: ja', 'Besluttet: måske'],
    ['a line twice', 'Revurderes', 'Revurderes 02.07.2026.\nRevurderes'],
    ['a level that there is not', 'niveau 3 af', 'niveau 7 af'],
    ['another scale', 'af 0-4', 'af 0-5'],
    ['another basis than its lines', 'aftalt 22', 'vurderet 22'],
    ['another level than its lines', 'kommune: niveau 3', 'kommune: niveau 2'],
    ['another day than its lines', 'Aftalt 22', 'Aftalt 23'],
    ['an assessment of another day than its time', 'Vurderet 20', 'Vurderet 19'],
    ['no agreement', /Aftalt[^\n]*\n/, ''],
    ['no caveat', /Modellen er[^\n]*\n/, ''],
    ['no source words', /Borgerens mestring[^\n]*\n/, ''],
    ['a day that there is not', '01.07.2026', '31.06.2026'],
    ['a typed text without its quotes', '»x«\nAftalt', 'x\nAftalt'],
    ['no actions at all', /Anbefalinger til.*(?=Koordinerende)/s, ''],
    ['an assessment of a level that there is not', '01.2026: niveau 2', '01.2026: niveau 7'],
    ['an assessment of a day that there is not', 'Vurderet 20.01', 'Vurderet 32.01'],
    ['an agreement of a day that there is not', 'Aftalt 22.01', 'Aftalt 32.01'],
    ['an agreement on a level that there is not', 'kommune: niveau 3', 'kommune: niveau 7'],
    ['a tool that there is not', 'TOBS, 3303', 'TOBS, 3304'],
    ['no tools under their label', 'Redskaber: TOBS, 3303.', 'Redskaber: .'],
    [
      'words that only a suggestion has',
      'Pårørende',
      'Beregnet forslag: hverken vurderet af en fagperson eller aftalt.\nPårørende',
    ],
  ])('is not understood with %s', (_, from, to) => {
    expect(parseLevel(forged(agreed, from, to), model)).toBeUndefined();
  });

  test('is understood whatever the order of its lines', () => {
    const block = forged(agreed, /(Revurderes[^\n]*\n)(Redskaber[^\n]*\n)/, '$2$1');
    expect(parseLevel(block, model)).toMatchObject({
      reassessment: '2026-07-01',
      tools: [{}, {}],
    });
  });
});

describe('a block of another kind', () => {
  test('asks the citizen’s own GP for actions', () => {
    const statement = fullStatement('ønsket');
    const { lines } = writeRecommendation(statement, statement.actions.slice(2, 4), number, plain);
    expect(lines).toEqual([
      'Differentieringsmodellen somatik: egen læge bedes 22.01.2026',
      '1. Information til borgeren (borger og netværk)',
      '2. Evt. behov for netværksmøde/udskrivningskonference (almen praksis, hospitaler, kommune, borger og netværk). Besluttet: ja. Begrundelse: »ønsket«',
      'Modellen er et dialogredskab med anbefalinger og kan ikke stå alene.',
      endOf('1.0.0'),
    ]);
    expect(findBlocks(lines.join(' '), number).valid).toMatchObject([{ kind: 'recommendation', day: '2026-01-22' }]);
  });

  test('takes a level back', () => {
    const { lines } = writeWithdrawal(statementOf(), '2026-02-01', number, plain);
    expect(lines).toEqual([
      'Differentieringsmodellen somatik: samarbejdsniveau trukket tilbage 01.02.2026',
      endOf('1.0.0'),
    ]);
    expect(findBlocks(lines.join(' '), number).valid).toMatchObject([{ kind: 'withdrawal', day: '2026-02-01' }]);
  });
});
