import type { Organization } from 'fhir/r4.js';
import { requireStatement } from '../../medcom/block/level.ts';
import { composeLetter, composeWithdrawal, type Letter } from '../../medcom/new-letter/letter.ts';
import { refuse } from '../../outcome/problem.ts';
import { sendingTime } from '../clock.ts';
import { named } from '../keep/outcomes.ts';
import type { StoredResponse } from '../keep/reading.ts';
import type { DeliveryEvent } from '../keep/records.ts';
import type { Ports } from '../ports.ts';
import { type Form, isLetter, type LetterForm } from '../routes/form.ts';
import { type ScoredResponse, scoreAgain } from '../score.ts';

/** What a delivery is to be made of. */
export interface Order {
  readonly form: Form;
  readonly event: DeliveryEvent;
  /** Name of the organisation that a letter is for. */
  readonly receiver: string | undefined;
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
  readonly letter?: Letter & { readonly kind: LetterForm; readonly time: string };
  /** What a letter or page was made of. */
  readonly scored?: ScoredResponse;
}

type Makers = Pick<Ports, 'model' | 'schemaDirectory'> & Correspondents;

/**
 * Makes what a delivery sends in another form than the Bundle. The same order gives the same bytes, so that what is
 * sent again is the same under the same ids. Errors: those of `requireStatement`, of `composeLetter`,
 * `composeWithdrawal` and `pdf`; route-organization-unknown where the file of routes has the receiver no more.
 */
export async function makeMessage(makers: Makers, stored: StoredResponse, order: Order): Promise<Message> {
  const { form, event } = order;
  if (isLetter(form)) return letterMessage(makers, stored, order, form);
  const stands = event === 'new' || event === 'amended' || event === 'late';
  if (form === 'PDF' && stands) return page(makers, stored);
  return { extension: 'json', bytes: Buffer.from(`${JSON.stringify(notification(stored, event))}\n`) };
}

/**
 * That there is something, and where it is read: nothing of the citizen, and no level. A page that counts no more is
 * followed by this too.
 */
function notification({ kept, received }: StoredResponse, event: DeliveryEvent): object {
  return { event, variant: kept.variant, response: `QuestionnaireResponse/${kept.id}`, version: received.version };
}

async function page(makers: Makers, stored: StoredResponse): Promise<Message> {
  const scored = recalled(makers, stored);
  const { assessment } = scored;
  const statement = requireStatement(assessment);
  // Loaded late: most services draw nothing.
  const { drawStatement } = await import('../draw.ts');
  return { extension: 'pdf', bytes: await drawStatement(statement, assessment.suggestion), scored };
}

async function letterMessage(
  { model, schemaDirectory, organizations, sender }: Makers,
  stored: StoredResponse,
  { event, receiver: name = '', at }: Order,
  form: LetterForm,
): Promise<Message> {
  const receiver = organizations.get(name);
  if (receiver === undefined || sender === undefined) {
    refuse('route-organization-unknown', {
      values: { field: 'receiver', line: '-', known: [...organizations.keys()].join(', ') },
    });
  }
  const scored = recalled({ model }, stored);
  const { assessment } = scored;
  const time = sendingTime(new Date(at), assessment);
  // That a suggestion may leave is for the route to say, and it has said so.
  const options = { time, includeSuggestion: true, schemaDirectory };
  const made =
    event === 'withdrawn'
      ? await composeWithdrawal(form, assessment, { sender, receiver }, options)
      : await composeLetter(form, requireStatement(assessment), { sender, receiver }, options);
  return { extension: 'xml', bytes: made.bytes, letter: { ...made, kind: form, time }, scored };
}

/** The version as it was scored when it came. */
function recalled({ model }: Pick<Ports, 'model'>, { kept, received }: StoredResponse): ScoredResponse {
  return named(scoreAgain(model, received.text, received.at), kept);
}
