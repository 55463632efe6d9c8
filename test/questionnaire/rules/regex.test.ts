import type { Questionnaire } from 'fhir/r4.js';
import { expect, test } from 'vitest';
import { ask, ext, problemsOf, type Rule, say, testRule } from './rule.ts';

const s = (valueString: string) => ({ valueString });
const regex = (valueString: string) => ({ extension: [ext('regex', { valueString })] });

const brought: Questionnaire = {
  resourceType: 'Questionnaire',
  id: 'q',
  status: 'active',
  item: [ask('a', 'string', regex('[0-9]+'))],
};

const rule: Rule = {
  rule: 'regex: the whole answer matches, in bounded time',
  source: 'http://hl7.org/fhir/StructureDefinition/regex',
  items: [
    ask('s', 'string', regex('[0-9]{4}')),
    ask('anchored', 'text', regex('^[A-ZÆØÅ][a-zæøå]+$')),
    ask('u', 'url', regex('https://.*')),
    ask('i', 'integer', regex('[1-9][0-9]')),
    ask('slow', 'string', regex('(a+)+b')),
  ],
  cases: [
    {
      title: 'a dot is any character, a new line too',
      questionnaire: { item: [ask('s', 'text', regex('Ja.*'))] },
      item: [say('s', s('Ja\nmen ikke i dag'))],
      problems: [],
    },
    {
      title: 'all of it',
      item: [
        say('s', s('8000')),
        say('anchored', s('Århus')),
        say('u', { valueUri: 'https://x' }),
        say('i', { valueInteger: 42 }),
      ],
      problems: [],
    },
    {
      title: 'a part of it only',
      item: [
        say('s', s('80001')),
        say('anchored', s('Århus C')),
        say('u', { valueUri: 'see:https://x' }),
        say('i', { valueInteger: 142 }),
      ],
      problems: [0, 1, 2, 3].map((index) => `answer-pattern item[${index}].answer[0]`),
    },
    ...[
      "matches('^[0-9]{4}$')",
      "$this.matches('[0-9]{4}')",
      String.raw`matches('^\\d{4}$')`,
      String.raw`matches('^\d{4}$')`,
      ' matchesFull ( "[0-9]{4}" ) ',
    ].flatMap((pattern) => {
      const questionnaire = { item: [ask('z', 'string', { extension: [ext('regex', { valueString: pattern })] })] };
      return [
        {
          title: `${pattern}: the call has the pattern in it`,
          questionnaire,
          item: [say('z', s('2450'))],
          problems: [],
        },
        {
          title: `${pattern}: and another answer`,
          questionnaire,
          item: [say('z', s('24A'))],
          problems: ['answer-pattern item[0].answer[0]'],
        },
      ];
    }),
    {
      title: 'matches() is content with a part of the answer, matchesFull() is not',
      questionnaire: {
        item: [ask('a', 'string', regex("matches('b')")), ask('b', 'string', regex("matchesFull('b')"))],
      },
      item: [say('a', s('abc')), say('b', s('abc'))],
      problems: ['answer-pattern item[1].answer[0]'],
    },
    {
      title: 'a code is no text: it has no pattern',
      questionnaire: {
        item: [ask('o', 'open-choice', { answerOption: [{ valueCoding: { code: 'a' } }], ...regex('[0-9]+') })],
      },
      item: [say('o', { valueCoding: { code: 'a' } })],
      problems: [],
    },
    {
      title: 'a tab of a FHIRPath string is a tab',
      questionnaire: { item: [ask('a', 'string', { repeats: true, ...regex(String.raw`matches('^a\t?b$')`) })] },
      item: [say('a', s('a\tb'), s('atb'))],
      problems: ['answer-pattern item[0].answer[1]'],
    },
    ...['/^[0-9]{4}$/', 'a^b', '$a', String.raw`[^\s\S]`, String.raw`a\bc`, '(?:^|x)b$c', 'x{0}$y'].map((pattern) => ({
      title: `${pattern} matches no text at all: not used`,
      questionnaire: { item: [ask('z', 'string', { extension: [ext('regex', { valueString: pattern })] })] },
      item: [say('z', s('2450'))],
      problems: ['questionnaire-pattern Questionnaire.item[0]'],
    })),
    ...['^(?:a|b)?$', String.raw`\bword\b`, '(?m)a$\n^b', 'a*', '', '^$|x', String.raw`\Bx?`].map((pattern) => ({
      title: `${pattern || 'an empty pattern'} can match`,
      questionnaire: { item: [ask('z', 'string', { extension: [ext('regex', { valueString: pattern })] })] },
      item: [{ linkId: 'z' }],
      problems: [],
    })),
    {
      title: 'a decimal as it was sent',
      questionnaire: {
        item: [ask('z', 'decimal', { extension: [ext('regex', { valueString: '[0-9]+[.][0-9]{2}' })] })],
      },
      item: [say('z', { valueDecimal: 77 })],
      text: (text) => text.replace('77', '12.50'),
      problems: [],
    },
    {
      title: 'a pattern that cannot be read, and one that looks around: not used',
      questionnaire: { item: [ask('a', 'string', regex('([a-z')), ask('b', 'string', regex('(?=.*[0-9]).{8,}'))] },
      item: [say('a', s('x')), say('b', s('x'))],
      problems: ['questionnaire-pattern Questionnaire.item[0]', 'questionnaire-pattern Questionnaire.item[1]'],
    },
    {
      title: 'one that would be written out a hundred thousand times: not used',
      questionnaire: { item: [ask('a', 'string', regex(`(${'[a-z]?'.repeat(60)}){999}`))] },
      item: [say('a', s('1'))],
      problems: ['questionnaire-pattern Questionnaire.item[0]'],
    },
    {
      title: 'of a Questionnaire that came with the response: not used',
      response: { questionnaire: '#q', contained: [brought] },
      item: [say('a', s('x'))],
      problems: ['expressions-unchecked Questionnaire'],
    },
    {
      title: 'unless the caller trusts it',
      options: { trustContained: true },
      response: { questionnaire: '#q', contained: [brought] },
      item: [say('a', s('x'))],
      problems: ['answer-pattern item[0].answer[0]'],
    },
  ],
};
testRule(rule);

test('a pattern that would keep other engines busy for years ends', () => {
  const problems = problemsOf(rule, { title: '', item: [say('slow', s('a'.repeat(100_000)))], problems: [] });
  expect(problems.map(({ code }) => code)).toEqual(['answer-pattern']);
});
