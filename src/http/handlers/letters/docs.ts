import { actionPriorityCode, categoryCode, episodeOfCareStatusCode } from '../../../medcom/tables/codes.ts';
import { newLetters } from '../../../medcom/tables/letters.ts';
import type { ParameterDoc, RouteDoc } from '../../route.ts';

const xml = 'application/xml';
export const suggestion = {
  name: 'includeSuggestion',
  type: 'boolean',
  text: 'Whether a level that is only suggested is sent. Default: it is refused.',
} as const;
export const brief = {
  name: 'brief',
  type: 'boolean',
  text: 'Whether factors, reasons and comment are left out; the text says so.',
} as const;
export const withdrawal = {
  name: 'withdrawal',
  type: 'boolean',
  text: 'Whether the response is a withdrawn one, and it is said that its level counts no more.',
} as const;
const category = {
  name: 'category',
  type: 'string',
  values: categoryCode.codes,
  text: 'Code of the category that a clinical text begins with.',
} as const;

/** The query parameter that names a kept response. */
export const responseInAddress = [
  {
    name: 'response',
    type: 'string',
    text: 'Id of a response that is kept, instead of one that is sent along (with a store).',
  },
] as const satisfies readonly ParameterDoc[];

/** In the JSON of a letter or message. */
export const responseSent = {
  name: 'response',
  type: 'QuestionnaireResponse',
  text: 'The QuestionnaireResponse, where none that is kept is named.',
} as const;

/** The parts of `POST /medcom/attach`. */
export const attachDoc = {
  summary:
    'A MedCom letter or CareCommunication with the level and its actions put in, in its own charset; kept where there is a store (Location)',
  returns: xml,
  warns: true,
  refuses: ['404', '409'],
  inAddress: responseInAddress,
  parameters: [
    {
      name: 'letter',
      type: 'file',
      required: true,
      text: 'The letter (Emessage), or a CareCommunication as FHIR JSON or XML.',
    },
    { name: 'response', type: 'file', text: 'The QuestionnaireResponse, where none that is kept is named.' },
    { name: 'letterId', type: 'string', text: 'Letter/Identifier, where there are several letters.' },
    category,
    {
      name: 'priority',
      type: 'string',
      values: actionPriorityCode.codes,
      text: 'Priority of the recommendations.',
    },
    { name: 'recommend', type: 'string', repeats: true, text: 'Code of an action to recommend to the GP.' },
    suggestion,
    brief,
  ],
} as const satisfies RouteDoc;

/** What `options` of `POST /medcom/letters` holds. */
export const letterOptionDocs = [
  { name: 'time', type: 'string', text: 'When the letter is sent: an instant with zone. Default: now.' },
  { name: 'envelopeId', type: 'string', text: 'Envelope/Identifier, 1 to 14 characters. Default: new each time.' },
  {
    name: 'letterId',
    type: 'string',
    text: 'Letter/Identifier, 1 to 14 characters. Default: from all that the letter says.',
  },
  { name: 'episode', type: 'string', text: 'EpisodeOfCareIdentifier, 1 to 35 characters.' },
  { name: 'episodeType', type: 'string', text: 'XREF01: EpisodeOfCareType, 1 to 17 characters.' },
  {
    name: 'episodeStatus',
    type: 'string',
    values: episodeOfCareStatusCode.codes,
    text: 'XDIS91 and XDIS01: EpisodeOfCareStatusCode.',
  },
  { name: 'senderName', type: 'string', text: 'Name of the sender, 1 to 35 characters.' },
  { name: 'patientName', type: 'string', text: 'Name of the citizen as "Given|Family".' },
  { name: 'referrer', type: 'string', text: 'XREF01 and XREF15: who refers, at most 35 characters.' },
  { name: 'diagnosis', type: 'string', text: 'XDIS01, XREF01 and XREF15: an SKS diagnosis as "code|text".' },
  { ...category, text: 'XREF15: makes it the later XH1531R, which needs `department` too.' },
  { name: 'department', type: 'string', text: 'XH1531R: the receiving department, at most 35 characters.' },
  suggestion,
  brief,
  withdrawal,
] as const satisfies readonly ParameterDoc[];

/** The JSON of `POST /medcom/letters`. */
export const writeDoc = {
  summary: 'A whole new MedCom letter with the level and its actions; kept where there is a store (Location)',
  returns: xml,
  warns: true,
  refuses: ['404', '409'],
  inAddress: responseInAddress,
  parameters: [
    { name: 'type', type: 'string', required: true, values: Object.keys(newLetters), text: 'The type of the letter.' },
    responseSent,
    { name: 'sender', type: 'Organization', required: true, text: 'Who sends it, with GLN and SOR or ydernummer.' },
    { name: 'receiver', type: 'Organization', required: true, text: 'Who receives it, with GLN.' },
    {
      name: 'options',
      type: 'object',
      properties: letterOptionDocs,
      text: 'As the options of the command `niveau letter`.',
    },
  ],
} as const satisfies RouteDoc;

/** `POST /medcom/read`: the body is the letter itself. */
export const readDoc = {
  summary:
    'The levels and actions in a MedCom letter, the attachment of one, or a CareCommunication, as FHIR; 422 where there are none',
  returns: 'Bundle',
  body: 'The letter or attachment (Emessage), whose own declaration names its encoding, or a CareCommunication as FHIR.',
} as const satisfies RouteDoc;

/** `POST /medcom/pdf`: the body is the response. */
export const pdfDoc = {
  summary: 'The level of a response and its actions as a page for people (PDF, A4, Danish)',
  returns: 'application/pdf',
  takes: 'QuestionnaireResponse',
} as const satisfies RouteDoc;

/** `POST /medcom/block`: the body is the response. */
export const blockDoc = {
  summary: 'The level of a response and its actions as the text that a letter carries',
  returns: 'text/plain',
  takes: 'QuestionnaireResponse',
} as const satisfies RouteDoc;

/** `POST /medcom/inbox`: the body is the message itself. */
export const inboxDoc = {
  summary:
    'A letter, attachment, receipt or VANS envelope that came in: it is kept, and answered by what became of it, or for whoever asks for XML by the receipt that goes back',
  returns: 'application/json',
  body: 'The message (Emessage or VANSEnvelope), whose own declaration names its encoding, or a FHIR message.',
  // 204 where a receipt is asked for and none goes back.
  succeeds: ['201', '204'],
  refuses: ['409'],
} as const satisfies RouteDoc;

export const keptLetterDoc = {
  summary: 'Where a letter stands that came in or goes out; for whoever asks for XML the letter itself',
  returns: 'application/json',
} as const satisfies RouteDoc;

export const keptReceiptDoc = {
  summary: 'The receipt that a letter was answered with',
  returns: xml,
} as const satisfies RouteDoc;
