import type { Organization } from 'fhir/r4.js';
import { attachStatement } from '../../medcom/attach/attach.ts';
import { writeAttachment } from '../../medcom/attach/attachment.ts';
import { requireStatement } from '../../medcom/block/level.ts';
import { composeCareMessage, composeCareWithdrawal } from '../../medcom/fhir/compose.ts';
import { openCareMessage } from '../../medcom/fhir/open.ts';
import { identifiersFor } from '../../medcom/message/identifiers.ts';
import { composeLetter, composeWithdrawal, type Letter, type Parties } from '../../medcom/new-letter/letter.ts';
import { refuse } from '../../outcome/problem.ts';
import { sendingTime } from '../clock.ts';
import { named } from '../keep/account.ts';
import type { StoredResponse } from '../keep/reading.ts';
import type { DeliveryEvent } from '../keep/records.ts';
import { receiveMessageDocument } from '../messages/document.ts';
import type { Ports } from '../ports.ts';
import { type Form, hasPage, isLetter, kindOf, type LetterForm, type LetterKind } from '../routes/form.ts';
import { type ScoredResponse, scoreAgain } from '../score.ts';

/** What a delivery is to be made of. */
export interface Order {
  readonly form: Form;
  readonly event: DeliveryEvent;
  /** Name of the organisation that a letter is for. */
  readonly receiver: string | undefined;
  /** The message that it amends or takes back, of those that follow one another. */
  readonly previous?: Uint8Array | undefined;
  /** When the delivery was written: whatever is made of it, however often, says this time. */
  readonly at: number;
}

/** Those whom letters come from and go to. */
export interface Correspondents {
  readonly organizations: ReadonlyMap<string, Organization>;
  readonly sender: Organization | undefined;
}

/** What is sent, in a file of this extension. */
export interface Message {
  readonly extension: 'json' | 'pdf' | 'xml';
  readonly bytes: Uint8Array;
  /** Where it is a letter. */
  readonly letter?: Letter & { readonly kind: LetterKind; readonly time: string };
  /** The page that goes along with a letter in a letter of its own, after it. */
  readonly enclosed?: { readonly page: Uint8Array; readonly letter: Letter };
  /** What a letter or page was made of. */
  readonly scored?: ScoredResponse;
}

type Makers = Pick<Ports, 'model' | 'schemaDirectory'> & Correspondents;

/**
 * Makes what a delivery sends in another form than the Bundle. The same order gives the same bytes, so that what is
 * sent again is the same under the same ids. Errors: those of `requireStatement`, of `composeLetter`,
 * `composeWithdrawal`, `attachStatement`, `writeAttachment` and `pdf`; route-organization-unknown where the file of
 * routes has the receiver no more.
 */
export async function makeMessage(makers: Makers, stored: StoredResponse, order: Order): Promise<Message> {
  const { form, event } = order;
  if (isLetter(form)) {
    const kind = kindOf(form);
    return kind === 'care-communication'
      ? careMessage(makers, stored, order, form)
      : letterMessage(makers, stored, order, { kind, hasPage: hasPage(form) });
  }
  const stands = event === 'new' || event === 'amended' || event === 'late';
  const scored = form === 'PDF' && stands ? recalled(makers, stored) : undefined;
  // One that was amended to an interval has no level any more that a page could show.
  if (scored?.assessment.statement !== undefined) return { extension: 'pdf', bytes: await drawn(scored), scored };
  return { extension: 'json', bytes: Buffer.from(`${JSON.stringify(notification(stored, event))}\n`) };
}

/**
 * That there is something, and where it is read: nothing of the citizen, and no level. A page that counts no more is
 * followed by this too.
 */
function notification({ kept, received }: StoredResponse, event: DeliveryEvent): object {
  return { event, variant: kept.variant, response: `QuestionnaireResponse/${kept.id}`, version: received.version };
}

async function drawn({ assessment }: ScoredResponse): Promise<Uint8Array> {
  // Loaded late: most services draw nothing.
  const { drawStatement } = await import('../draw.ts');
  return drawStatement(requireStatement(assessment), assessment.suggestion);
}

async function letterMessage(
  { model, schemaDirectory, organizations, sender }: Makers,
  stored: StoredResponse,
  { event, receiver: name = '', at }: Order,
  { kind, hasPage: paged }: { readonly kind: Exclude<LetterKind, 'care-communication'>; readonly hasPage: boolean },
): Promise<Message> {
  const parties = partiesOf({ organizations, sender }, name);
  const scored = recalled({ model }, stored);
  const { assessment } = scored;
  const time = sendingTime(new Date(at), assessment);
  // That a suggestion may leave is for the route to say, and it has said so.
  const options = { time, includeSuggestion: true, schemaDirectory };
  const message = (letter: Letter) =>
    ({ extension: 'xml', bytes: letter.bytes, letter: { ...letter, kind, time }, scored }) as const;
  if (event === 'withdrawn') return message(await composeWithdrawal(kind, assessment, parties, options));
  const statement = requireStatement(assessment);
  const made = await composeLetter(kind, statement, parties, options);
  if (!paged) return message(made);
  // A letter that refers to a page is another one than that which does not: the two may go to one receiver.
  const own = identifiersFor([made.identifier, 'XBIN'], time, {});
  const letter = await composeLetter(kind, statement, parties, { ...options, ...own });
  const bytes = await drawn(scored);
  const attached = await attachStatement(letter.bytes, statement, { ...options, pdfSize: bytes.length });
  const enclosed = { page: bytes, letter: await writeAttachment(attached, bytes, time) };
  return { ...message({ ...letter, bytes: attached.bytes }), enclosed };
}

/** A CareCommunication; what amends or takes back a level goes into the thread that told it. */
async function careMessage(
  { model, ...correspondents }: Makers,
  stored: StoredResponse,
  { event, receiver = '', at, previous }: Order,
  form: LetterForm,
): Promise<Message> {
  const parties = partiesOf(correspondents, receiver);
  const scored = recalled({ model }, stored);
  const { assessment } = scored;
  const time = sendingTime(new Date(at), assessment);
  const options = { time, includeSuggestion: true };
  const before = previous && openCareMessage(receiveMessageDocument(previous).value);
  const follow = before && ({ how: 'correct', message: before } as const);
  const made =
    event === 'withdrawn'
      ? composeCareWithdrawal(assessment, parties, options, { follow })
      : composeCareMessage(requireStatement(assessment), parties, options, {
          follow,
          pdf: hasPage(form) ? await drawn(scored) : undefined,
        });
  const bytes = Buffer.from(JSON.stringify(made.bundle));
  const { messageId: identifier, filename, warnings } = made;
  const contentType = 'application/fhir+json';
  const letter = { bytes, identifier, contentType, filename, warnings, kind: 'care-communication', time } as const;
  return { extension: 'json', bytes, letter, scored };
}

/** Error: route-organization-unknown. */
function partiesOf({ organizations, sender }: Correspondents, name: string): Parties {
  const receiver = organizations.get(name);
  if (receiver === undefined || sender === undefined) {
    refuse('route-organization-unknown', {
      values: { field: 'receiver', line: '-', known: [...organizations.keys()].join(', ') },
    });
  }
  return { sender, receiver };
}

/** The version as it was scored when it came. */
function recalled({ model }: Pick<Ports, 'model'>, { kept, received }: StoredResponse): ScoredResponse {
  return named(scoreAgain(model, received.text, received.at), kept);
}
