import { ask, ext, testRule } from './rule.ts';

const english = ext('translation', {
  extension: [
    { url: 'lang', valueCode: 'en' },
    { url: 'content', valueString: 'Height in cm' },
  ],
});
const answer = [{ valueInteger: 180 }];

testRule({
  rule: 'item.text: the question’s, or a translation of it',
  source: 'https://hl7.org/fhir/R4/extension-translation.html',
  items: [ask('h', 'integer', { text: 'Højde i cm', _text: { extension: [english] } })],
  cases: [
    { title: 'none', item: [{ linkId: 'h', answer }], problems: [] },
    { title: 'the question’s own', item: [{ linkId: 'h', text: 'Højde i cm', answer }], problems: [] },
    { title: 'a translation', item: [{ linkId: 'h', text: 'Height in cm', answer }], problems: [] },
    { title: 'other white space', item: [{ linkId: 'h', text: ' Højde  i cm', answer }], problems: [] },
    {
      title: 'another one',
      item: [{ linkId: 'h', text: 'Højde i tommer', answer }],
      problems: ['text-differs item[0].text'],
    },
    {
      title: 'without its blanks it is another',
      item: [{ linkId: 'h', text: 'Højdeicm', answer }],
      problems: ['text-differs item[0].text'],
    },
    {
      title: 'any text where the questionnaire has none',
      questionnaire: { item: [{ linkId: 'h', type: 'integer' }] },
      item: [{ linkId: 'h', text: 'Højde', answer }],
      problems: [],
    },
  ],
});
