import type { Ports } from '../../../work/ports.ts';
import { receiveOrganization } from '../../../work/receive.ts';
import { writeLetter } from '../../../work/write-letter.ts';
import type { Handler, Route } from '../../route.ts';
import { warningHeaders } from '../../warnings-header.ts';
import { letterOptionDocs, writeDoc } from './docs.ts';
import { orderOptions, readOrder, refuseForm } from './order.ts';
import { kept, responseQuery } from './stored.ts';

/** `POST /medcom/letters`: a whole new letter. */
export function writeRoute(ports: Ports): Route {
  return {
    method: 'post',
    path: '/medcom/letters',
    scope: ['medcom.c'],
    produces: 'letter',
    body: 'order',
    ...(ports.archive === undefined ? {} : { query: [responseQuery] }),
    handle: written(ports),
    doc: writeDoc,
  };
}

const known = writeDoc.parameters.map(({ name }) => name);
/** But for the response where one that is kept is named. */
const required = known.filter((name) => name !== 'options');

/** An order: `type`, `response`, `sender`, `receiver`, and `options` as those of the command. */
function written(ports: Ports): Handler {
  return async (incoming) => {
    const { value, response, stored, part } = await readOrder(ports.archive, incoming, known, required);
    const { type } = value;
    if (typeof type !== 'string') refuseForm('type', 'string');
    const { bytes, contentType, identifier, scored, warnings } = await writeLetter(ports, {
      ...orderOptions(value.options, letterOptionDocs),
      type,
      response,
      sender: receiveOrganization(part('sender'), 'sender'),
      receiver: receiveOrganization(part('receiver'), 'receiver'),
    });
    const identity = stored?.identity ?? scored.assessment.identity;
    const sent = { bytes, letterId: identifier, attached: false, identity };
    return { bytes, contentType, headers: { ...warningHeaders(warnings), ...(await kept(ports, incoming, sent)) } };
  };
}
