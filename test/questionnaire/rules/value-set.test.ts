import type { Questionnaire, ValueSet, ValueSetComposeInclude } from 'fhir/r4.js';
import { ask, type Case, say, testRule } from './rule.ts';

const system = 'http://example.dk/dyr';
const base = 'http://example.dk/ValueSet/';
const set = (name: string, include: ValueSetComposeInclude[], more: Partial<ValueSet> = {}): ValueSet => ({
  resourceType: 'ValueSet',
  status: 'active',
  url: base + name,
  version: '1.0',
  compose: { include },
  ...more,
});
const expansion = (contains: { code: string; display?: string; abstract?: boolean }[], more: object = {}) => ({
  timestamp: '2026-01-20',
  contains: contains.map((one) => ({ system: 'http://example.dk/udenfor', ...one })),
  ...more,
});

/** Codes with wordings of their own, of a CodeSystem that is not at hand. */
const worded: ValueSet = {
  resourceType: 'ValueSet',
  id: 'v',
  status: 'active',
  compose: {
    include: [
      {
        system: 'http://example.dk/udenfor',
        concept: [
          { code: 'r', display: 'Rød' },
          { code: 'g', display: 'Grøn' },
        ],
      },
    ],
  },
};

const resources = [
  {
    resourceType: 'CodeSystem',
    url: system,
    status: 'active',
    content: 'complete',
    property: [{ code: 'ben', type: 'integer' }],
    concept: [
      {
        code: 'pattedyr',
        display: 'Pattedyr',
        concept: [
          {
            code: 'hund',
            display: 'Hund',
            designation: [{ language: 'en', value: 'Dog' }],
            property: [{ code: 'ben', valueInteger: 4 }],
            concept: [{ code: 'puddel', property: [{ code: 'ben', valueInteger: 4 }] }],
          },
          { code: 'hval', display: 'Hval', property: [{ code: 'ben', valueInteger: 0 }] },
        ],
      },
      { code: 'fugl', display: 'Fugl', property: [{ code: 'ben', valueInteger: 2 }] },
    ],
  },
  {
    resourceType: 'CodeSystem',
    url: 'http://example.dk/uddrag',
    status: 'active',
    content: 'fragment',
    concept: [{ code: 'a' }],
  },
  set('alle', [{ system }]),
  set('liste', [{ system, concept: [{ code: 'hund', display: 'Vovse' }, { code: 'fugl' }] }]),
  set('is-a', [{ system, filter: [{ property: 'concept', op: 'is-a', value: 'hund' }] }]),
  set('under', [{ system, filter: [{ property: 'concept', op: 'descendent-of', value: 'pattedyr' }] }]),
  set('ikke', [{ system, filter: [{ property: 'concept', op: 'is-not-a', value: 'pattedyr' }] }]),
  set('ben', [{ system, filter: [{ property: 'ben', op: '=', value: '4' }] }]),
  set('regex', [{ system, filter: [{ property: 'code', op: 'regex', value: 'h.*' }] }]),
  set('uden', [], { compose: { include: [{ system }], exclude: [{ system, concept: [{ code: 'hval' }] }] } }),
  set('import', [{ valueSet: [`${base}liste|1.0`] }]),
  set('snit', [{ valueSet: [`${base}liste`, `${base}under`] }]),
  set('ring', [{ valueSet: [`${base}ring`] }]),
  // The last is imported along 2^40 paths.
  ...Array.from({ length: 40 }, (_, step) =>
    set(`trin${step}`, [{ valueSet: [`${base}trin${step + 1}`] }, { valueSet: [`${base}trin${step + 1}`] }]),
  ),
  // What is unknown within a circle is known outside of it.
  set('kreds-a', [{ valueSet: [`${base}kreds-b`] }, { system, concept: [{ code: 'hund' }] }]),
  set('kreds-b', [{ valueSet: [`${base}kreds-a`] }]),
  set('kreds', [{ valueSet: [`${base}kreds-a`, `${base}kreds-b`] }]),
  set('trin40', [{ system, concept: [{ code: 'hund' }] }]),
  set('fremmed', [{ system: 'http://snomed.info/sct' }]),
  set('uddrag', [{ system: 'http://example.dk/uddrag' }]),
  set('udfoldet', [], {
    compose: { include: [{ system: 'http://example.dk/udenfor' }] },
    expansion: expansion([
      { code: 'x', display: 'Iks' },
      { code: 'top', abstract: true },
    ]),
  }),
  set('side', [], {
    compose: { include: [{ system: 'http://example.dk/udenfor' }] },
    expansion: expansion([{ code: 'x' }], { total: 500 }),
  }),
];

