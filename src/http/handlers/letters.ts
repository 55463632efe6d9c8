import type { Organization } from 'fhir/r4.js';
import type { LetterOptions } from '../../medcom/new-letter/options.ts';
import { letterLimits } from '../../medcom/xml/parse.ts';
import { refuse } from '../../outcome/problem.ts';
import { type JsonLimits, takePart } from '../../questionnaire/json/document.ts';
import { attachLevel } from '../../work/attach.ts';
import type { Ports } from '../../work/ports.ts';
import { type LetterOrder, writeLetter } from '../../work/write-letter.ts';
import { type Parts, readParts } from '../multipart.ts';
import { isObject } from '../parameters.ts';
import type { Answer, Handler, Route } from '../route.ts';
import { letterDocs } from './letter-docs.ts';

/** Letters that carry a level. Nothing is stored. */
export function letterRoutes(ports: Ports, limits: JsonLimits): readonly Route[] {
  const post = { method: 'post', produces: 'letter' } as const;
  // A letter and a response, and what a multipart body has around them.
  const bodyBytes = letterLimits.bytes + limits.bytes + 100_000;
  return [
    {
      ...post,
      path: '/medcom/attach',
      body: 'multipart',
      bodyBytes,
      handle: attached(ports),
      doc: letterDocs.attach,
    },
    {
      ...post,
      path: '/medcom/letters',
      body: 'resource',
      handle: written(ports),
      doc: letterDocs.letters,
    },
  ];
}

const switches = ['includeSuggestion', 'brief'] as const;

/**
 * `POST /medcom/attach`: the letter with level and actions, in its own charset. Parts: `letter` and `response`; `letterId`, `category`,
 * `priority`, `recommend` (repeats), `includeSuggestion` and `brief` (true) as the options of the command.
 */
function attached(ports: Ports): Handler {
  return async ({ body, contentType, read }) => {
    const parts = await readParts(body, contentType);
    const known = 'letter, response, letterId, category, priority, recommend, includeSuggestion, brief';
    for (const [name, values] of parts) {
      const repeated = values.length > 1 && name !== 'recommend';
      if (repeated || !known.split(', ').includes(name)) refuse('request-part-unknown', { values: { known } });
    }
    const required = 'letter, response';
    const text = (name: string) => textOf(parts.get(name)?.[0]);
    const answer = await attachLevel(ports, {
      response: read(partOf(parts, 'response', required)),
      message: partOf(parts, 'letter', required),
      letter: text('letterId'),
      category: text('category'),
      priority: text('priority'),
      recommend: parts.get('recommend')?.flatMap((value) => textOf(value) ?? []),
      includeSuggestion: flagOf('includeSuggestion', text('includeSuggestion')),
      brief: flagOf('brief', text('brief')),
    });
    return letterAnswer(answer);
  };
}

function partOf(parts: Parts, name: string, known: string): Uint8Array {
  return parts.get(name)?.[0] ?? refuse('request-part-missing', { values: { name, known } });
}

function flagOf(name: string, text = 'false'): boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  return refuse('query-value', { values: { name, expected: 'true/false', expectedEn: 'true/false' } });
}

function textOf(bytes: Uint8Array | undefined): string | undefined {
  if (bytes === undefined) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    refuse('form-encoding');
  }
}

const texts = [
  'time',
  'envelopeId',
  'letterId',
  'episode',
  'episodeType',
  'episodeStatus',
  'senderName',
  'patientName',
  'referrer',
  'diagnosis',
  'category',
  'department',
] as const satisfies readonly (keyof LetterOptions)[];

/** `POST /medcom/letters`: a whole new letter. JSON: `type`, `response`, `sender`, `receiver`, and `options` as those of the command. */
function written(ports: Ports): Handler {
  return async ({ document }) => {
    const received = document();
    const { value } = received;
    const known = 'type, response, sender, receiver, options';
    if (!isObject(value)) refuse('request-part-missing', { values: { name: 'type', known } });
    for (const name of ['type', 'response', 'sender', 'receiver']) {
      if (value[name] === undefined) refuse('request-part-missing', { values: { name, known } });
    }
    if (Object.keys(value).some((name) => !known.split(', ').includes(name))) {
      refuse('request-part-unknown', { values: { known } });
    }
    const order: LetterOrder = {
      ...letterOptions(value.options),
      type: value.type as string,
      response: takePart(received, (whole) => (isObject(whole) ? whole.response : undefined)),
      sender: value.sender as Organization,
      receiver: value.receiver as Organization,
    };
    return letterAnswer(await writeLetter(ports, order));
  };
}

/** Options of the right names and types. Codes: request-part-unknown. */
function letterOptions(given: unknown): Partial<LetterOptions> {
  if (given === undefined) return {};
  const known = [...texts, ...switches].join(', ');
  const wrong = () => refuse('request-part-unknown', { place: { option: 'options' }, values: { known } });
  if (!isObject(given)) return wrong();
  for (const [name, value] of Object.entries(given)) {
    const right = texts.some((each) => each === name) ? typeof value === 'string' : typeof value === 'boolean';
    if (!right || !known.split(', ').includes(name)) wrong();
  }
  return given;
}

function letterAnswer({ bytes, contentType }: { readonly bytes: Uint8Array; readonly contentType: string }): Answer {
  return { bytes, contentType };
}
