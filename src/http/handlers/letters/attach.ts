import { refuse } from '../../../outcome/problem.ts';
import type { JsonLimits } from '../../../questionnaire/json/document.ts';
import { attachLevel } from '../../../work/attach.ts';
import type { Ports } from '../../../work/ports.ts';
import { type Parts, readParts } from '../../multipart.ts';
import { formText, refuseQuery } from '../../query.ts';
import type { Handler, Route } from '../../route.ts';
import { warningHeaders } from '../../warnings-header.ts';
import { attachDoc } from './docs.ts';
import { mostBytes } from './size.ts';
import { kept, namedResponse, responseQuery } from './stored.ts';

/** `POST /medcom/attach`: the letter with level and actions, in its own charset. */
export function attachRoute(ports: Ports, limits: JsonLimits): Route {
  return {
    method: 'post',
    path: '/medcom/attach',
    scope: ['medcom.c'],
    produces: 'carrier',
    body: 'multipart',
    // A letter or message and a response, and what a multipart body has around them.
    bodyBytes: mostBytes + limits.bytes + 100_000,
    ...(ports.archive === undefined ? {} : { query: [responseQuery] }),
    handle: attached(ports),
    doc: attachDoc,
  };
}

const known: readonly string[] = attachDoc.parameters.map(({ name }) => name);
const repeats: readonly string[] = attachDoc.parameters.flatMap((one) => ('repeats' in one ? [one.name] : []));

/** Parts: `letter` and `response`; the others as the options of the command. */
function attached(ports: Ports): Handler {
  return async (incoming) => {
    const { body, contentType, read } = incoming;
    const parts = await readParts(body, contentType);
    const stored = await namedResponse(ports.archive, incoming);
    // Two responses, and which is meant?
    const taken = stored === undefined ? known : known.filter((name) => name !== 'response');
    for (const [name, values] of parts) {
      const repeated = values.length > 1 && !repeats.includes(name);
      if (repeated || !taken.includes(name)) refuse('request-part-unknown', { values: { known: taken.join(', ') } });
    }
    const texts = (name: string) => (parts.get(name) ?? []).map(formText);
    const text = (name: string) => texts(name)[0];
    const attached = await attachLevel(ports, {
      response: stored?.response ?? read(partOf(parts, 'response')),
      message: partOf(parts, 'letter'),
      letter: text('letterId'),
      category: text('category'),
      priority: text('priority'),
      recommend: texts('recommend'),
      includeSuggestion: flagOf('includeSuggestion', text('includeSuggestion')),
      brief: flagOf('brief', text('brief')),
    });
    const { bytes, contentType: type, letterId, identity, warnings } = attached;
    const sent = { bytes, letterId, attached: true, identity: stored?.identity ?? identity };
    return {
      bytes,
      contentType: type,
      headers: { ...warningHeaders(warnings), ...(await kept(ports, incoming, sent)) },
    };
  };
}

function partOf(parts: Parts, name: string): Uint8Array {
  return parts.get(name)?.[0] ?? refuse('request-part-missing', { values: { name, known: 'letter, response' } });
}

function flagOf(name: string, text = 'false'): boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  return refuseQuery(name, 'true/false');
}
