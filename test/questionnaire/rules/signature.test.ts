import type { Signature } from 'fhir/r4.js';
import { ask, ext, say, testRule } from './rule.ts';

const author = { system: 'urn:iso-astm:E1762-95:2013', code: '1.2.840.10065.1.12.1.1' };
const witness = { ...author, code: '1.2.840.10065.1.12.1.5' };
const signed = (type: Signature['type'][number]) => [
  ext('questionnaireresponse-signature', {
    valueSignature: { type: [type], when: '2026-01-20T10:30:00Z', who: { display: 'x' } },
  }),
];
const wanted = [ext('questionnaire-signatureRequired', { valueCodeableConcept: { coding: [author] } })];
const answer = [{ valueBoolean: true }];

testRule({
  rule: 'signatureRequired',
  source: 'http://hl7.org/fhir/StructureDefinition/questionnaire-signatureRequired, questionnaireresponse-signature',
  questionnaire: { extension: wanted },
  items: [ask('a', 'boolean', { extension: wanted })],
  cases: [
    {
      title: 'signed',
      response: { extension: signed(author) },
      item: [{ linkId: 'a', answer, extension: signed(author) }],
      problems: [],
    },
    { title: 'a question that is not answered needs none', response: { extension: signed(author) }, problems: [] },
    { title: 'in progress, not yet', response: { status: 'in-progress' }, item: [say('a', ...answer)], problems: [] },
    {
      title: 'not signed',
      item: [{ linkId: 'a', answer, extension: signed(author) }],
      problems: ['signature-missing QuestionnaireResponse'],
    },
    {
      title: 'a question not signed',
      response: { extension: signed(author) },
      item: [say('a', ...answer)],
      problems: ['signature-missing item[0]'],
    },
    {
      title: 'signed in several roles, of which one is asked for',
      response: {
        extension: [
          ext('questionnaireresponse-signature', {
            valueSignature: { type: [witness, author], when: '2026-01-20T10:30:00Z', who: { display: 'x' } },
          }),
        ],
      },
      problems: [],
    },
    {
      title: 'signed in another role',
      response: { extension: signed(witness) },
      problems: ['signature-missing QuestionnaireResponse'],
    },
    {
      title: 'any role will do where none is asked for; what has no signature in it is none',
      questionnaire: {
        extension: [ext('questionnaire-signatureRequired', { valueCodeableConcept: { text: 'underskrift' } })],
        item: [ask('a', 'boolean', { extension: wanted })],
      },
      response: { extension: signed(witness) },
      item: [{ linkId: 'a', answer, extension: [ext('questionnaireresponse-signature', { valueString: 'x' })] }],
      problems: ['signature-missing item[0]'],
    },
  ],
});
