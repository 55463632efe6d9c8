import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openFhirXml } from '../../src/fhir-xml/fhir-xml.ts';
import { readJson } from '../../src/questionnaire/json/document.ts';
import { niveau, root } from './run.ts';

const { read, write } = await openFhirXml();
const folder = mkdtempSync(join(tmpdir(), 'niveau-xml-'));
const scenario = 'fixtures/somatik-3-aftalt';

/** A JSON file of the clone as an XML file. */
function inXml(file: string, name: string): string {
  const path = join(folder, name);
  writeFileSync(path, write(Object(readJson(readFileSync(join(root, file)), { bytes: 10_000_000, depth: 100 }).kept)));
  return path;
}

let response: string;
beforeAll(() => {
  response = inXml(`${scenario}/response.json`, 'response.xml');
});
afterAll(() => rmSync(folder, { recursive: true }));

test('a response in a file that ends in .xml is scored as in JSON, and the Bundle is XML where that is asked for', async () => {
  const { code, stdout } = await niveau(['--format', 'xml', 'score', response]);
  expect(code).toBe(0);
  const expected = readJson(readFileSync(join(root, scenario, 'expected.json')), { bytes: 1_000_000, depth: 100 });
  expect(read(stdout, { bytes: 1_000_000, depth: 100 }).value).toEqual(expected.value);
});

test('what is wrong in XML from standard input has its place in FHIRPath and in XML', async () => {
  const wrong = readFileSync(response, 'utf8').replace('<status value="completed"/>', '\n<status value="done"/>');
  const { code, stdout } = await niveau(['--lang', 'en', 'validate', '-'], wrong);
  expect(code).toBe(1);
  expect(JSON.parse(stdout.toString()).issue[0]).toMatchObject({
    expression: ['QuestionnaireResponse.status'],
    location: ['/f:QuestionnaireResponse/f:status'],
    diagnostics: 'line 3',
  });
});

test('XML that cannot be read is refused, in XML', async () => {
  const { code, stdout, stderr } = await niveau(['--format', 'xml', 'score', '-'], '<Basic/>');
  expect(code).toBe(1);
  expect(read(stdout).value).toMatchObject({ issue: [{ details: { coding: [{ code: 'xml-namespace' }] } }] });
  expect(stderr).toContain('[xml-namespace]');
});

test('organisations in XML make the letter that they make in JSON', async () => {
  const common = ['letter', 'XDIS91', '--time', '2026-01-20T10:30:00+01:00'];
  const json = [
    '--response',
    `${scenario}/response.json`,
    '--sender',
    'fixtures/organisationer/sender.json',
    '--receiver',
    'fixtures/organisationer/receiver.json',
  ];
  const xml = [
    '--response',
    response,
    '--sender',
    inXml('fixtures/organisationer/sender.json', 'a.xml'),
    '--receiver',
    inXml('fixtures/organisationer/receiver.json', 'm.xml'),
  ];
  const [one, other] = await Promise.all([niveau([...common, ...json]), niveau([...common, ...xml])]);
  expect([other.code, other.stderr]).toEqual([0, '']);
  expect(other.stdout.equals(one.stdout)).toBe(true);
});

test('a folder of resources may hold XML', async () => {
  mkdirSync(join(folder, 'resources'));
  const questionnaire = {
    resourceType: 'Questionnaire',
    url: 'http://x.dk/q',
    version: '1',
    status: 'active',
    item: [{ linkId: 'a', text: 'A', type: 'string', required: true }],
  };
  writeFileSync(join(folder, 'resources/q.xml'), write(questionnaire));
  const answer =
    '<QuestionnaireResponse xmlns="http://hl7.org/fhir"><questionnaire value="http://x.dk/q|1"/><status value="completed"/></QuestionnaireResponse>';
  const { code, stdout } = await niveau(['validate', '-', '--resource', join(folder, 'resources')], answer);
  expect(code).toBe(1);
  expect(stdout.toString()).toContain('"required-missing"');
});

test('a line of NDJSON is no place for XML', async () => {
  const { code, stderr } = await niveau(['--format', 'xml', 'score', '--ndjson', '-']);
  expect([code, stderr]).toEqual([2, expect.stringContaining('--format')]);
});
