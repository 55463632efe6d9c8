import type { QuestionnaireResponse, QuestionnaireResponseItem } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { undecided } from '../../src/scoring/assess.ts';
import { defaultWeight, levelOf } from '../../src/scoring/suggest.ts';
import type { Assessment } from '../../src/scoring/types.ts';
import { scoreResponse } from '../../src/work/score.ts';
import { responseBytes } from '../fixtures.ts';
import { ports } from '../ports.ts';

/** The assessment of a scenario's response, changed. */
function assessment(name: string, change: (response: QuestionnaireResponse) => void = () => {}): Assessment {
  const response: QuestionnaireResponse = JSON.parse(responseBytes(name).toString('utf8'));
  change(response);
  return scoreResponse(ports, Buffer.from(JSON.stringify(response))).assessment;
}

/** Leaves out questions, wherever they stand. */
function without(pattern: RegExp) {
  const kept = (items: readonly QuestionnaireResponseItem[]): QuestionnaireResponseItem[] =>
    items
      .filter(({ linkId }) => !pattern.test(linkId))
      .map((item) => (item.item === undefined ? item : { ...item, item: kept(item.item) }));
  return (response: QuestionnaireResponse) => {
    response.item = kept(response.item ?? []);
  };
}

const codes = (concepts: readonly { readonly code: string }[] | undefined) => concepts?.map(({ code }) => code);

describe('everything that a professional answers is in the assessment', () => {
  const whole = () => assessment('somatik-3-aftalt');

  test('each factor with its rating, weight and reason; without a reason there is none', () => {
    const told = whole().factors.map(({ factor, rating, weight, weightConcept, reason }) => {
      return [factor.code, rating, weight, weightConcept.code, reason];
    });
    expect(told).toEqual([
      ['svaerhedsgrad', 3, 1, 'almindelig', 'KOL i svær grad og hjertesvigt.'],
      ['sociale-problematikker', 3, 1, 'almindelig', undefined],
      ['netvaerk', 2, 2, 'afgoerende', 'Datteren bor langt væk og kommer hver anden weekend.'],
      ['samarbejde', 1, 1, 'almindelig', undefined],
      ['funktionsniveau', 3, 1, 'almindelig', undefined],
      ['sygdomserkendelse', 0, 1, 'almindelig', undefined],
    ]);
  });

  test('the suggestion with its explanation, also as JSON', () => {
    const { suggestion } = whole();
    const written = JSON.parse(JSON.stringify(suggestion));
    expect(written.explanation).toEqual(suggestion.explanation);
    expect(written.explanation.da).toMatch(/^Forslag: /);
  });

  test('how the citizen took part, with the remark', () => {
    const { participation } = whole();
    expect(participation?.concept.code).toBe('deltog');
    expect(participation?.remark).toBe('Borgeren ønsker at blive i eget hjem.');
    const unremarked = assessment('somatik-3-aftalt', without(/^inddragelse\.bemaerkning$/)).participation;
    expect([unremarked?.concept.code, unremarked?.remark]).toEqual(['deltog', undefined]);
  });

  test('the assessed level with its reason, and the agreed one with its parties and day', () => {
    const { assessed, agreed } = whole();
    expect([assessed?.level.code, assessed?.reason]).toEqual(['3', 'Flere indlæggelser det seneste halve år.']);
    expect([agreed?.level.code, codes(agreed?.parties), agreed?.date]).toEqual([
      '3',
      ['almen-praksis', 'hospital', 'kommune'],
      '2026-01-22',
    ]);
  });

  test('coordinator, tools in the order of the answers, reassessment and comment', () => {
    const { coordinator, tools, reassessment, comment } = whole();
    expect([coordinator, codes(tools), reassessment, comment]).toEqual([
      'Sygeplejerske, hjemmesygeplejen Odense Vest',
      ['genoptraeningsplan', 'udskrivningsaftale-koordinationsplan'],
      '2026-04-20',
      'Aftalen følges op efter tre måneder.',
    ]);
  });

  test('what is not answered is not there', () => {
    const least = assessment(
      'somatik-0-forslag',
      without(/^(niveau|aftale|koordinator|redskaber|revurdering|kommentar)/),
    );
    const { assessed, agreed, coordinator, tools, reassessment, comment } = least;
    expect([assessed, agreed, coordinator, tools, reassessment, comment]).toEqual([
      undefined,
      undefined,
      undefined,
      [],
      undefined,
      undefined,
    ]);
  });

  test('a withdrawn response need not tell how the citizen took part', () => {
    const { participation, status } = assessment('somatik-trukket-tilbage', (response) => {
      delete response.item;
    });
    expect([status, participation]).toEqual(['entered-in-error', undefined]);
  });
});

