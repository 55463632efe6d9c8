import { refuse } from '../../../outcome/problem.ts';
import { type JsonDocument, takePart } from '../../../questionnaire/json/document.ts';
import type { Ports } from '../../../work/ports.ts';
import { receiveOrganization } from '../../../work/receive.ts';
import { type LetterOrder, writeLetter } from '../../../work/write-letter.ts';
import { isObject } from '../../parameters.ts';
import type { Handler, Route } from '../../route.ts';
import { warningHeaders } from '../../warnings-header.ts';
import { letterOptionDocs, writeDoc } from './docs.ts';
import { kept, namedResponse, responseQuery } from './stored.ts';

/** `POST /medcom/letters`: a whole new letter. */
export function writeRoute(ports: Ports): Route {
  return {
    method: 'post',
    path: '/medcom/letters',
    scope: ['medcom.c'],
    produces: 'letter',
    body: 'resource',
    ...(ports.archive === undefined ? {} : { query: [responseQuery] }),
    handle: written(ports),
    doc: writeDoc,
  };
}

const known = writeDoc.parameters.map(({ name }) => name);
/** But for the response where one that is kept is named. */
const required = known.filter((name) => name !== 'options');

/** JSON: `type`, `response`, `sender`, `receiver`, and `options` as those of the command. */
function written(ports: Ports): Handler {
  return async (incoming) => {
    const received = incoming.document();
    const { value } = received;
    const stored = await namedResponse(ports.archive, incoming);
    // Two responses, and which is meant?
    const left = (names: readonly string[]) => names.filter((name) => stored === undefined || name !== 'response');
    const taken = left(known);
    const missing = isObject(value) ? left(required).find((name) => value[name] === undefined) : required[0];
    if (!isObject(value) || missing !== undefined) {
      refuse('request-part-missing', { values: { name: missing ?? '', known: taken.join(', ') } });
    }
    if (Object.keys(value).some((name) => !taken.includes(name))) {
      refuse('request-part-unknown', { values: { known: taken.join(', ') } });
    }
    const { type } = value;
    if (typeof type !== 'string') refuseForm('type', 'string');
    const { bytes, contentType, identifier, scored, warnings } = await writeLetter(ports, {
      ...letterOptions(value.options),
      type,
      response: stored?.response ?? partOf(received, 'response'),
      sender: receiveOrganization(partOf(received, 'sender'), 'sender'),
      receiver: receiveOrganization(partOf(received, 'receiver'), 'receiver'),
    });
    const identity = stored?.identity ?? scored.assessment.identity;
    const sent = { bytes, letterId: identifier, attached: false, identity };
    return { bytes, contentType, headers: { ...warningHeaders(warnings), ...(await kept(ports, incoming, sent)) } };
  };
}

function partOf(whole: JsonDocument, name: string): JsonDocument {
  return takePart(whole, (value) => (isObject(value) ? value[name] : undefined));
}

/** Options of the right names and types. Codes: request-part-unknown, request-part-form. */
function letterOptions(given: unknown): Partial<LetterOrder> {
  if (given === undefined) return {};
  if (!isObject(given)) return refuseForm('options', 'object');
  for (const [name, value] of Object.entries(given)) {
    const option = letterOptionDocs.find((one) => one.name === name);
    if (option === undefined) {
      const names = letterOptionDocs.map((one) => one.name).join(', ');
      refuse('request-part-unknown', { place: { option: 'options' }, values: { known: names } });
    }
    if (typeof value !== option.type) refuseForm(option.name, option.type);
  }
  return given;
}

function refuseForm(option: string, form: string): never {
  return refuse('request-part-form', { place: { option }, values: { name: option, form } });
}
