import type { Organization } from 'fhir/r4.js';
import type { Concept, Level, Variant } from '../../src/model/types.ts';
import { loadModel } from '../../src/profiles.ts';
import type {
  ActionDecision,
  Basis,
  Citizen,
  FactorAnswer,
  LevelStatement,
  Suggestion,
} from '../../src/scoring/types.ts';

const model = loadModel();

/** Every level of both variants. */
export const everyLevel = model.variants.flatMap((variant) => variant.levels.map((level) => ({ variant, level })));

export function variantOf(code: string): Variant {
  return found(model.variants.find((variant) => variant.code === code));
}

function levelOf(variant: Variant, code: string): Level {
  return found(variant.levels.find((level) => level.code === code));
}

function concept(system: string, code: string): Concept {
  return found(model.concept(system, code));
}

function found<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw new Error('not in the model');
  return thing;
}

export const nancy: Citizen = {
  cpr: '0101010001',
  replacement: undefined,
  identifiers: [{ system: 'urn:oid:1.2.208.176.1.2', value: '0101010001' }],
  display: 'Nancy Ann Berggren',
  given: undefined,
  family: undefined,
  reference: undefined,
};

/** What the rule says of nothing at all, for the pages that show it. */
export const noSuggestion: Suggestion = {
  ...{ low: levelOf(variantOf('somatik'), '0'), high: levelOf(variantOf('somatik'), '4'), level: undefined },
  ...{ score: undefined, maximum: 24, missing: [], explanation: { da: '', en: '' } },
};

/** An assessed level 3 (somatik) with nothing else said; `change` puts something else in its place. */
export function statementOf(
  change: Partial<LevelStatement> = {},
  variantCode = 'somatik',
  levelCode = '3',
): LevelStatement {
  const variant = change.variant ?? variantOf(variantCode);
  const level = levelOf(variant, levelCode);
  return {
    variant,
    identity: 'https://ehr.example/responses|8c2f7f1e-1d0a-4f5e-9a52-6a2d3c0a1b11',
    status: 'completed',
    authored: '2026-01-20T10:30:00+01:00',
    citizen: nancy,
    professional: undefined,
    ...{ encounter: undefined, basedOn: [] },
    factors: [],
    assessed: { level, reason: undefined },
    agreed: undefined,
    ...{ level, basis: 'vurderet', day: '2026-01-20' },
    actions: undecided(level),
    participation: { concept: concept('inddragelse', 'deltog'), remark: undefined },
    coordinator: undefined,
    tools: [],
    reassessment: undefined,
    comment: undefined,
    ...change,
  };
}

/** The level's actions without a decision of anybody's. */
function undecided(level: Level): readonly ActionDecision[] {
  return level.actions.map((action) => ({
    action,
    decision: action.strength === 'must' ? undefined : concept('beslutning', 'afventer'),
    reason: undefined,
  }));
}

/** A statement in which everything is said, in the words of `text`. */
export function fullStatement(
  text: string,
  variantCode = 'somatik',
  levelCode = '3',
  basis: Basis = 'aftalt',
): LevelStatement {
  const variant = variantOf(variantCode);
  const level = levelOf(variant, levelCode);
  return statementOf(
    {
      assessed: { level: levelOf(variant, '2'), reason: text },
      agreed: {
        level,
        // Of somatik: almen praksis and kommune.
        parties: variant.choices.parties.filter((_, index) => index % 2 === 0),
        date: '2026-01-22',
      },
      ...{ level, basis, day: '2026-01-22' },
      actions: undecided(level).map((each) =>
        each.decision === undefined ? each : { ...each, decision: concept('beslutning', 'ja'), reason: text },
      ),
      participation: { concept: concept('inddragelse', 'paaroerende'), remark: text },
      coordinator: text,
      tools: variant.choices.tools.filter(({ code }) => code === 'tobs' || code === '3303'),
      reassessment: '2026-07-01',
      comment: text,
    },
    variantCode,
    levelCode,
  );
}

/** An organisation that is known by its GLN. */
export function organization(gln: string, name: string): Organization {
  return { resourceType: 'Organization', name, identifier: [{ system: 'https://www.gs1.org/gln', value: gln }] };
}

export const hospital: Organization = {
  resourceType: 'Organization',
  name: 'MedCom testcenter',
  identifier: [
    { system: 'urn:oid:1.2.208.176.1.1', value: '441211000016003' },
    { system: 'https://www.gs1.org/gln', value: '5790001382445' },
  ],
};

const municipality: Organization = {
  resourceType: 'Organization',
  name: 'Odense Kommune',
  identifier: [{ system: 'http://www.gs1.org/gln', value: '5790000121441' }],
};

export const parties = { sender: hospital, receiver: municipality };
export const options = { time: '2026-01-20T22:30:00Z' };

/** A level that only the rule suggests. */
export function suggestedOf(variantCode: string, levelCode: string): LevelStatement {
  return statementOf({ assessed: undefined, basis: 'forslag' }, variantCode, levelCode);
}

/** Answers to a variant's factors, in the model's order; the first is decisive. */
export function factorsOf(variantCode: string, ratings: readonly (number | undefined)[]): readonly FactorAnswer[] {
  const [ordinary, decisive] = [concept('vaegt', 'almindelig'), concept('vaegt', 'afgoerende')];
  return variantOf(variantCode).factors.map((factor, index) => {
    const rating = ratings[index];
    return {
      factor,
      rating,
      ratingConcept: rating === undefined ? undefined : factor.ratings.get(String(rating)),
      weight: index === 0 ? 2 : 1,
      weightConcept: index === 0 ? decisive : ordinary,
      reason: undefined,
    };
  });
}
