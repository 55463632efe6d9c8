import type { Questionnaire, QuestionnaireItem } from 'fhir/r4.js';
import { ask, ext, say, testRule } from './rule.ts';

const odd = (item: unknown): Partial<Questionnaire> => ({ item: item as QuestionnaireItem[] });
const right = [say('a', { valueInteger: 1 })];

testRule({
  rule: 'Mistakes of the Questionnaire are warnings, at their place, and make no right response wrong',
  source: 'https://hl7.org/fhir/R4/questionnaire-definitions.html',
  items: [ask('a', 'integer')],
  cases: [
    {
      title: 'text that is a number',
      questionnaire: odd([{ ...ask('a', 'integer'), text: 5 }]),
      item: right,
      problems: ['questionnaire-malformed Questionnaire.item[0].text'],
    },
    {
      title: 'required that is a text',
      questionnaire: odd([{ ...ask('a', 'integer'), required: 'true' }]),
      problems: ['questionnaire-malformed Questionnaire.item[0].required'],
    },
    {
      title: 'items that are no list',
      questionnaire: odd({ linkId: 'a' }),
      problems: ['questionnaire-malformed Questionnaire.item'],
    },
    {
      title: 'an item that is null',
      questionnaire: odd([null, ask('a', 'integer')]),
      item: right,
      problems: ['questionnaire-malformed Questionnaire.item[0]'],
    },
    {
      title: 'an item without linkId',
      questionnaire: odd([{ type: 'integer' }, ask('a', 'integer')]),
      item: right,
      problems: ['questionnaire-linkid Questionnaire.item[0]'],
    },
    {
      title: 'an extension with another type of value',
      questionnaire: odd([ask('a', 'integer', { extension: [ext('minValue', { valueString: '5' })] })]),
      item: right,
      problems: ['questionnaire-bounds Questionnaire.item[0]'],
    },
    {
      title: 'options that are no options',
      questionnaire: odd([{ ...ask('a', 'integer'), answerOption: 'x', enableWhen: 3 }]),
      item: right,
      problems: [
        'questionnaire-malformed Questionnaire.item[0].answerOption',
        'questionnaire-malformed Questionnaire.item[0].enableWhen',
      ],
    },
  ],
});
