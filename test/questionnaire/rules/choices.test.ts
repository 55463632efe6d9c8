import { ask, ext, say, testRule } from './rule.ts';

const c = (code: string) => ({ valueCoding: { code } });

testRule({
  rule: 'optionExclusive; no answer twice',
  source: 'http://hl7.org/fhir/StructureDefinition/questionnaire-optionExclusive',
  items: [
    ask('c', 'choice', {
      repeats: true,
      answerOption: [
        c('a'),
        c('b'),
        { ...c('ingen'), extension: [ext('questionnaire-optionExclusive', { valueBoolean: true })] },
      ],
    }),
    ask('o', 'open-choice', { repeats: true, answerOption: [c('a')] }),
    ask('i', 'integer', { repeats: true }),
  ],
  cases: [
    { title: 'several', item: [say('c', c('a'), c('b'))], problems: [] },
    { title: 'the exclusive one alone', item: [say('c', c('ingen'))], problems: [] },
    {
      title: 'the same number twice is two measurements',
      item: [say('i', { valueInteger: 1 }, { valueInteger: 1 })],
      problems: [],
    },
    {
      title: 'the exclusive one beside others: one issue',
      item: [say('c', c('a'), c('ingen'), c('b'))],
      problems: ['option-exclusive item[0].answer[1]'],
    },
    {
      title: 'an option twice',
      item: [say('c', c('a'), c('b'), c('a'))],
      problems: ['answer-duplicate item[0].answer[2]'],
    },
    {
      title: 'the exclusive one twice',
      item: [say('c', c('ingen'), c('ingen'))],
      problems: ['answer-duplicate item[0].answer[1]'],
    },
    {
      title: 'the same answer twice, each with further questions of its own, is two answers',
      questionnaire: {
        item: [ask('c', 'choice', { repeats: true, answerOption: [c('a'), c('b')], item: [ask('c.1', 'string')] })],
      },
      item: [say('c', { ...c('a'), item: [say('c.1', { valueString: 'x' })] }, c('a'))],
      problems: [],
    },
    {
      title: 'the same answer twice, of which only the second has further questions, is two answers',
      questionnaire: {
        item: [ask('c', 'choice', { repeats: true, answerOption: [c('a'), c('b')], item: [ask('c.1', 'string')] })],
      },
      item: [say('c', c('a'), { ...c('a'), item: [say('c.1', { valueString: 'x' })] })],
      problems: [],
    },
    {
      title: 'a code of a ValueSet twice',
      questionnaire: {
        item: ['choice' as const, 'open-choice' as const].map((type) =>
          ask(type, type, { repeats: true, answerValueSet: 'http://example.dk/ValueSet/mangler' }),
        ),
      },
      item: [say('choice', c('a'), c('a')), say('open-choice', c('a'), c('a'))],
      problems: [0, 1].flatMap((index) => [
        `value-set-unknown item[${index}].answer[0].value`,
        `answer-duplicate item[${index}].answer[1]`,
        `value-set-unknown item[${index}].answer[1].value`,
      ]),
    },
    {
      title: 'a free text twice',
      item: [say('o', { valueString: 'x' }, { valueString: 'x' })],
      problems: ['answer-duplicate item[0].answer[1]'],
    },
  ],
});
