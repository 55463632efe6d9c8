import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findBlocks } from '../../src/medcom/block/find.ts';
import { writeBlock } from '../../src/medcom/block/write.ts';
import { number, plain, professional, readLevel, textOf } from './our-reader.ts';
import { comesBack, readBlocks, squeezedTyped } from './read-block.ts';
import { everyLevel, factorsOf, fullStatement, nancy, statementOf } from './statements.ts';

// A larger run: NIVEAU_PROPERTY_RUNS=100000.
const runs = Number(process.env.NIVEAU_PROPERTY_RUNS ?? 200);

describe('typed words', () => {
  const other = textOf(writeBlock(statementOf({}, 'psykiatri', '4'), number, plain));
  const pieces = [
    'Differentieringsmodellen ',
    'Slut på ',
    'Differentieringsmodellen somatik: samarbejdsniveau 4 af 0-4, aftalt 20.01.2026',
    'Slut på Differentieringsmodellen (model 1.0.0, form 2, 2026-01-20T10:30:00+01:00, kontrol ',
    'Slut på Differentieringsmodellen (model 1.0.0, form 2, 2026-01-20T10:30:00+01:00, kontrol 10170fa3).',
    'Anbefalinger til samarbejdet (1):',
    '1. Henvisning og epikrise (almen praksis, hospitaler)',
    '. Besluttet: nej',
    'Begrundelse: »',
    'Vurderet af Anne 20.01.2026: niveau 0.',
    ...['»', '«', '««', '«.', ' ', '\n', '\r\n', '\r', '\t', '\u00a0', '\\', '\\\n'],
    ...['æøåÆØÅ', 'é€😀', '–…“”', '<Break/>', '&#10;', nancy.cpr ?? '', other],
  ];
  const typed = fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 8 })), { minLength: 1, maxLength: 12 })
    .map((parts) => parts.join(''));
  const statement = fc
    .record({ level: fc.constantFrom(...everyLevel), reason: typed, remark: typed, comment: typed, name: typed })
    .map(({ level: { variant, level }, reason, remark, comment, name }) => {
      const full = fullStatement(reason, variant.code, level.code);
      const participation = full.participation && { ...full.participation, remark };
      return { ...full, participation, comment, professional: professional(name) };
    });

  test('made of pieces of a block are read as words, and give no other block', () => {
    fc.assert(
      fc.property(statement, (given) => {
        const block = writeBlock(given, number, plain);
        expect(block.lines.every((line) => !/[\r\n]/.test(line))).toBe(true);
        const [read, ...more] = readBlocks(textOf(block), number);
        expect(more).toEqual([]);
        expect(read).toMatchObject({ variant: given.variant.code, level: given.level.code, basis: 'aftalt' });
        expect(read?.typed).toMatchObject({
          reason: squeezedTyped(given.assessed?.reason ?? ''),
          remark: squeezedTyped(given.participation?.remark ?? ''),
          coordinator: squeezedTyped(given.coordinator ?? ''),
          comment: squeezedTyped(given.comment),
        });
        const ours = readLevel(textOf(block), given);
        expect(ours).toMatchObject({
          level: given.level,
          actions: given.actions.map(({ action, decision }) => ({ action, decision })),
          assessor: comesBack(given.professional.display),
          comment: comesBack(given.comment),
          coordinator: comesBack(given.coordinator ?? ''),
          participation: { remark: comesBack(given.participation?.remark ?? '') },
          assessed: { reason: comesBack(given.assessed?.reason ?? '') },
        });
      }),
      { numRuns: runs },
    );
  });

  test('and everything else read the same wherever another system cut or joined the block', () => {
    const cut = fc.record({
      given: statement,
      cuts: fc.array(
        fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), by: fc.constantFrom(' ', '\n', '\r\n  ', '\t') }),
        { maxLength: 40 },
      ),
      joined: fc.boolean(),
    });
    fc.assert(
      fc.property(cut, ({ given, cuts, joined }) => {
        const block = writeBlock(given, number, plain);
        let text = block.lines.join(joined ? '' : ' ');
        for (const { at, by } of cuts) {
          const place = Math.floor(at * text.length);
          text = text.slice(0, place) + by + text.slice(place);
        }
        expect(squeezedLevel(readLevel(text, given))).toEqual(squeezedLevel(readLevel(textOf(block), given)));
      }),
      { numRuns: runs },
    );
  });
});

/** What was read, in short: codes, and typed words without white space. */
function squeezedLevel(told: ReturnType<typeof readLevel>): string {
  if (told === undefined) throw new Error('not read');
  const { level, basis, day, authored, assessed, assessor, agreed, participation, actions, factors, tools } = told;
  const parts = [
    ...[level.code, basis, day, authored, assessed?.level.code, assessed?.reason, assessor],
    ...[agreed?.level.code, agreed?.date, agreed?.parties.map(({ code }) => code)],
    ...[participation?.concept.code, participation?.remark, told.coordinator, told.reassessment, told.comment],
    tools.map(({ code }) => code),
    actions.map(({ action, decision, reason }) => [action.code, decision?.code, reason]),
    factors.map(({ factor, rating, weight }) => [factor.code, rating, weight]),
  ];
  return JSON.stringify(parts).replaceAll(' ', '');
}

describe.each(everyLevel.filter(({ level }) => level.code === '3'))(
  'a block of $variant.code $level.code',
  ({ variant, level }) => {
    const full = fullStatement('Ønsket »af« datteren', variant.code, level.code);
    const statement = {
      ...full,
      factors: factorsOf(variant.code, [3, 1, 0, undefined, 2, 4]),
      professional: professional('Anne B. Øst'),
    };
    const text = textOf(writeBlock(statement, number, plain));
    const whole = squeezedLevel(readLevel(text, statement));

    test('reads the same when it is cut by white space at any place', () => {
      for (let at = 1; at < text.length; at += 1) {
        const again = readLevel(`${text.slice(0, at)}\n${text.slice(at)}`, statement);
        if (squeezedLevel(again) !== whole) expect.fail(`read otherwise when cut at ${at}`);
      }
    });

    test('gives nothing when any of its characters is lost', () => {
      for (let at = 0; at < text.length; at += 1) {
        if (/\s/.test(text.charAt(at))) continue;
        const { valid } = findBlocks(text.slice(0, at) + text.slice(at + 1), number);
        if (valid.length > 0) expect.fail(`read without the character at ${at}`);
      }
    });
  },
);
