import type {
  Bundle,
  FhirResource,
  Identifier,
  OperationOutcome,
  OperationOutcomeIssue,
  Parameters,
  Questionnaire,
  QuestionnaireResponse,
} from 'fhir/r4.js';
import type { WrittenModel } from '../src/http/page/written-model.ts';
import { textOf } from '../src/model/fhir.ts';
import type { Text } from '../src/model/types.ts';
import { isSignInAsked, sessionHeaders } from './session/session.ts';
import type { KeptAs } from './state.ts';

const json = 'application/fhir+json';

/** What the service refuses, with its issues. */
export class Refused extends Error {
  readonly issues: readonly OperationOutcomeIssue[];
  /** The service does not know who is asking any more. */
  readonly signedOut: boolean;

  constructor(issues: readonly OperationOutcomeIssue[], signedOut: boolean) {
    super('refused');
    this.issues = issues;
    this.signedOut = signedOut;
  }
}

/** An issue's sentence; the service writes Danish with the English as its translation. */
export function issueText({ details, code }: OperationOutcomeIssue): Text {
  return textOf(details?.text ?? code, details?._text);
}

/** Relative, so that it works below the path of a proxy. */
function at(path: string): string {
  return new URL(path, document.baseURI).href;
}

/** An answer of the service, or what it refuses. Throws Refused. */
export async function call(path: string, accept: string, request: RequestInit = {}): Promise<Response> {
  const token = request.method === undefined ? {} : sessionHeaders();
  const headers = { Accept: accept, 'Accept-Language': 'da', ...token, ...request.headers };
  // Nobody looks at "working" for longer; the service itself ends what takes a third of that.
  const response = await fetch(at(path), { signal: AbortSignal.timeout(60_000), ...request, headers });
  if (response.ok) return response;
  const outcome = (await response.json()) as OperationOutcome;
  // Whoever has signed in anew in another window has another token: this page asks for it first.
  const isOther = outcome.issue.some(({ details }) => details?.coding?.[0]?.code === 'request-forged');
  throw new Refused(outcome.issue, (response.status === 401 || isOther) && isSignInAsked());
}

const sent = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': json },
  body: JSON.stringify(body),
});

/** The model that the page scores by. */
export async function fetchModel(): Promise<WrittenModel> {
  const response = await call(`${document.documentElement.dataset.files}model.json`, 'application/json');
  return (await response.json()) as WrittenModel;
}

/** A published form, in the version that the model has. */
export async function fetchForm(id: string): Promise<Questionnaire> {
  const response = await call(`fhir/Questionnaire/${encodeURIComponent(id)}`, json);
  return (await response.json()) as Questionnaire;
}

/** What is wrong with a response; nothing where it can be scored. */
export async function validate(response: object): Promise<readonly OperationOutcomeIssue[]> {
  const answer = await call('fhir/QuestionnaireResponse/$validate', json, sent(response));
  const { issue } = (await answer.json()) as OperationOutcome;
  return issue.filter(({ severity }) => severity === 'error' || severity === 'fatal');
}

/** What a finished response becomes, and what is to be warned of. Throws Refused. */
export async function extract(response: object): Promise<{ readonly bundle: Bundle; readonly warnings: Text[] }> {
  const answer = await call('fhir/QuestionnaireResponse/$extract', json, sent(response));
  const { parameter = [] } = (await answer.json()) as Parameters;
  const part = (name: string) => parameter.find((one) => one.name === name)?.resource;
  const issues = (part('issues') as OperationOutcome | undefined)?.issue ?? [];
  return { bundle: part('return') as Bundle, warnings: issues.map(issueText) };
}

/** The text of the level in a letter. */
export async function fetchBlock(response: object): Promise<string> {
  return (await call('medcom/block', 'text/plain', sent(response))).text();
}

/** The level as a page, as an address that this browser alone knows. */
export async function fetchPdf(response: object): Promise<string> {
  return URL.createObjectURL(await (await call('medcom/pdf', 'application/pdf', sent(response))).blob());
}

/** The letter with the level in it. */
export async function attach(letter: Blob, response: object, includeSuggestion: boolean): Promise<Blob> {
  const body = new FormData();
  body.append('letter', letter);
  body.append('response', JSON.stringify(response));
  if (includeSuggestion) body.append('includeSuggestion', 'true');
  return (await call('medcom/attach', 'application/xml', { method: 'POST', body })).blob();
}

/** The levels that a letter carries. */
export async function readLetter(letter: Blob): Promise<Bundle<FhirResource>> {
  const headers = { 'Content-Type': 'application/xml' };
  return (await (
    await call('medcom/read', json, { method: 'POST', headers, body: letter })
  ).json()) as Bundle<FhirResource>;
}

