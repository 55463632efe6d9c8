import type { RouteDoc } from '../route.ts';

const xml = 'application/xml';

/** What the OpenAPI description says of the routes of letters. */
export const letterDocs = {
  attach: {
    summary: 'A MedCom letter with the level and its actions put in, in its own charset',
    returns: xml,
    parameters: [
      { name: 'letter', type: 'file', text: 'The letter (Emessage).' },
      { name: 'response', type: 'file', text: 'The QuestionnaireResponse.' },
      { name: 'letterId', type: 'string', text: 'Letter/Identifier, where there are several letters.' },
      { name: 'category', type: 'string', text: 'Code of the category that a clinical text begins with.' },
      { name: 'priority', type: 'string', text: 'Priority of the recommendations.' },
      { name: 'recommend', type: 'string', repeats: true, text: 'Code of an action to recommend to the GP.' },
      { name: 'includeSuggestion', type: 'boolean', text: 'Whether a level that is only suggested is sent.' },
      { name: 'brief', type: 'boolean', text: 'Whether factors, reasons and comment are left out; the text says so.' },
    ],
  },
  letters: {
    summary: 'A whole new MedCom letter with the level and its actions',
    returns: xml,
    parameters: [
      { name: 'type', type: 'string', text: 'XDIS91, XREF15, XREF01 or XDIS01.' },
      { name: 'response', type: 'object', text: 'The QuestionnaireResponse.' },
      { name: 'sender', type: 'object', text: 'The sending Organization.' },
      { name: 'receiver', type: 'object', text: 'The receiving Organization.' },
      { name: 'options', type: 'object', text: 'Options as those of the command `niveau letter`.' },
    ],
  },
} as const satisfies Record<string, RouteDoc>;
