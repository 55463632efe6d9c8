import type { Organization } from 'fhir/r4.js';
import type { Config } from '../../config.ts';
import { attach } from '../../medcom/attach/attach.ts';
import type { AttachOptions } from '../../medcom/attach/options.ts';
import { letter } from '../../medcom/new-letter/letter.ts';
import type { LetterOptions } from '../../medcom/new-letter/options.ts';
import type { LetterType } from '../../medcom/tables/letters.ts';
import { letterLimits } from '../../medcom/xml/parse.ts';
import type { Model } from '../../model/types.ts';
import { refuse } from '../../outcome/problem.ts';
import { processBytes, processDocument } from '../../process.ts';
import { type JsonLimits, keepNumbers, readJson } from '../../questionnaire/json/document.ts';
import { type Parts, readParts } from '../multipart.ts';
import { isObject } from '../parameters.ts';
import type { Answer, Handler, Route } from '../route.ts';
import { letterDocs } from './letter-docs.ts';

/** Letters that carry a level. Nothing is stored. */
export function letterRoutes(config: Config, model: Model, limits: JsonLimits): readonly Route[] {
  const post = { method: 'post', produces: 'xml' } as const;
  // A letter and a response, and what a multipart body has around them.
  const bodyBytes = letterLimits.bytes + limits.bytes + 100_000;
  return [
    {
      ...post,
      path: '/medcom/attach',
      body: 'multipart',
      bodyBytes,
      handle: attachLevel(config, model),
      doc: letterDocs.attach,
    },
    {
      ...post,
      path: '/medcom/letters',
      body: 'json',
      handle: makeLetter(config, model, limits),
      doc: letterDocs.letters,
    },
  ];
}

const switches = ['includeSuggestion'] as const;

/**
 * `POST /medcom/attach`: the letter with level and actions, in its own charset. Parts: `letter` and `response`; `letterId`, `category`,
 * `priority`, `recommend` (repeats) and `includeSuggestion` (true) as the options of the command.
 */
function attachLevel(config: Config, model: Model): Handler {
  return async ({ body, contentType }) => {
    const parts = await readParts(body, contentType);
    const known = 'letter, response, letterId, category, priority, recommend, includeSuggestion';
    for (const [name, values] of parts) {
      const repeated = values.length > 1 && name !== 'recommend';
      if (repeated || !known.split(', ').includes(name)) refuse('request-part-unknown', { values: { known } });
    }
    const required = 'letter, response';
    const { assessment } = processBytes(model, partOf(parts, 'response', required));
    const text = (name: string) => textOf(parts.get(name)?.[0]);
    const options: AttachOptions = {
      letter: text('letterId'),
      category: text('category'),
      priority: text('priority'),
      recommend: parts.get('recommend')?.flatMap((value) => textOf(value) ?? []),
      includeSuggestion: flagOf('includeSuggestion', text('includeSuggestion')),
      schemaDirectory: config.medcomXsdDir,
    };
    const attached = await attach(partOf(parts, 'letter', required), assessment, options);
    return letterAnswer(attached);
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
function makeLetter(config: Config, model: Model, limits: JsonLimits): Handler {
  return async ({ body }) => {
    const document = readJson(body, limits);
    const { value } = document;
    const known = 'type, response, sender, receiver, options';
    if (!isObject(value)) refuse('request-part-missing', { values: { name: 'type', known } });
    for (const name of ['type', 'response', 'sender', 'receiver']) {
      if (value[name] === undefined) refuse('request-part-missing', { values: { name, known } });
    }
    if (Object.keys(value).some((name) => !known.split(', ').includes(name))) {
      refuse('request-part-unknown', { values: { known } });
    }
    const kept = keepNumbers(document);
    const text = JSON.stringify(isObject(kept) ? kept.response : undefined);
    const { assessment } = processDocument(model, { value: value.response, text });
    const parties = { sender: value.sender as Organization, receiver: value.receiver as Organization };
    const options = { ...letterOptions(value.options), schemaDirectory: config.medcomXsdDir };
    return letterAnswer(await letter(value.type as LetterType, assessment, parties, options));
  };
}

/** Options of the right names and types; the moment is now unless it is given. Codes: request-part-unknown. */
function letterOptions(given: unknown): LetterOptions {
  const now = { time: new Date().toISOString() };
  if (given === undefined) return now;
  const known = [...texts, ...switches].join(', ');
  const wrong = () => refuse('request-part-unknown', { place: 'options', values: { known } });
  if (!isObject(given)) return wrong();
  for (const [name, value] of Object.entries(given)) {
    const right = texts.some((each) => each === name) ? typeof value === 'string' : typeof value === 'boolean';
    if (!right || !known.split(', ').includes(name)) wrong();
  }
  return { ...now, ...given };
}

function letterAnswer({ bytes, contentType }: { readonly bytes: Uint8Array; readonly contentType: string }): Answer {
  return { body: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), contentType };
}
