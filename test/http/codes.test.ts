import type { CodeSystem, ConceptMap, Parameters } from 'fhir/r4.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readProfiles } from '../../src/profiles.ts';
import { post, refusalIn, startService, type TestService } from './service.ts';

let service: TestService;
let fhir: string;
beforeAll(async () => {
  service = await startService();
  fhir = `${service.url}/fhir`;
});
afterAll(() => service.close());

const published = readProfiles();
const part = published.find((one): one is CodeSystem => one.resourceType === 'CodeSystem' && one.id === 'part');
const map = published.find((one): one is ConceptMap => one.resourceType === 'ConceptMap' && one.id === 'niveau-ffb');
const [concept] = part?.concept ?? [];
const { code = '', display = '' } = concept ?? {};
const english = concept?.designation?.find(({ language, use }) => language === 'en' && use === undefined)?.value ?? '';
const system = part?.url ?? '';
const valueSet = system.replace('/CodeSystem/', '/ValueSet/');

const asked = (path: string, values: Record<string, string>) =>
  fetch(`${fhir}/${path}?${new URLSearchParams(values)}`, { headers: { 'accept-language': 'en' } });
const sent = (path: string, ...parameter: object[]) =>
  post(`${fhir}/${path}`, { resourceType: 'Parameters', parameter }, { 'accept-language': 'en' });

async function outputs(answer: Response): Promise<Record<string, unknown>> {
  const { parameter = [] } = (await answer.json()) as Parameters;
  return Object.fromEntries(
    parameter.map(({ name, valueBoolean, valueString }) => [name, valueBoolean ?? valueString]),
  );
}

describe('$validate-code', () => {
  const right = { result: true, display: english };
  test.each<[string, () => Promise<Response>, object]>([
    ['of a code system', () => asked('CodeSystem/$validate-code', { url: system, code }), right],
    [
      'of its version',
      () => asked('CodeSystem/$validate-code', { url: system, version: part?.version ?? '', code }),
      right,
    ],
    ['of one code system', () => asked('CodeSystem/part/$validate-code', { code }), right],
    ['of a value set', () => asked('ValueSet/$validate-code', { url: valueSet, system, code }), right],
    ['of one value set', () => asked('ValueSet/part/$validate-code', { system, code, display }), right],
    ['with its English words', () => asked('ValueSet/part/$validate-code', { system, code, display: english }), right],
    [
      'in Danish',
      () => asked('ValueSet/part/$validate-code', { system, code, displayLanguage: 'da' }),
      { result: true, display },
    ],
    [
      'as a Coding',
      () => sent('ValueSet/part/$validate-code', { name: 'coding', valueCoding: { system, code, display } }),
      right,
    ],
    [
      'among several codings',
      () =>
        sent('CodeSystem/part/$validate-code', {
          name: 'codeableConcept',
          valueCodeableConcept: {
            coding: [
              { system: 'urn:x', code: 'y' },
              { system, code },
            ],
          },
        }),
      right,
    ],
    [
      'that is not there',
      () => asked('CodeSystem/part/$validate-code', { code: 'none' }),
      { result: false, message: 'The code is not here.' },
    ],
    [
      'of another system',
      () => asked('ValueSet/part/$validate-code', { system: 'urn:x', code }),
      { result: false, message: 'The code is not here.' },
    ],
    [
      'of another version',
      () => asked('ValueSet/part/$validate-code', { system, systemVersion: '9.9.9', code }),
      { result: false, message: 'The code is not here.' },
    ],
    [
      'with other words',
      () => asked('ValueSet/part/$validate-code', { system, code, display: 'x' }),
      { result: false, message: `The code is called otherwise: ${english}.`, display: english },
    ],
  ])('a code %s', async (_name, ask, expected) => {
    const answer = await ask();
    expect([answer.status, await outputs(answer)]).toEqual([200, expected]);
  });
});

