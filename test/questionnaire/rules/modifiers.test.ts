import type { Patient } from 'fhir/r4.js';
import { ask, say, testRule, within } from './rule.ts';

const modifierExtension = [{ url: 'http://example.dk/negated', valueBoolean: true }];
const x = { valueString: 'x' };

testRule({
  rule: 'modifierExtension, implicitRules: what may turn the meaning is not processed',
  source:
    'https://hl7.org/fhir/R4/extensibility.html#modifierExtension, https://hl7.org/fhir/R4/resource.html#implicitRules',
  items: [ask('a', 'string', { item: [ask('b', 'string')] }), ask('g', 'group', { item: [ask('c', 'string')] })],
  cases: [
    { title: 'none anywhere', item: [say('a', x), within('g', say('c', x))], problems: [] },
    {
      title: 'their names as text are no modifiers',
      item: [say('a', { valueString: 'modifierExtension' }), within('g', say('c', { valueString: '"implicitRules"' }))],
      problems: [],
    },
    {
      title: 'on the response',
      response: { modifierExtension },
      item: [say('a', x)],
      problems: ['modifier-unknown modifierExtension'],
    },
    {
      title: 'implicit rules of the response',
      response: { implicitRules: 'http://example.dk/rules' },
      item: [say('a', x)],
      problems: ['modifier-unknown implicitRules'],
    },
    {
      title: 'on an item',
      item: [{ ...say('a', x), modifierExtension }],
      problems: ['modifier-unknown item[0].modifierExtension'],
    },
    {
      title: 'on an answer behind one without',
      item: [say('a', x), within('g', { linkId: 'c', answer: [{ ...x, modifierExtension }] })],
      problems: ['modifier-unknown item[1].item[0].answer[0].modifierExtension'],
    },
    {
      title: 'on an item below an answer',
      item: [say('a', { ...x, item: [{ ...say('b', x), modifierExtension }] })],
      problems: ['modifier-unknown item[0].answer[0].item[0].modifierExtension'],
    },
    {
      title: 'on a contained resource, and implicit rules of another',
      response: {
        contained: [
          { resourceType: 'Patient', id: 'p', modifierExtension } as Patient,
          { resourceType: 'Patient', id: 'q', implicitRules: 'http://example.dk/rules' },
        ],
      },
      item: [say('a', x)],
      problems: ['modifier-unknown contained[0].modifierExtension', 'modifier-unknown contained[1].implicitRules'],
    },
    {
      title: 'all of them',
      response: { modifierExtension, implicitRules: 'http://example.dk/rules' },
      item: [{ ...say('a', { ...x, modifierExtension }), modifierExtension }],
      problems: [
        'modifier-unknown implicitRules',
        'modifier-unknown modifierExtension',
        'modifier-unknown item[0].modifierExtension',
        'modifier-unknown item[0].answer[0].modifierExtension',
      ],
    },
    {
      title: 'beside parts that cannot be read, they are told all the same',
      response: { modifierExtension, contained: 'x' as unknown as [], item: [null as never, say('a', x)] },
      problems: ['list-expected contained', 'modifier-unknown modifierExtension', 'empty-element item[0]'],
    },
    {
      title: 'a name written with an escape',
      response: { modifierExtension },
      item: [say('a', x)],
      text: (text) => text.replace('modifierExtension', 'modif\\u0069erExtension'),
      problems: ['modifier-unknown modifierExtension'],
    },
  ],
});