describe('the level in force is the agreed one, else the assessed, else the suggested', () => {
  // Suggested 3, assessed 3, agreed 2.
  const inForce = (left: RegExp, agreedOn?: string) => {
    const { statement } = assessment('somatik-aftalt-lavere', (response) => {
      without(left)(response);
      const agreement = response.item?.find(({ linkId }) => linkId === 'aftale');
      if (agreedOn !== undefined) {
        agreement?.item?.push({ linkId: 'aftale.dato', answer: [{ valueDate: agreedOn }] });
      }
    });
    return [statement?.basis, statement?.level.code, statement?.day];
  };

  test('agreed on a day: that day', () => {
    expect(inForce(/^$/, '2026-01-23')).toEqual(['aftalt', '2', '2026-01-23']);
  });

  test.each([
    ['agreed without a day: the day of the assessment', /^$/, ['aftalt', '2', '2026-01-20']],
    ['agreed, never assessed', /^niveau|^handling\.netvaerksmoede/, ['aftalt', '2', '2026-01-20']],
    ['assessed, not agreed', /^(aftale|handling)/, ['vurderet', '3', '2026-01-20']],
    ['neither agreed nor assessed', /^(aftale|niveau|handling)/, ['forslag', '3', '2026-01-20']],
  ] as const)('%s', (_, left, expected) => {
    expect(inForce(left)).toEqual(expected);
  });

  test('nothing of them: no level is stated', () => {
    expect(assessment('somatik-interval').statement).toBeUndefined();
  });
});

describe("a level's actions are exactly its own row, each with its decision", () => {
  const decided = (name: string) =>
    assessment(name).statement?.actions.map(({ action, decision, reason }) => [action.code, decision?.code, reason]);

  test('a must action has no decision; a could action has the one that was taken, and its reason', () => {
    expect(decided('somatik-3-aftalt')).toEqual([
      ['henvisning-epikrise', undefined, undefined],
      ['orientering-til-fra-kommunen', undefined, undefined],
      ['information-til-borgeren', undefined, undefined],
      ['netvaerksmoede', 'ja', 'Ønsket af datteren.'],
      ['udpeg-koordinator', undefined, undefined],
    ]);
  });

  test('a decision that nobody took is awaited', () => {
    expect(decided('psykiatri-2-vurderet')?.find(([code]) => code === 'vurder-egen-laege')).toEqual([
      'vurder-egen-laege',
      'afventer',
      undefined,
    ]);
  });
});

test('a variant knows no level but its own', () => {
  for (const variant of ports.model.variants) {
    expect(['0', '1', '2', '3', '4', '5', ''].map((code) => levelOf(variant, code)?.code)).toEqual([
      '0',
      '1',
      '2',
      '3',
      '4',
      undefined,
      undefined,
    ]);
  }
});

test('before anybody has decided, what is to be considered is awaited, and what must be done needs no decision', () => {
  const level = ports.model.variants
    .flatMap(({ levels }) => levels)
    .find(({ actions }) => new Set(actions.map(({ strength }) => strength)).size > 1);
  const actions = level === undefined ? [] : undecided(ports.model, level);
  expect(actions.length).toBe(level?.actions.length);
  for (const { action, decision, reason } of actions) {
    expect([decision?.code, reason]).toEqual([action.strength === 'must' ? undefined : 'afventer', undefined]);
  }
});

test('the weight of an unmarked factor is the one that the CodeSystem calls the default, wherever it stands there', () => {
  const reversed = { ...ports.model, weights: new Map([...ports.model.weights].reverse()) };
  expect([defaultWeight(ports.model).code, defaultWeight(reversed).code]).toEqual(['almindelig', 'almindelig']);
});