describe('$translate', () => {
  const [group] = map?.group ?? [];
  const [element] = group?.element ?? [];
  const [target] = element?.target ?? [];
  const from = { system: group?.source ?? '', code: element?.code ?? '' };
  const to = { system: group?.target ?? '', code: target?.code ?? '' };

  async function matches(answer: Response): Promise<readonly unknown[]> {
    expect(answer.status).toBe(200);
    const { parameter = [] } = (await answer.json()) as Parameters;
    expect(parameter[0]).toEqual({ name: 'result', valueBoolean: parameter.length > 1 });
    return parameter
      .slice(1)
      .map(({ part = [] }) => part.map((one) => one.valueCode ?? one.valueCoding ?? one.valueUri));
  }

  const found = [['relatedto', { ...to, display: target?.display }, map?.url]];
  test.each<[string, () => Promise<Response>, readonly unknown[]]>([
    ['by all maps', () => asked('ConceptMap/$translate', from), found],
    ['by one of them', () => asked('ConceptMap/niveau-ffb/$translate', from), found],
    [
      'by its url and version',
      () => asked('ConceptMap/$translate', { ...from, url: `${map?.url}|${map?.version}` }),
      found,
    ],
    ['to a system', () => asked('ConceptMap/$translate', { ...from, targetsystem: to.system }), found],
    ['as a Coding', () => sent('ConceptMap/$translate', { name: 'coding', valueCoding: from }), found],
    ['to another system', () => asked('ConceptMap/$translate', { ...from, targetsystem: 'urn:x' }), []],
    ['of another system', () => asked('ConceptMap/$translate', { ...from, system: 'urn:x' }), []],
    ['that is not there', () => asked('ConceptMap/$translate', { ...from, code: 'none' }), []],
  ])('a code %s', async (_name, ask, expected) => {
    expect(await matches(await ask())).toEqual(expected);
  });

  test('a code back, from target to source', async () => {
    const [first] = await matches(await asked('ConceptMap/niveau-ffb/$translate', { ...to, reverse: 'true' }));
    expect(first).toEqual(['relatedto', { ...from, display: element?.display }, map?.url]);
  });
});

test.each<[string, () => Promise<Response>, number, string]>([
  ['no code', () => asked('CodeSystem/part/$validate-code', {}), 400, 'query-value'],
  ['no system', () => asked('ValueSet/part/$validate-code', { code }), 400, 'query-value'],
  ['no url', () => asked('ValueSet/$validate-code', { code, system }), 400, 'query-value'],
  [
    'a url on one resource',
    () => asked('ValueSet/part/$validate-code', { code, system, url: valueSet }),
    400,
    'query-unsupported',
  ],
  [
    'an unknown value set',
    () => asked('ValueSet/$validate-code', { code, system, url: 'urn:x' }),
    404,
    'resource-unknown',
  ],
  ['an unknown code system', () => asked('CodeSystem/none/$validate-code', { code }), 404, 'resource-unknown'],
  ['an unknown map', () => asked('ConceptMap/$translate', { code, system, url: 'urn:x' }), 404, 'resource-unknown'],
  ['a code without a system to translate', () => asked('ConceptMap/$translate', { code }), 400, 'query-value'],
  ['a switch that is none', () => asked('ConceptMap/$translate', { code, system, reverse: 'x' }), 400, 'query-value'],
  [
    'both forms',
    () =>
      sent(
        'CodeSystem/part/$validate-code',
        { name: 'code', valueCode: code },
        { name: 'coding', valueCoding: { code } },
      ),
    400,
    'query-value',
  ],
  [
    'a Coding without code',
    () => sent('CodeSystem/part/$validate-code', { name: 'coding', valueCoding: {} }),
    400,
    'query-value',
  ],
  [
    'codings that are none',
    () => sent('CodeSystem/part/$validate-code', { name: 'codeableConcept', valueCodeableConcept: { coding: [7] } }),
    400,
    'query-value',
  ],
])('%s is refused', async (_name, ask, status, issue) => {
  expect(await refusalIn(await ask())).toEqual({ status, issues: [[issue]] });
});
