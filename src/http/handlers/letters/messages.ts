import { refuse } from '../../../outcome/problem.ts';
import { type MessageOrder, writeCareMessage } from '../../../work/messages/write.ts';
import type { Ports } from '../../../work/ports.ts';
import { receiveOrganization } from '../../../work/receive.ts';
import { type Handler, type Route, resourceAnswer } from '../../route.ts';
import { warningHeaders } from '../../warnings-header.ts';
import { earlierDocs, messageDoc, messageOptionDocs } from './message-docs.ts';
import { type Order, orderOptions, readOrder } from './order.ts';
import { mostBytes } from './size.ts';
import { kept, responseQuery } from './stored.ts';

/** `POST /medcom/messages`: a new CareCommunication, or one that follows another. */
export function messageRoute(ports: Ports): Route {
  return {
    method: 'post',
    path: '/medcom/messages',
    scope: ['medcom.c'],
    body: 'order',
    // With the message that it follows.
    bodyBytes: mostBytes,
    ...(ports.archive === undefined ? {} : { query: [responseQuery] }),
    handle: written(ports),
    doc: messageDoc,
  };
}

const known = messageDoc.parameters.map(({ name }) => name);
const required = ['response', 'sender'];

/** An order: `response`, `sender`, `receiver`, an earlier message, and `options` as those of the command. */
function written(ports: Ports): Handler {
  return async (incoming) => {
    const order = await readOrder(ports.archive, incoming, known, required);
    const { value, response, part, stored } = order;
    const { bundle, warnings, messageId, scored } = await writeCareMessage(ports, {
      ...orderOptions(value.options, messageOptionDocs),
      response,
      sender: receiveOrganization(part('sender'), 'sender'),
      receiver: value.receiver === undefined ? undefined : receiveOrganization(part('receiver'), 'receiver'),
      follow: followOf(order),
    });
    const identity = stored?.identity ?? scored.assessment.identity;
    const sent = { bytes: Buffer.from(JSON.stringify(bundle)), letterId: messageId, attached: false, identity };
    return {
      ...resourceAnswer(bundle),
      headers: { ...warningHeaders(warnings), ...(await kept(ports, incoming, sent)) },
    };
  };
}

/** Code: message-several-earlier. */
function followOf({ value, part }: Order): MessageOrder['follow'] {
  const [how, ...more] = earlierDocs.map(({ name }) => name).filter((name) => value[name] !== undefined);
  if (how === undefined) return undefined;
  if (more.length > 0) refuse('message-several-earlier', { place: { option: how } });
  return { how, message: part(how) };
}
