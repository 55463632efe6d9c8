import { ask, ext, say, testRule, within } from './rule.ts';

const n = (...numbers: number[]) => numbers.map((valueInteger) => ({ valueInteger }));
const occurs = (min: number, max: number) => [
  ext('questionnaire-minOccurs', { valueInteger: min }),
  ext('questionnaire-maxOccurs', { valueInteger: max }),
];
const group = (...linkIds: string[]) => linkIds.map((linkId) => within(linkId, say(`${linkId}.1`, ...n(1))));

testRule({
  rule: 'repeats, minOccurs, maxOccurs',
  source: 'http://hl7.org/fhir/StructureDefinition/questionnaire-minOccurs, questionnaire-maxOccurs',
  items: [
    ask('q', 'integer', { repeats: true, extension: occurs(2, 3) }),
    ask('g', 'group', { repeats: true, required: true, extension: occurs(2, 3), item: [ask('g.1', 'integer')] }),
    ask('one', 'integer'),
  ],
  cases: [
    { title: 'the fewest', item: [say('q', ...n(1, 2)), ...group('g', 'g')], problems: [] },
    { title: 'the most', item: [say('q', ...n(1, 2, 2)), ...group('g', 'g', 'g')], problems: [] },
    {
      title: 'one too few',
      item: [say('q', ...n(1)), ...group('g')],
      problems: ['occurs-few item[0]', 'occurs-few item[1]'],
    },
    {
      title: 'one too many',
      item: [say('q', ...n(1, 2, 3, 4)), ...group('g', 'g', 'g', 'g')],
      problems: ['occurs-many item[0].answer[3]', 'occurs-many item[4]'],
    },
    {
      title: 'three too many are one fault',
      item: [say('q', ...n(1, 2, 3, 4, 5, 6)), ...group('g', 'g')],
      problems: ['occurs-many item[0].answer[3]'],
    },
    {
      title: 'items that are left out count as none',
      problems: ['occurs-few QuestionnaireResponse'],
    },
    {
      title: 'a question that is not required may be left out, or stay without answers',
      item: [{ linkId: 'q' }, ...group('g', 'g')],
      problems: [],
    },
    {
      title: 'a repetition without answers does not count',
      item: [say('q', ...n(1, 2)), ...group('g'), within('g', { linkId: 'g.1' })],
      problems: ['occurs-few item[1]'],
    },
    { title: 'too few in progress', response: { status: 'in-progress' }, item: [say('q', ...n(1))], problems: [] },
    {
      title: 'two answers to a question that does not repeat',
      item: [say('q', ...n(1, 2)), ...group('g', 'g'), say('one', ...n(1, 2))],
      problems: ['answer-repeated item[3].answer[1]'],
    },
    {
      title: 'bounds that contradict each other are each applied',
      questionnaire: { item: [ask('q', 'integer', { repeats: true, extension: occurs(3, 2) })] },
      item: [say('q', ...n(1))],
      problems: ['occurs-few item[0]', 'questionnaire-bounds Questionnaire.item[0]'],
    },
    {
      title: 'a minimum of a question that does not repeat is not used',
      questionnaire: {
        item: [
          ask('q', 'integer', { required: true, extension: [ext('questionnaire-minOccurs', { valueInteger: 2 })] }),
        ],
      },
      item: [say('q', ...n(1))],
      problems: ['questionnaire-bounds Questionnaire.item[0]'],
    },
  ],
});
