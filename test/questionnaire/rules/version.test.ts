import type { Questionnaire } from 'fhir/r4.js';
import { ask, type Case, canonical, say, testRule } from './rule.ts';

const version = (
  text: string | undefined,
  linkId: string,
  status: Questionnaire['status'] = 'active',
  date?: string,
): Questionnaire => ({
  resourceType: 'Questionnaire',
  url: 'http://example.dk/q',
  status,
  ...(text === undefined ? {} : { version: text }),
  ...(date === undefined ? {} : { date }),
  item: [ask(linkId, 'boolean')],
});
const resources = [
  version('1.9', 'nine'),
  version('1.10', 'ten'),
  version('2.0', 'draft', 'draft'),
  version('3.0', 'old', 'retired'),
  version('2.0-rc', 'rc'),
];
const named = (questionnaire: string, linkId: string, problems: readonly string[], given = resources): Case => ({
  title: questionnaire,
  response: { questionnaire },
  item: [say(linkId, { valueBoolean: true })],
  resources: given,
  problems,
});

testRule({
  rule: 'questionnaire: the version that is named; draft and retired are warned of; contained; authored',
  source:
    'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaireresponse; https://hl7.org/fhir/R4/references.html#canonical',
  items: [ask('a', 'boolean')],
  cases: [
    named('http://example.dk/q|1.9', 'nine', []),
    named('http://example.dk/q|1.10', 'ten', []),
    named('http://example.dk/q|2.0', 'draft', ['questionnaire-draft questionnaire']),
    named('http://example.dk/q|3.0', 'old', ['questionnaire-retired questionnaire']),
    named('http://example.dk/q', 'rc', ['questionnaire-version-assumed questionnaire']),
    {
      ...named('http://example.dk/q', 'ten', ['questionnaire-version-assumed questionnaire'], resources.slice(0, 2)),
      title: '1.10 is newer than 1.9',
    },
    {
      ...named(
        'http://example.dk/q',
        'draft',
        ['questionnaire-version-assumed questionnaire', 'questionnaire-draft questionnaire'],
        resources.slice(2, 4),
      ),
      title: 'a draft before a retired one',
    },
    {
      ...named(
        'http://example.dk/q',
        'b',
        ['questionnaire-version-assumed questionnaire'],
        [version(undefined, 'b', 'active', '2026'), version(undefined, 'a', 'active', '2025')],
      ),
      title: 'the newest by date',
    },
    ...(
      [
        ['2.0 is newer than 1.10', ['1.10', '2.0']],
        ['1.2 is newer than 1', ['1', '1.2']],
        ['1.0.1 is newer than 1.0', ['1.0', '1.0.1']],
        ['a version is newer than what came before it (2.0-rc)', ['2.0-rc', '2.0']],
        ['what is built of a version counts as the version', ['1.9+3', '1.10+1']],
        ['of versions that are no numbers, the later text', ['april', 'maj']],
      ] as const
    ).flatMap(([title, [older, newer]]) =>
      [
        [older, newer],
        [newer, older],
      ].map((order) => ({
        ...named(
          'http://example.dk/q',
          'new',
          ['questionnaire-version-assumed questionnaire'],
          order.map((one) => version(one, one === newer ? 'new' : 'old')),
        ),
        title: `${title}, whichever came first (${order.join(', ')})`,
      })),
    ),
    {
      ...named(
        'http://example.dk/q',
        'b',
        ['questionnaire-version-assumed questionnaire'],
        [version('april', 'a', 'active', '2025'), version('a', 'b', 'active', '2026')],
      ),
      title: 'the date before the text of versions that are no numbers',
    },
    {
      ...named(
        'http://example.dk/q',
        'draft',
        ['questionnaire-version-assumed questionnaire', 'questionnaire-draft questionnaire'],
        [version('1.0', 'draft', 'draft'), version('3.0', 'old', 'retired')],
      ),
      title: 'a draft of an older version before a newer one that is retired',
    },
    {
      ...named(
        'http://example.dk/q',
        'old',
        ['questionnaire-version-assumed questionnaire', 'questionnaire-retired questionnaire'],
        [version('3.0', 'old', 'retired')],
      ),
      title: 'a retired one, where there is no other',
    },
    named('http://example.dk/q|1.1', 'nine', ['questionnaire-version-unknown questionnaire']),
    named('http://example.dk/Q|1.9', 'nine', ['questionnaire-unknown questionnaire']),
    {
      title: 'contained',
      response: { questionnaire: '#q', contained: [{ ...version('1', 'x'), id: 'q' }] },
      item: [say('x', { valueBoolean: true })],
      problems: [],
    },
    {
      title: 'contained, and measured by',
      response: { questionnaire: '#q', contained: [{ ...version('1', 'x'), id: 'q' }] },
      item: [say('y', { valueBoolean: true })],
      problems: ['linkid-unknown item[0]'],
    },
    {
      title: 'contained, but not there',
      response: { questionnaire: '#q' },
      problems: ['contained-unknown questionnaire'],
    },
    {
      title: 'contained, but no Questionnaire',
      response: { questionnaire: '#q', contained: [{ resourceType: 'Patient', id: 'q' }] },
      problems: ['contained-unknown questionnaire'],
    },
    {
      title: 'no time',
      response: { authored: undefined as unknown as string, questionnaire: `${canonical}|1.0` },
      problems: ['authored-unstated authored'],
    },
  ],
});