/** Whether this service keeps responses. */
export function isStored(): boolean {
  return document.documentElement.dataset.stored === 'true';
}

/** Whether whoever looks may operate the service. */
export function operates(): boolean {
  return isStored() && document.documentElement.dataset.operates === 'true';
}

/** Keeps a response, anew or as the next version of one that is kept. */
export async function keep(response: QuestionnaireResponse, kept: KeptAs | undefined): Promise<KeptAs> {
  const answer =
    kept === undefined
      ? await call('fhir/QuestionnaireResponse', json, sent(response))
      : await call(`fhir/QuestionnaireResponse/${kept.id}`, json, {
          ...sent({ ...response, id: kept.id }),
          method: 'PUT',
          headers: { 'Content-Type': json, 'If-Match': `W/"${kept.version}"` },
        });
  return keptAs((await answer.json()) as QuestionnaireResponse);
}

/** Where a response that came from the store is kept. */
export function keptAs(response: QuestionnaireResponse): KeptAs {
  const { id = '', meta, identifier = {}, authored } = response;
  const finished = !isDraft(response);
  return {
    id,
    version: meta?.versionId ?? '1',
    identifier,
    finished,
    response,
    authored: finished ? authored : undefined,
  };
}

/** True for what is not finished, and may be gone on with: a draft, also one that was discarded. */
export function isDraft({ status }: QuestionnaireResponse): boolean {
  return status === 'in-progress' || status === 'stopped';
}

/** Responses, and how the service is asked for the next of them. */
export interface Found {
  readonly responses: readonly QuestionnaireResponse[];
  readonly next: string | undefined;
}

/**
 * The responses of a citizen to one form, whatever its version, the newest first. The number stands in the body, in no
 * address.
 */
export function search(citizen: Identifier, questionnaire: string): Promise<Found> {
  const body = new URLSearchParams({
    'subject:identifier': `${citizen.system}|${citizen.value}`,
    questionnaire,
    _sort: '-authored',
    _count: '50',
  });
  return found('fhir/QuestionnaireResponse/_search', { method: 'POST', body });
}

/** The next of a search. */
export function searchOn(next: string): Promise<Found> {
  return found(`fhir/QuestionnaireResponse${next}`);
}

async function found(path: string, request: RequestInit = {}): Promise<Found> {
  const { entry = [], link = [] } = (await (await call(path, json, request)).json()) as Bundle<FhirResource>;
  // The link is the service's own address, which may not be the one that this page is reached by: its query is.
  const next = link.find(({ relation }) => relation === 'next')?.url;
  return {
    responses: entry.flatMap(({ resource }) => (isResponse(resource) ? [resource] : [])),
    next: next === undefined ? undefined : new URL(next).search,
  };
}

/** When a response was assessed first: the instant of its oldest finished version, which its history has last. */
export async function firstAssessed({ id = '', authored = '' }: QuestionnaireResponse): Promise<string> {
  let first = authored;
  let next: string | undefined = '';
  while (next !== undefined) {
    const page: Found = await found(`fhir/QuestionnaireResponse/${id}/_history${next}`);
    first = page.responses.findLast((one) => !isDraft(one))?.authored ?? first;
    next = page.next;
  }
  return first;
}

/**
 * A form that is begun from what an earlier assessment says of the citizen's situation: from `previous`, else from the
 * last that is kept. Undefined where there is none.
 */
export async function populate(
  citizen: Identifier,
  questionnaireId: string,
  previous?: QuestionnaireResponse,
): Promise<{ readonly response: QuestionnaireResponse; readonly hints: readonly Text[] } | undefined> {
  const from =
    previous === undefined ? { name: 'local', valueBoolean: true } : { name: 'previous', resource: previous };
  const parameters: Parameters = {
    resourceType: 'Parameters',
    parameter: [{ name: 'subject', valueReference: { type: 'Patient', identifier: citizen } }, from],
  };
  const answer = await call(
    `fhir/Questionnaire/${encodeURIComponent(questionnaireId)}/$populate`,
    json,
    sent(parameters),
  );
  const { parameter = [] } = (await answer.json()) as Parameters;
  const part = (name: string) => parameter.find((one) => one.name === name)?.resource;
  const { issue } = part('issues') as OperationOutcome;
  if (issue.some(({ details }) => details?.coding?.[0]?.code === 'populate-none')) return undefined;
  return { response: part('response') as QuestionnaireResponse, hints: issue.map(issueText) };
}

function isResponse(resource: FhirResource | undefined): resource is QuestionnaireResponse {
  return resource?.resourceType === 'QuestionnaireResponse';
}
