import { ask, ext, say, testRule } from './rule.ts';

const s = (valueString: string) => ({ valueString });
const least = [ext('minLength', { valueInteger: 2 })];

testRule({
  rule: 'maxLength, minLength',
  source:
    'https://hl7.org/fhir/R4/questionnaire-definitions.html#Questionnaire.item.maxLength, http://hl7.org/fhir/StructureDefinition/minLength',
  items: [
    ask('s', 'string', { maxLength: 4, extension: least }),
    ask('t', 'text', { maxLength: 4, extension: least }),
    ask('u', 'url', { maxLength: 10 }),
    ask('o', 'open-choice', {
      maxLength: 4,
      extension: least,
      answerOption: [{ valueCoding: { code: 'langt-navn' } }],
    }),
  ],
  cases: [
    {
      title: 'the shortest and the longest',
      item: [say('s', s('ab')), say('t', s('abcd')), say('u', { valueUri: 'urn:abcdef' })],
      problems: [],
    },
    { title: 'characters as people count them', item: [say('s', s('👍👍👍👍')), say('t', s('æøå\n'))], problems: [] },
    { title: 'a code has no length', item: [say('o', { valueCoding: { code: 'langt-navn' } })], problems: [] },
    {
      title: 'the longest may be as short as the shortest',
      questionnaire: { item: [ask('s', 'string', { maxLength: 2, extension: least })] },
      item: [say('s', s('ab'))],
      problems: [],
    },
    {
      title: 'one too many',
      item: [say('s', s('abcde')), say('t', s('ab\ncd')), say('u', { valueUri: 'urn:abcdefg' }), say('o', s('abcde'))],
      problems: [0, 1, 2, 3].map((index) => `answer-length item[${index}].answer[0]`),
    },
    {
      title: 'one too few',
      item: [say('s', s('a')), say('t', s('👍'))],
      problems: ['answer-short item[0].answer[0]', 'answer-short item[1].answer[0]'],
    },
    {
      title: 'lengths that contradict each other are each applied',
      questionnaire: { item: [ask('s', 'string', { maxLength: 1, extension: least })] },
      item: [say('s', s('a'))],
      problems: ['answer-short item[0].answer[0]', 'questionnaire-bounds Questionnaire.item[0]'],
    },
    {
      title: 'a number as it was sent',
      questionnaire: { item: [ask('s', 'decimal', { maxLength: 4 })] },
      item: [say('s', { valueDecimal: 77 })],
      text: (text) => text.replace('77', '12.50'),
      problems: ['answer-length item[0].answer[0]'],
    },
    {
      title: 'a number of as many characters as may be',
      questionnaire: { item: [ask('s', 'decimal', { maxLength: 4 })] },
      item: [say('s', { valueDecimal: 77 })],
      text: (text) => text.replace('77', '12.5'),
      problems: [],
    },
  ],
});
