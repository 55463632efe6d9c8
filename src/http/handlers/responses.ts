import type { JsonDocument } from '../../questionnaire/json/document.ts';
import type { Archive } from '../../work/keep/archive.ts';
import { type Kept, keepResponse, type ToKeep } from '../../work/keep/keep.ts';
import type { Ports } from '../../work/ports.ts';
import { assessedProblem } from '../assessed.ts';
import { actorOf } from '../disclosure.ts';
import type { Answer, Incoming, Route } from '../route.ts';
import { resourceAnswer } from '../route.ts';
import { checkIfNoneExist, checkWriteConditions, readIfMatch } from '../stored/conditions.ts';
import { responseType } from '../stored/parameters.ts';
import { asStored, headersOf, type Stored, storedResponse } from '../stored/resource.ts';
import { readRoutes } from './stored-read.ts';
import { searchRoutes } from './stored-search.ts';

const type = 'QuestionnaireResponse';

/** Responses that are kept: create, update (a draft goes on, an amendment, a withdrawal), read, versions, search. */
export function responseRoutes(ports: Ports, archive: Archive): readonly Route[] {
  const one = `/fhir/${type}/:id`;
  const claim = (code: 'create' | 'update') => ({ kind: 'interaction', type, code }) as const;
  return [
    ...searchRoutes(archive, responseType),
    ...readRoutes(archive, type),
    {
      method: 'post',
      path: `/fhir/${type}`,
      scope: [`${type}.c`],
      body: 'resource',
      handle: create(ports, archive),
      claim: claim('create'),
      doc: { summary: 'Keep a response; the same again is kept once', returns: type },
    },
    {
      method: 'put',
      path: one,
      scope: [`${type}.u`],
      body: 'resource',
      handle: update(ports, archive),
      claim: claim('update'),
      doc: { summary: 'Go on with a draft, amend or withdraw a response (If-Match)', returns: type },
    },
  ];
}

function create(ports: Ports, archive: Archive) {
  return async (incoming: Incoming): Promise<Answer> => {
    const { unread, document } = incoming;
    const sent = posted(incoming, document);
    const kept = await keepResponse(ports, archive, { ...sent, response: unread ?? document(), document });
    return keptAnswer(archive, incoming, kept, kept.result === 'created' ? 201 : 200);
  };
}

function update(ports: Ports, archive: Archive) {
  return async (incoming: Incoming): Promise<Answer> => {
    const sent = {
      response: incoming.document(),
      id: incoming.params.id ?? '',
      ...changing(incoming),
      ...sender(incoming),
    };
    return keptAnswer(archive, incoming, await keepResponse(ports, archive, sent), 200);
  };
}

/** The version that the client says it changes; an amendment may come by POST too. */
function changing({ conditions }: Incoming): Pick<ToKeep, 'ifMatch'> {
  checkWriteConditions(conditions);
  return { ifMatch: readIfMatch(conditions.ifMatch) };
}

/** A response that comes without an id, and on what its sender makes it depend. Code: condition-unsupported. */
export function posted(incoming: Incoming, response: () => JsonDocument): Omit<ToKeep, 'response'> {
  checkIfNoneExist(incoming.conditions.ifNoneExist, () => response().value);
  return { ...changing(incoming), ...sender(incoming) };
}

/** Who sends a response, and by which request. */
function sender(incoming: Incoming): Pick<ToKeep, 'correlation' | 'client' | 'sight' | 'by'> {
  const { requestId: correlation, caller } = incoming;
  return { correlation, client: caller.client, sight: caller.sight, by: actorOf(incoming) };
}

/** R4's `Prefer: return=`: the resource as it is kept, its outcome, or nothing. */
async function keptAnswer(archive: Archive, incoming: Incoming, kept: Kept, status: number): Promise<Answer> {
  const { base, prefer, outcome } = incoming;
  const { id, version } = kept;
  const headers = { ...headersOf(kept), Location: `${base}/${type}/${id}/_history/${version}` };
  if (/\breturn\s*=\s*"?minimal/i.test(prefer))
    return { status, headers, bytes: Buffer.alloc(0), contentType: 'text/plain' };
  if (!/\breturn\s*=\s*"?OperationOutcome/i.test(prefer)) {
    const { resource } =
      kept.result === 'unchanged' ? await storedBefore(archive, incoming, kept) : asStored(kept, incoming.document());
    return { status, headers, resource };
  }
  const { scored, warnings } = kept.understood();
  const problems = [...(scored === undefined ? [] : [assessedProblem(scored.assessment)]), ...warnings];
  return { ...resourceAnswer(outcome(problems), status), headers };
}

/** What was there already may have come in other words than the same content now. */
async function storedBefore(archive: Archive, { caller }: Incoming, { id, version }: Kept): Promise<Stored> {
  const found = await archive.readFor(caller.sight, (reading) => reading.response(id, version));
  if (found === undefined) throw new Error('what was kept is not there');
  return storedResponse(found);
}
