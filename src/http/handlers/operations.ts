import type { Parameters } from 'fhir/r4.js';
import { everyVersion } from '../../model/versions.ts';
import { refuse } from '../../outcome/problem.ts';
import { root } from '../../questionnaire/answers.ts';
import type { JsonDocument } from '../../questionnaire/json/document.ts';
import { questionnaireUrl } from '../../questionnaire/resolve.ts';
import { keepScored } from '../../work/keep/keep.ts';
import type { Ports } from '../../work/ports.ts';
import { makeBundle, type ScoredResponse, scorePrevious, scoreResponse } from '../../work/score.ts';
import type { CheckApart } from '../apart/check.ts';
import { assessedProblem } from '../assessed.ts';
import { disclosed } from '../disclosure.ts';
import { besideResource, receivedResource, receivedWith } from '../parameters.ts';
import { refuseQuery } from '../query.ts';
import { type Handler, type Incoming, type Route, type RouteDoc, resourceAnswer } from '../route.ts';
import { refuseUnknown } from '../unknown.ts';
import { posted } from './responses.ts';
import { validateRoutes } from './validate.ts';

const response = {
  type: 'QuestionnaireResponse',
  required: true,
  text: 'The response. It may also be sent bare, without Parameters.',
} as const;

const whose = ['client', 'server'] as const;

const docs: Readonly<Record<string, RouteDoc>> = {
  extract: {
    summary: 'The resources that a finished response becomes, in one transaction Bundle',
    returns: 'Parameters',
    parameters: [
      { name: 'questionnaire-response', ...response },
      {
        name: 'previous',
        type: 'QuestionnaireResponse',
        text: 'What came before: an earlier version of the same response, or the assessment that this one supersedes.',
      },
      {
        name: 'ids',
        type: 'code',
        values: whose,
        text: 'server, where the server that the Bundle is for gives all ids itself and refuses those of its clients; client otherwise.',
      },
    ],
  },
  'process-response': {
    summary: 'What came of a response: the level in force, or why it is refused',
    returns: 'OperationOutcome',
    refuses: ['409', '410', '412'],
    parameters: ['response', 'in'].map((name) => ({ name, ...response })),
  },
};

/** The operations on responses. None of them keeps anything, but for `$process-response` where there is a store. */
export function operationRoutes(ports: Ports, checkApart: CheckApart): readonly Route[] {
  const operation = (
    type: string | undefined,
    name: string,
    handle: Handler,
    path = `/fhir/${type}/$${name}`,
  ): Route => {
    const claim = { kind: 'operation', type, name } as const;
    // What is only looked at is asked of whoever may send it, too.
    const scope = ['QuestionnaireResponse.c'] as const;
    return { method: 'post', path, scope, body: 'resource', handle, claim, ...(docs[name] && { doc: docs[name] }) };
  };
  const process = processResponse(ports);
  return [
    operation('QuestionnaireResponse', 'extract', extract(ports)),
    ...validateRoutes(ports, checkApart),
    operation(undefined, 'process-response', process, '/fhir/$process-response'),
    operation('Questionnaire', 'process-response', process),
    operation('Questionnaire', 'process-response', process, '/fhir/Questionnaire/:id/$process-response'),
  ];
}

/** `$extract`: the transaction Bundle in `return`, warnings in `issues`. */
function extract(ports: Ports): Handler {
  return ({ document, outcome }) => {
    const sent = document();
    const { resource, values } = receivedWith(sent, ['questionnaire-response'], ['ids'], ['previous']);
    const named = values.get('ids') ?? 'client';
    const ids = whose.find((one) => one === named) ?? refuseQuery('ids', whose.join(', '));
    const scored = scoreResponse(ports, resource);
    const before = besideResource(sent, 'previous');
    const previous = before && scorePrevious(ports, before);
    const bundle = { name: 'return', resource: makeBundle(ports.model, scored, { previous, ids }) };
    const { warnings } = scored;
    const issues = warnings.length === 0 ? [] : [{ name: 'issues', resource: outcome(warnings) }];
    const parameters: Parameters = { resourceType: 'Parameters', parameter: [bundle, ...issues] };
    const target = { type: 'QuestionnaireResponse' };
    return {
      ...resourceAnswer(parameters),
      discloses: disclosed('extract', target, scored.assessment.citizen.identifiers),
    };
  };
}

/** With a store the response is kept. A draft is refused either way: nothing would come of it. */
async function scoreOrKeep(ports: Ports, response: JsonDocument, incoming: Incoming): Promise<ScoredResponse> {
  const scored = scoreResponse(ports, response);
  if (ports.archive !== undefined) {
    await keepScored(ports, ports.archive, scored, { response, ...posted(incoming, () => response) });
  }
  return scored;
}

/**
 * `$process-response`: what came of the response, in an outcome. With an `id`, for responses to that Questionnaire
 * only.
 */
function processResponse(ports: Ports): Handler {
  return async (incoming) => {
    const { params, document, outcome, base } = incoming;
    const { id } = params;
    const asked = everyVersion(ports.model).flatMap(({ variants }) => variants.filter(({ code }) => code === id));
    if (id !== undefined && asked.length === 0) refuseUnknown(base, 'Questionnaire');
    // SDC 3.0.0 calls the parameter `response`, the profile of its Parameters calls it `in`.
    const received = receivedResource(document(), ['response', 'in']);
    const named = questionnaireUrl(received.value);
    if (id !== undefined && named !== undefined && asked.every(({ questionnaire }) => questionnaire.url !== named)) {
      refuse('questionnaire-differs', { place: `${root}.questionnaire` });
    }
    const { assessment, warnings } = await scoreOrKeep(ports, received, incoming);
    return resourceAnswer(outcome([assessedProblem(assessment), ...warnings]));
  };
}
