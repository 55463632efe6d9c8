import { readFileSync } from 'node:fs';
import type { OperationOutcome } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { toOutcome } from '../src/outcome/outcome.ts';
import { Refusal } from '../src/outcome/problem.ts';
import { loadModel } from '../src/profiles.ts';
import { makeBundle, scoreResponse } from '../src/work/score.ts';
import { accepted, fixturesFolder, refused, responseBytes, scenarios } from './fixtures.ts';
import { ports } from './ports.ts';

const model = loadModel();

/**
 * What `niveau score` prints for a scenario. `npx vitest run test/fixtures.test.ts -u` writes the expectations anew.
 */
function scored(name: string): string {
  return `${JSON.stringify(result(name), null, 2)}\n`;
}

function result(name: string): object {
  try {
    return makeBundle(model, scoreResponse(ports, responseBytes(name)));
  } catch (error) {
    if (error instanceof Refusal) return toOutcome(error.problems);
    throw error;
  }
}

describe('each scenario gives what is stored for it, byte for byte, each time', () => {
  test.each(scenarios)('%s', async (name) => {
    const first = scored(name);
    expect(scored(name)).toBe(first);
    await expect(first).toMatchFileSnapshot(`${fixturesFolder}${name}/expected.json`);
  });
});

describe('each kind of bad input has its own code and place, and nothing is emitted', () => {
  test.each([
    ['afvist-ugyldig-json', 'json-malformed', undefined],
    ['afvist-forkert-ressource', 'resource-type-wrong', undefined],
    ['afvist-ukendt-skema', 'questionnaire-unknown', 'QuestionnaireResponse.questionnaire'],
    ['afvist-skema-uden-version', 'questionnaire-unversioned', 'QuestionnaireResponse.questionnaire'],
    ['afvist-skema-foraeldet', 'questionnaire-version-unknown', 'QuestionnaireResponse.questionnaire'],
    ['afvist-ukendt-linkid', 'linkid-unknown', 'QuestionnaireResponse.item[10]'],
    ['afvist-forkert-svartype', 'answer-type', 'QuestionnaireResponse.item[2].item[0].answer[0]'],
    ['afvist-forkert-kode', 'answer-code', 'QuestionnaireResponse.item[2].item[0].answer[0].value'],
    ['afvist-lukket-spoergsmaal', 'item-disabled', 'QuestionnaireResponse.item[10]'],
    ['afvist-mangler-obligatorisk', 'required-missing', 'QuestionnaireResponse'],
    ['afvist-anden-vaegt', 'weight-differs', 'QuestionnaireResponse.item[2].item[0].answer[0].value'],
    ['afvist-anden-score', 'calculated-differs', 'QuestionnaireResponse.item[6].answer[0].value'],
    ['afvist-andet-forslag', 'calculated-differs', 'QuestionnaireResponse.item[7].answer[0].value'],
    ['afvist-uden-borger', 'subject-missing', 'QuestionnaireResponse.subject'],
    ['afvist-umuligt-cpr', 'cpr-impossible', 'QuestionnaireResponse.subject'],
    ['afvist-to-borgere', 'subject-ambiguous', 'QuestionnaireResponse.subject'],
    ['afvist-afvigelse-uden-begrundelse', 'deviation-unexplained', 'QuestionnaireResponse.item[8].answer[0]'],
    ['afvist-ikke-faerdig', 'status-in-progress', 'QuestionnaireResponse.status'],
    ['afvist-uden-tidszone', 'authored-imprecise', 'QuestionnaireResponse.authored'],
    ['afvist-tilbagetraekning-uden-identifier', 'identifier-missing', 'QuestionnaireResponse.identifier'],
  ])('%s: %s', (name, code, place) => {
    const outcome = result(name) as OperationOutcome;
    expect(outcome.resourceType).toBe('OperationOutcome');
    expect(outcome.issue.map((issue) => [issue.details?.coding?.[0]?.code, issue.expression?.[0]])).toEqual([
      [code, place],
    ]);
  });

  test('every refused scenario stands in this table', () => {
    expect(refused).toHaveLength(20);
  });
});

test('no number or name of a citizen stands in an outcome', () => {
  for (const name of refused)
    expect(JSON.stringify(result(name)), name).not.toMatch(/2512489996|0101010001|Berggren|Nancy/);
});

test('the README of the fixtures says what each scenario shows', () => {
  const readme = readFileSync(`${fixturesFolder}README.md`, 'utf8');
  expect(scenarios.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  expect(accepted.length + refused.length).toBe(scenarios.length);
});
