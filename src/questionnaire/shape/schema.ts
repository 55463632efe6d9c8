import { backbone, type Schema } from './build.ts';
import { datatypes } from './datatypes.ts';
import { answerTypes } from './types.ts';

const item = backbone(
  'QuestionnaireResponse.item',
  { linkId: 'string!', definition: 'uri', text: 'string', answer: 'Answer*', item: 'Item*' },
  ['qrs-1'],
);

const answer = backbone('QuestionnaireResponse.item.answer', { 'value[x]': answerTypes, item: 'Item*' }, ['uri']);

const questionnaireResponse = backbone('QuestionnaireResponse', {
  resourceType: 'resourceType!',
  id: 'resourceId',
  meta: 'Meta',
  implicitRules: 'uri',
  language: 'code',
  text: 'Narrative',
  contained: 'Resource*',
  identifier: 'Identifier',
  basedOn: 'Reference*',
  partOf: 'Reference*',
  questionnaire: 'canonical',
  status: 'in-progress|completed|amended|entered-in-error|stopped!',
  subject: 'Reference',
  encounter: 'Reference',
  authored: 'dateTime',
  author: 'Reference',
  source: 'Reference',
  item: 'Item*',
});

/**
 * The JSON Schema of an R4 QuestionnaireResponse (https://hl7.org/fhir/R4/questionnaireresponse.html) with the
 * datatypes that it can hold. `each` is `items` with an end (keywords.ts), `rules` names what JSON Schema cannot say
 * (invariants.ts).
 */
export const responseSchema: Schema = { ...questionnaireResponse, $defs: { ...datatypes, Item: item, Answer: answer } };
