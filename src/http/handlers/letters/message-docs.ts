import { careCategories, carePriorities } from '../../../medcom/fhir/vocabulary.ts';
import type { ParameterDoc, RouteDoc } from '../../route.ts';
import { brief, responseInAddress, responseSent, suggestion, withdrawal } from './docs.ts';

/** What `options` of `POST /medcom/messages` holds. */
export const messageOptionDocs = [
  { name: 'time', type: 'string', text: 'When the message is sent: an instant with zone. Default: now.' },
  { name: 'category', type: 'string', values: careCategories, text: 'Default: carecoordination.' },
  { name: 'priority', type: 'string', values: carePriorities, text: 'With the category regarding-referral alone.' },
  { name: 'topic', type: 'string', text: 'What it is about. Default: the level and its variant.' },
  { name: 'text', type: 'string', text: 'A text of its own before the level.' },
  { name: 'episode', type: 'string', text: 'Identifier of the course of treatment, a UUID.' },
  { name: 'author', type: 'string', text: 'Who writes it, as "Given|Family". Default: the author of the response.' },
  { name: 'authorRole', type: 'string', text: 'What the author is by profession. Default: ukendt.' },
  { name: 'phone', type: 'string', text: 'Whom the receiver can call. Default: the telecom of the sender.' },
  { name: 'patientName', type: 'string', text: 'Name of the citizen as "Given|Family".' },
  { name: 'pdf', type: 'boolean', text: 'Whether the level is enclosed as a page (PDF).' },
  suggestion,
  brief,
  withdrawal,
] as const satisfies readonly ParameterDoc[];

/** The message that another one follows, by how it does so. */
export const earlierDocs = [
  { name: 'reply', type: 'Bundle', text: 'The CareCommunication that is answered, in its thread.' },
  { name: 'forward', type: 'Bundle', text: 'The CareCommunication that is forwarded, with its whole thread.' },
  {
    name: 'correct',
    type: 'Bundle',
    text: 'The CareCommunication that is corrected by whoever has sent it, in its thread.',
  },
] as const satisfies readonly ParameterDoc[];

/** The JSON of `POST /medcom/messages`. */
export const messageDoc = {
  summary:
    'A MedCom CareCommunication 5.0 with the level and its actions: a new thread, an answer, a forward, a correction; kept where there is a store (Location)',
  returns: 'Bundle',
  warns: true,
  refuses: ['404', '409'],
  inAddress: responseInAddress,
  parameters: [
    responseSent,
    { name: 'sender', type: 'Organization', required: true, text: 'Who sends it, with GLN and SOR.' },
    {
      name: 'receiver',
      type: 'Organization',
      text: 'Who receives it, with GLN and SOR; of an answer or correction the other party of the earlier message.',
    },
    ...earlierDocs,
    {
      name: 'options',
      type: 'object',
      properties: messageOptionDocs,
      text: 'As the options of the command `niveau message care-communication`.',
    },
  ],
} as const satisfies RouteDoc;
