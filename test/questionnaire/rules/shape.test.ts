import { ask, say, testRule, within } from './rule.ts';

const text = { valueString: 'x' };

testRule({
  rule: 'Groups hold items, questions hold answers, displays hold nothing',
  source: 'https://hl7.org/fhir/R4/questionnaireresponse.html (item.item, item.answer.item)',
  items: [
    ask('g', 'group', { item: [ask('g.1', 'string')] }),
    ask('q', 'string', {
      repeats: true,
      item: [ask('q.1', 'string'), ask('q.g', 'group', { item: [ask('q.g.1', 'string')] })],
    }),
    ask('d', 'display'),
  ],
  cases: [
    { title: 'a group and a display without content', item: [{ linkId: 'g' }, { linkId: 'd' }], problems: [] },
    {
      title: 'questions and groups below each of several answers',
      item: [
        say(
          'q',
          { ...text, item: [say('q.1', text)] },
          { valueString: 'y', item: [within('q.g', say('q.g.1', text))] },
        ),
      ],
      problems: [],
    },
    { title: 'an answer to a group', item: [say('g', text)], problems: ['group-answered item[0]'] },
    { title: 'an answer to a display', item: [say('d', text)], problems: ['group-answered item[0]'] },
    {
      title: 'items beside the answer of a question',
      item: [within('q', say('q.1', text))],
      problems: ['question-as-group item[0]'],
    },
    {
      title: 'an item below a display',
      item: [within('d', say('g.1', text))],
      problems: ['linkid-misplaced item[0].item[0]'],
    },
    {
      title: 'an answer that has only items',
      item: [say('q', { item: [say('q.1', text)] })],
      problems: [],
    },
    {
      title: 'an answer of white space',
      item: [say('q', { valueString: ' \n' })],
      problems: ['answer-empty item[0].answer[0]'],
    },
  ],
});
