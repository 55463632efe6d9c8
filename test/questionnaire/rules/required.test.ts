import { ask, ext, say, testRule, within } from './rule.ts';

const yes = { valueBoolean: true };

testRule({
  rule: 'required: answered in a finished response; an omitted item is the same as an unanswered one',
  source: 'https://hl7.org/fhir/R4/questionnaire-definitions.html#Questionnaire.item.required',
  items: [
    ask('a', 'boolean', { required: true }),
    ask('g', 'group', { item: [ask('g.1', 'boolean', { required: true }), ask('g.2', 'boolean')] }),
    ask('h', 'group', { required: true, item: [ask('h.1', 'boolean', { required: true }), ask('h.2', 'boolean')] }),
    ask('q', 'boolean', { item: [ask('q.1', 'boolean', { required: true })] }),
    ask('d', 'display', { required: true }),
  ],
  cases: [
    { title: 'all of it', item: [say('a', yes), within('h', say('h.1', yes))], problems: [] },
    {
      title: 'false is an answer',
      item: [say('a', { valueBoolean: false }), within('h', say('h.1', yes))],
      problems: [],
    },
    {
      title: 'a group that is left out, present without items, and with unanswered ones: all the same',
      item: [say('a', yes), { linkId: 'g' }, within('h', say('h.1', yes))],
      problems: [],
    },
    {
      title: 'a group with unanswered items',
      item: [say('a', yes), within('g', { linkId: 'g.1' }), within('h', say('h.1', yes))],
      problems: [],
    },
    {
      title: 'nothing at all: one issue a required item, none for what stands in it',
      problems: ['required-missing QuestionnaireResponse', 'required-missing QuestionnaireResponse'],
    },
    {
      title: 'an item without answer',
      item: [{ linkId: 'a' }, within('h', say('h.1', yes))],
      problems: ['required-missing item[0]'],
    },
    {
      title: 'a question of a group that is answered',
      item: [say('a', yes), within('g', say('g.2', yes)), within('h', say('h.2', yes))],
      problems: ['required-missing item[1]', 'required-missing item[2]'],
    },
    {
      title: 'a question below an answer',
      item: [say('a', yes), within('h', say('h.1', yes)), say('q', yes)],
      problems: ['required-missing item[2].answer[0]'],
    },
    ...(['in-progress', 'stopped', 'entered-in-error'] as const).map((status) => ({
      title: `nothing at all, ${status}`,
      response: { status },
      problems: [],
    })),
    {
      title: 'amended as completed',
      response: { status: 'amended' as const },
      problems: ['required-missing QuestionnaireResponse', 'required-missing QuestionnaireResponse'],
    },
    {
      title: 'one answered question makes a group answered, whatever stands unanswered before it',
      item: [say('a', yes), within('h', { linkId: 'h.1' }, say('h.2', yes))],
      problems: ['required-missing item[1].item[0]'],
    },
    {
      title: 'a group that has one open question can be answered, whatever else is closed',
      questionnaire: {
        item: [
          ask('a', 'boolean'),
          ask('g', 'group', {
            required: true,
            item: [
              ask('g.1', 'boolean', { enableWhen: [{ question: 'a', operator: '=', answerBoolean: true }] }),
              ask('g.2', 'boolean'),
            ],
          }),
        ],
      },
      item: [say('a', { valueBoolean: false })],
      problems: ['required-missing QuestionnaireResponse'],
    },
    {
      title: 'a group that has nothing to answer cannot lack an answer',
      questionnaire: {
        item: [
          ask('g', 'group', { required: true, item: [ask('g.d', 'display')] }),
          ask('h', 'group', {
            required: true,
            item: [ask('h.1', 'boolean', { enableWhen: [{ question: 'a', operator: '=', answerBoolean: true }] })],
          }),
          ask('a', 'boolean'),
        ],
      },
      item: [say('a', { valueBoolean: false })],
      problems: [],
    },
    {
      title: 'hidden or not',
      questionnaire: {
        item: [
          ask('a', 'boolean', { required: true, extension: [ext('questionnaire-hidden', { valueBoolean: true })] }),
        ],
      },
      problems: ['required-missing QuestionnaireResponse'],
    },
    {
      title: 'a question below an answer, in progress',
      response: { status: 'in-progress' },
      item: [say('a', yes), say('q', yes)],
      problems: [],
    },
    {
      title: 'a linkId that the form has twice: which of them is meant would be a guess',
      questionnaire: { item: [ask('a', 'boolean', { required: true }), ask('a', 'boolean', { required: true })] },
      problems: ['questionnaire-linkid Questionnaire.item[1]'],
    },
  ],
});