const brought: Questionnaire = {
  resourceType: 'Questionnaire',
  status: 'active',
  item: [ask('ben', 'choice', { answerValueSet: `${base}ben` })],
};

const names = [
  'alle',
  'liste',
  'is-a',
  'under',
  'ikke',
  'ben',
  'regex',
  'uden',
  'import',
  'snit',
  'ring',
  'fremmed',
  'uddrag',
  'udfoldet',
  'side',
  'mangler',
  'trin0',
  'kreds',
];
const coded = (linkId: string, code: string, more: object = {}) =>
  say(linkId, { valueCoding: { system, code, ...more } });
const holds: Readonly<Record<string, readonly string[]>> = {
  alle: ['pattedyr', 'hund', 'puddel', 'hval', 'fugl'],
  liste: ['hund', 'fugl'],
  'is-a': ['hund', 'puddel'],
  under: ['hund', 'puddel', 'hval'],
  ikke: ['fugl'],
  ben: ['hund', 'puddel'],
  regex: ['hund', 'hval'],
  trin0: ['hund'],
  uden: ['pattedyr', 'hund', 'puddel', 'fugl'],
  import: ['hund', 'fugl'],
  snit: ['hund'],
};
const members = Object.entries(holds).flatMap(([linkId, codes]) =>
  [...(holds.alle ?? []), 'kat'].map(
    (code): Case => ({
      title: `${linkId}: ${code}`,
      item: [coded(linkId, code)],
      problems: codes.includes(code) ? [] : ['answer-code item[0].answer[0].value'],
    }),
  ),
);
const unknown = (linkId: string, code: string, from: string): Case => ({
  title: `${linkId}: what is not at hand is a warning`,
  item: [say(linkId, { valueCoding: { system: from, code } })],
  problems: ['value-set-unknown item[0].answer[0].value'],
});
const outside = (linkId: string, code: string, problems: string[]): Case => ({
  title: `${linkId}: ${code} by its expansion`,
  item: [say(linkId, { valueCoding: { system: 'http://example.dk/udenfor', code } })],
  problems,
});

