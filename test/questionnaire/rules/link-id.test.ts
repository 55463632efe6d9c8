import { mostProblems } from '../../../src/outcome/problem.ts';
import { ask, ext, say, testRule, within } from './rule.ts';

const text = { valueString: 'x' };

testRule({
  rule: 'linkId: known, in place, in order, not repeated',
  source: 'https://hl7.org/fhir/R4/questionnaireresponse.html#notes',
  items: [
    ask('a', 'string'),
    ask('g', 'group', { item: [ask('g.1', 'string'), ask('g.2', 'string')] }),
    ask('r', 'group', { repeats: true, item: [ask('r.1', 'string')] }),
    ask('q', 'string', { item: [ask('q.1', 'string')] }),
  ],
  cases: [
    {
      title: 'every item in place and order',
      item: [
        say('a', text),
        within('g', say('g.1', text), say('g.2', text)),
        within('r', say('r.1', text)),
        say('q', text),
      ],
      problems: [],
    },
    { title: 'some items left out', item: [within('g', say('g.2', text)), say('q', text)], problems: [] },
    {
      title: 'a repeating group, repeated',
      item: [within('r', say('r.1', text)), within('r', say('r.1', text))],
      problems: [],
    },
    {
      title: 'a question below the answer that it belongs to',
      item: [say('q', { ...text, item: [say('q.1', text)] })],
      problems: [],
    },
    { title: 'an unknown linkId', item: [say('a', text), say('A', text)], problems: ['linkid-unknown item[1]'] },
    {
      title: 'nothing is said of what stands below an unknown item',
      item: [within('x', say('y', text), say('a', text))],
      problems: ['linkid-unknown item[0]'],
    },
    { title: 'a question of a group outside it', item: [say('g.1', text)], problems: ['linkid-misplaced item[0]'] },
    {
      title: 'a question within a group that is not its own',
      item: [within('g', say('a', text))],
      problems: ['linkid-misplaced item[0].item[0]'],
    },
    {
      title: 'a question beside the answer that it belongs below',
      item: [say('q', text), say('q.1', text)],
      problems: ['linkid-misplaced item[1]'],
    },
    {
      title: 'another order than the questionnaire’s',
      item: [within('g', say('g.2', text), say('g.1', text)), say('a', text)],
      problems: ['item-order item[0].item[1]', 'item-order item[1]'],
    },
    {
      title: 'questions below a question stand below its answer, but for one that is never answered',
      questionnaire: {
        item: [
          ask('q', 'string', { item: [ask('q.1', 'string')] }),
          ask('p', 'question', { item: [ask('p.1', 'string')] }),
        ],
      },
      item: [within('q', say('q.1', text)), within('p', say('p.1', text))],
      problems: ['question-as-group item[0]', 'questionnaire-type Questionnaire.item[1]'],
    },
    {
      title: 'a question twice',
      item: [say('a', text), say('a', text)],
      problems: ['linkid-repeated item[1]'],
    },
    {
      title: 'a question that repeats has its answers in one item, not in two',
      questionnaire: { item: [ask('a', 'string', { repeats: true })] },
      item: [say('a', text), say('a', text)],
      problems: ['linkid-repeated item[1]'],
    },
    {
      title: 'a question twice, with another between them',
      item: [say('a', text), within('g', say('g.1', text)), say('a', text)],
      problems: ['linkid-repeated item[2]'],
    },
    {
      title: 'repetitions on both sides of another item are counted together',
      questionnaire: {
        item: [
          ask('r', 'group', {
            repeats: true,
            extension: [ext('questionnaire-maxOccurs', { valueInteger: 3 })],
            item: [ask('r.1', 'string')],
          }),
          ask('q', 'string'),
        ],
      },
      item: [
        within('r', say('r.1', text)),
        within('r', say('r.1', text)),
        say('q', text),
        within('r', say('r.1', text)),
        within('r', say('r.1', text)),
      ],
      problems: ['item-order item[3]', 'occurs-many item[4]', 'item-order item[4]'],
    },
    {
      title: 'a group twice that does not repeat',
      item: [within('g', say('g.1', text)), within('g', say('g.1', text))],
      problems: ['linkid-repeated item[1]'],
    },
    {
      title: 'repetitions of a group with another item between them',
      item: [within('r', say('r.1', text)), say('q', text), within('r', say('r.1', text))],
      problems: ['item-order item[2]'],
    },
    {
      title: 'two items of the questionnaire with one linkId: answers to it are not measured',
      questionnaire: {
        item: [
          ask('a', 'string'),
          ask('a', 'integer'),
          ask('b', 'string', { extension: [ext('minLength', { valueInteger: 2 })] }),
        ],
      },
      item: [say('a', text), say('a', { valueInteger: 1 }), say('b', text)],
      problems: ['answer-short item[2].answer[0]', 'questionnaire-linkid Questionnaire.item[1]'],
    },
    {
      title: 'a strange item below an answer of a question that has none',
      item: [say('a', { ...text, item: [say('nej', { valueString: 'x' })] })],
      problems: ['linkid-unknown item[0].answer[0].item[0]'],
    },
    {
      title: 'of more problems than are told, the first in the order of the response',
      item: Array.from({ length: mostProblems + 5 }, () => say('nej', text)),
      problems: Array.from({ length: mostProblems }, (_, index) => `linkid-unknown item[${index}]`),
    },
  ],
});
