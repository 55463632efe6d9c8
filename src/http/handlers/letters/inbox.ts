import { toOutcome } from '../../../outcome/outcome.ts';
import { refuse } from '../../../outcome/problem.ts';
import type { Disclosure } from '../../../work/audit/entry.ts';
import type { Archive } from '../../../work/keep/archive.ts';
import { type Reception, receiveMessage } from '../../../work/letters/receive-message.ts';
import type { StoredLetter } from '../../../work/letters/records.ts';
import { inJson, inXml } from '../../../work/messages/document.ts';
import { isJsonMessage, isXmlMessage } from '../../../work/messages/is-message.ts';
import type { Ports } from '../../../work/ports.ts';
import { actorOf, disclosed } from '../../disclosure.ts';
import { type Answer, type Incoming, jsonAnswer, type Route, resourceAnswer } from '../../route.ts';
import { statusOf } from '../../statuses.ts';
import { inboxDoc, keptLetterDoc, keptReceiptDoc } from './docs.ts';
import { mostBytes } from './size.ts';
import { describeLetter } from './state.ts';
import { lettersAt } from './stored.ts';

/** Letters that come in, and what is kept of letters both ways. */
export function inboxRoutes(ports: Ports, archive: Archive): readonly Route[] {
  const one = '/medcom/letters/:id';
  return [
    {
      method: 'post',
      path: '/medcom/inbox',
      scope: ['inbox.c'],
      body: 'letter',
      bodyBytes: mostBytes,
      produces: 'either',
      handle: received(ports, archive),
      doc: inboxDoc,
    },
    { method: 'get', path: one, scope: ['medcom.r'], produces: 'either', handle: kept(archive), doc: keptLetterDoc },
    {
      method: 'get',
      path: `${one}/receipt`,
      scope: ['medcom.r'],
      produces: 'carrier',
      handle: keptReceipt(archive),
      doc: keptReceiptDoc,
    },
  ];
}

const xml = 'application/xml';

/** Whoever asks for XML gets the receipt that goes back, anybody else what became of the message. */
function received(ports: Ports, archive: Archive) {
  return async (incoming: Incoming): Promise<Answer> => {
    const { body: bytes, requestId: correlation, caller } = incoming;
    const brought = { bytes, correlation, by: actorOf(incoming), sight: caller.sight };
    const reception = await receiveMessage(ports, archive, brought);
    return reception.result === 'refused' ? refused(incoming, reception) : taken(archive, incoming, reception);
  };
}

/** Whoever sends a FHIR message and asks for one gets its Acknowledgement. */
function wantsReceipt({ wantsLetter, wantsFhir, body }: Incoming): boolean {
  return wantsLetter || (wantsFhir !== undefined && (isJsonMessage(body) || isXmlMessage(body)));
}

/**
 * A letter, receipt or envelope as it is, a FHIR message in the form that is asked for: JSON and XML say the same of
 * it. Whoever asks for XML, as it is asked for letters, gets XML.
 */
async function answered(content: Uint8Array, { wantsFhir, wantsLetter }: Incoming): Promise<Content> {
  const isXml = isXmlMessage(content);
  if (!isXml && !isJsonMessage(content)) return { bytes: content, contentType: xml };
  const form = wantsFhir ?? (isXml || wantsLetter ? 'xml' : 'json');
  const contentType = `application/fhir+${form}; charset=utf-8`;
  return { bytes: form === 'xml' ? await inXml(content) : await inJson(content), contentType };
}

type Content = Extract<Answer, { readonly bytes: Uint8Array }> & { readonly contentType: string };

async function refused(
  incoming: Incoming,
  { problems, receipt }: Extract<Reception, { readonly result: 'refused' }>,
): Promise<Answer> {
  const [first] = problems;
  const code = first?.code ?? 'letter-unknown';
  const status = statusOf(code);
  if (wantsReceipt(incoming) && receipt !== undefined) {
    return { status, code, ...(await answered(receipt, incoming)) };
  }
  return { ...resourceAnswer(toOutcome(problems, incoming.language), status), code };
}

async function taken(
  archive: Archive,
  incoming: Incoming,
  { result, ids, receipt }: Exclude<Reception, { readonly result: 'refused' }>,
): Promise<Answer> {
  const { base, language, caller } = incoming;
  const headers = { Location: `${lettersAt(base)}/${ids[0]}` };
  const status = result === 'created' ? 201 : 200;
  if (wantsReceipt(incoming)) {
    if (receipt === undefined) return { status: 204, headers, bytes: Buffer.alloc(0), contentType: xml };
    return { status, headers, ...(await answered(receipt, incoming)) };
  }
  const found = await archive.readFor(caller.sight, async (reading) => {
    const letters = [];
    for (const id of ids) letters.push(await reading.letter(id));
    return letters;
  });
  const letters = found.flatMap((letter) =>
    letter === undefined ? [] : describeLetter(letter, language, lettersAt(base)),
  );
  return { ...jsonAnswer({ result, letters }, status), headers };
}

function kept(archive: Archive) {
  return async (incoming: Incoming): Promise<Answer> => {
    const { wantsLetter, wantsFhir, language, base } = incoming;
    const letter = await letterAt(archive, incoming);
    const discloses = told(letter);
    if (wantsLetter || wantsFhir !== undefined) return { ...(await answered(letter.content, incoming)), discloses };
    return { ...jsonAnswer(describeLetter(letter, language, lettersAt(base))), discloses };
  };
}

function keptReceipt(archive: Archive) {
  return async (incoming: Incoming): Promise<Answer> => {
    const letter = await letterAt(archive, incoming);
    const bytes = letter.receipt ?? refuse('letter-receipt-none');
    return { ...(await answered(bytes, incoming)), discloses: told(letter) };
  };
}

function told({ id, numbers }: StoredLetter): readonly Disclosure[] {
  return disclosed('read', { type: 'letter', id }, numbers);
}

/** The letter that the address names. Code: letter-not-kept. */
async function letterAt(archive: Archive, { params, caller }: Incoming): Promise<StoredLetter> {
  const letter = await archive.readFor(caller.sight, (reading) => reading.letter(params.id ?? ''));
  return letter ?? refuse('letter-not-kept');
}