testRule({
  rule: 'answerValueSet: contained, supplied, expanded',
  source: 'https://hl7.org/fhir/R4/valueset.html#compositions',
  items: [
    ...names.map((name) => ask(name, 'choice', { answerValueSet: base + name })),
    ask('versioneret', 'choice', { answerValueSet: `${base}liste|1.0` }),
    ask('anden-version', 'choice', { answerValueSet: `${base}liste|2.0` }),
    ask('indlejret', 'choice', { answerValueSet: '#inde' }),
    ask('fri', 'open-choice', { answerValueSet: `${base}liste` }),
    ask('ord', 'string', { answerValueSet: `${base}liste` }),
    ask('tekst', 'text', { answerValueSet: `${base}liste` }),
    ask('ukendt-ord', 'string', { answerValueSet: `${base}mangler` }),
  ],
  questionnaire: { contained: [{ ...set('inde', [{ system, concept: [{ code: 'hund' }] }]), id: 'inde' }] },
  resources,
  cases: [
    ...members,
    { title: 'a code for a text', item: [coded('tekst', 'hund')], problems: [] },
    {
      title: 'another code for a text',
      item: [coded('tekst', 'kat')],
      problems: ['answer-code item[0].answer[0].value'],
    },
    { title: 'a version', item: [coded('versioneret', 'hund')], problems: [] },
    { title: 'contained', item: [coded('indlejret', 'hund')], problems: [] },
    {
      title: 'not in the contained one',
      item: [coded('indlejret', 'fugl')],
      problems: ['answer-code item[0].answer[0].value'],
    },
    {
      title: 'another system',
      item: [say('alle', { valueCoding: { system: 'http://example.dk/x', code: 'hund' } })],
      problems: ['answer-code item[0].answer[0].value'],
    },
    {
      title: 'no system',
      item: [say('liste', { valueCoding: { code: 'hund' } })],
      problems: ['answer-code item[0].answer[0].value'],
    },
    {
      title: 'a question of text takes the codes, and their wordings',
      item: [say('ord', { valueString: 'hund' }), say('tekst', { valueString: 'Vovse' })],
      problems: [],
    },
    {
      title: 'a question of text takes no other text',
      item: [say('ord', { valueString: 'kat' }), say('tekst', { valueString: 'Kat' })],
      problems: ['answer-code item[0].answer[0].value', 'answer-code item[1].answer[0].value'],
    },
    {
      title: 'a text where the ValueSet is not at hand: the warning names the ValueSet',
      item: [say('ukendt-ord', { valueString: 'hund' })],
      problems: ['value-set-unknown item[0].answer[0].value'],
      values: [{ url: `${base}mangler` }],
    },
    {
      title: 'a coding without a code cannot be looked up',
      item: [say('liste', { valueCoding: { display: 'Hund' } })],
      problems: ['value-set-unknown item[0].answer[0].value'],
    },
    { title: 'free text of an open-choice', item: [say('fri', { valueString: 'Kat' })], problems: [] },
    {
      title: 'a code that an open-choice does not have',
      item: [coded('fri', 'hval')],
      problems: ['answer-code item[0].answer[0].value'],
    },
    ...['Hund', 'Dog', 'Vovse'].map((display) => ({
      title: `the display ${display}`,
      item: [coded('liste', 'hund', { display })],
      problems: [],
    })),
    {
      title: 'the display of another code',
      item: [coded('liste', 'hund', { display: 'Fugl' })],
      problems: ['answer-display item[0].answer[0].value.display'],
    },
    {
      title: "a stranger's filters are not run",
      response: { questionnaire: '#q', contained: [{ ...brought, id: 'q' }] },
      item: [coded('ben', 'hund')],
      problems: ['value-set-unknown item[0].answer[0].value'],
    },
    {
      title: 'unless the caller trusts them',
      resources,
      options: { trustContained: true },
      response: { questionnaire: '#q', contained: [{ ...brought, id: 'q' }] },
      item: [coded('ben', 'fugl')],
      problems: ['answer-code item[0].answer[0].value'],
    },
    { title: 'a circle, known all the same', item: [coded('kreds', 'hund')], problems: [] },
    {
      title: 'a set that stands beside a contained Questionnaire',
      response: {
        questionnaire: '#q',
        contained: [
          { ...brought, id: 'q', item: [ask('a', 'choice', { answerValueSet: '#s' })] } as Questionnaire,
          { ...set('s', [{ system, concept: [{ code: 'hund' }] }]), id: 's' },
        ],
      },
      item: [coded('a', 'fugl')],
      problems: ['answer-code item[0].answer[0].value'],
    },
    unknown('mangler', 'hund', system),
    unknown('anden-version', 'hund', system),
    unknown('ring', 'hund', system),
    unknown('fremmed', '123', 'http://snomed.info/sct'),
    unknown('uddrag', 'b', 'http://example.dk/uddrag'),
    outside('udfoldet', 'x', []),
    outside('udfoldet', 'y', ['answer-code item[0].answer[0].value']),
    outside('udfoldet', 'top', ['answer-code item[0].answer[0].value']),
    outside('side', 'x', []),
    outside('side', 'y', ['value-set-unknown item[0].answer[0].value']),
    {
      title:
        'the wording of another code of the ValueSet, where its CodeSystem is not at hand: which is meant would be a guess',
      questionnaire: { item: [ask('c', 'choice', { answerValueSet: '#v' })], contained: [worded] },
      item: [say('c', { valueCoding: { system: 'http://example.dk/udenfor', code: 'r', display: 'grøn' } })],
      problems: ['answer-display item[0].answer[0].value.display'],
    },
    {
      title: 'a wording that no code of the ValueSet has, where its CodeSystem is not at hand',
      questionnaire: { item: [ask('c', 'choice', { answerValueSet: '#v' })], contained: [worded] },
      item: [say('c', { valueCoding: { system: 'http://example.dk/udenfor', code: 'r', display: 'Blå' } })],
      problems: ['answer-display-unknown item[0].answer[0].value.display'],
    },
  ],
});
