import { describe, expect, test } from 'vitest';
import { attachStatement } from '../../src/medcom/attach/attach.ts';
import { composeLetter } from '../../src/medcom/new-letter/letter.ts';
import { readLetters } from '../../src/medcom/read/read.ts';
import { toStatement } from '../../src/medcom/read/to-statement.ts';
import type { Level, Model, Text, Variant } from '../../src/model/types.ts';
import { loadModel } from '../../src/profiles.ts';
import type { LevelStatement } from '../../src/scoring/types.ts';
import { refusalOf } from './refusal.ts';
import { factorsOf, fullStatement, options, parties, statementOf, suggestedOf } from './statements.ts';

const ours = loadModel();

/** Another region's words: sentences with a full stop, brackets, commas and digits, each its own. */
function reworded(text: Text): Text {
  return { ...text, da: `${text.da.toUpperCase()} – 2 (regionens, egne ord).` };
}

/** A copy in which every wording is another one. */
function inOtherWords<Thing>(thing: Thing): Thing {
  if (Array.isArray(thing)) return thing.map(inOtherWords) as Thing;
  if (thing instanceof Map) return new Map([...thing].map(([key, value]) => [key, inOtherWords(value)])) as Thing;
  if (typeof thing !== 'object' || thing === null) return thing;
  const copy = Object.fromEntries(Object.entries(thing).map(([key, value]) => [key, inOtherWords(value)]));
  return ('da' in copy && 'en' in copy ? reworded(copy as unknown as Text) : copy) as Thing;
}

/**
 * Our variant in another region's model: its words, levels called 10 to 15, another level more, and its own version.
 */
function adopted(variant: Variant): Variant {
  const words = inOtherWords({ ...variant, questionnaire: undefined });
  const renamed = words.levels.map((level, index): Level => ({ ...level, code: String(10 + index) }));
  const [lowest] = renamed;
  if (lowest === undefined) throw new Error('no level');
  const more: Level = { ...lowest, code: '15', ordinal: 5, texts: [] };
  return { ...words, questionnaire: variant.questionnaire, version: '7.1.0', levels: [...renamed, more] };
}

const theirs: Model = { ...ours, version: '7.1.0', variants: ours.variants.map(adopted), earlier: [ours] };

/** The statement of our model in the words of theirs. */
function translated(statement: LevelStatement): LevelStatement {
  const variant = theirs.variants.find(({ code }) => code === statement.variant.code);
  const levelOf = (level: Level) => variant?.levels.find(({ ordinal }) => ordinal === level.ordinal);
  const level = levelOf(statement.level);
  if (variant === undefined || level === undefined) throw new Error('not in their model');
  const { assessed, agreed, participation } = statement;
  const same = <Concept extends { code: string }>(list: readonly Concept[], code: string | undefined) =>
    list.filter((each) => each.code === code);
  const assessedLevel = assessed && levelOf(assessed.level);
  const [participated] = same(variant.choices.participation, participation?.concept.code);
  return {
    ...statement,
    variant,
    level,
    assessed: assessed && assessedLevel && { ...assessed, level: assessedLevel },
    agreed: agreed && {
      ...agreed,
      level,
      parties: agreed.parties.flatMap(({ code }) => same(variant.choices.parties, code)),
    },
    participation: participation && participated && { ...participation, concept: participated },
    tools: statement.tools.flatMap(({ code }) => same(variant.choices.tools, code)),
    factors: statement.factors.map((answer, index) => {
      const factor = variant.factors[index] ?? answer.factor;
      return { ...answer, factor, ratingConcept: factor.ratings.get(String(answer.rating)) };
    }),
    actions: statement.actions.map(({ decision, reason }, index) => {
      const action = level.actions[index];
      if (action === undefined) throw new Error('no such action');
      return { action, decision: same(variant.choices.decisions, decision?.code)[0], reason };
    }),
  };
}

/** What a letter says must be what was put into it; typed texts here are the same in every letter. */
function expected({ identity: _, citizen: __, ...told }: LevelStatement) {
  return { ...told, citizen: { cpr: '0101010001' } };
}

describe('another region’s words, levels and version', () => {
  test.each<[string, LevelStatement]>([
    ['an agreed level', { ...fullStatement('Ønsket'), factors: factorsOf('somatik', [3, 1, 0, undefined, 2, 4]) }],
    ['an assessed level', statementOf({ factors: factorsOf('psykiatri', [3, 1, 0, 4, 2, 4]) }, 'psykiatri', '2')],
    ['a suggestion', suggestedOf('somatik', '4')],
  ])('%s reads back by the model of its own version, beside one of ours', async (_, statement) => {
    const their = translated(statement);
    const { bytes } = await composeLetter('XDIS91', their, parties, { ...options, includeSuggestion: true });
    const [reading] = await readLetters(theirs, bytes);
    expect(reading?.levels.map((stated) => toStatement(reading, stated))).toMatchObject([expected(their)]);
    expect(await refusalOf(() => readLetters(ours, bytes))).toEqual([
      { code: 'block-version-unknown', place: '/Emessage/ClinicalEmail' },
    ]);

    const other = statementOf({}, statement.variant.code === 'somatik' ? 'psykiatri' : 'somatik', '1');
    const both = await attachStatement(bytes, other);
    const [two] = await readLetters(theirs, both.bytes);
    expect(two?.levels.map(({ variant, level }) => [variant.version, level.code]).sort()).toEqual(
      [
        [other.variant.version, other.level.code],
        ['7.1.0', their.level.code],
      ].sort(),
    );
  });

  test('a newer level in their words replaces one in ours, and the other way round', async () => {
    const { bytes } = await composeLetter('XDIS91', fullStatement('x'), parties, options);
    const newer = translated({ ...fullStatement('y'), authored: '2026-01-20T10:30:01+01:00' });
    const replaced = await attachStatement(bytes, newer);
    expect((await readLetters(theirs, replaced.bytes))[0]?.levels).toMatchObject([
      { level: { code: '13' }, comment: 'y' },
    ]);
    expect(
      (await refusalOf(() => attachStatement(replaced.bytes, fullStatement('z')))).map(({ code }) => code),
    ).toEqual(['older-than-present']);
  });
});
