import type { Parameters, Reference } from 'fhir/r4.js';
import type { Model, Variant } from '../../model/types.ts';
import { everyVersion } from '../../model/versions.ts';
import type { Problem } from '../../outcome/problem.ts';
import { citizenOf, lastFinished, populate } from '../../work/populate.ts';
import type { Ports } from '../../work/ports.ts';
import { scorePrevious } from '../../work/score.ts';
import { checkNeeds } from '../admission.ts';
import { disclosed } from '../disclosure.ts';
import { besideResource, isObject, parametersIn, valueIn } from '../parameters.ts';
import { refuseQuery } from '../query.ts';
import { type Answer, type Incoming, type ParameterDoc, type Route, type RouteDoc, resourceAnswer } from '../route.ts';
import { refuseUnknown } from '../unknown.ts';

/** Which form, where the address does not say it: as SDC 3.0.0 has it, and `questionnaire` as 4.0.0 has it too. */
const whichForm: readonly ParameterDoc[] = [
  { name: 'canonical', type: 'uri', text: 'The form by its canonical, with or without |version.' },
  {
    name: 'questionnaire',
    type: 'Questionnaire',
    text: 'The form as a resource with url and version, as a canonical, or as a reference; it is one of those that are published here.',
  },
  { name: 'questionnaireRef', type: 'Reference', text: 'The form by reference: Questionnaire/somatik.' },
];

const howToBegin: readonly ParameterDoc[] = [
  {
    name: 'subject',
    type: 'Reference',
    required: true,
    text: 'The citizen, with a CPR or replacement number as identifier.',
  },
  {
    name: 'local',
    type: 'boolean',
    text: 'true: begin from the last finished response about the citizen that is kept and that the caller may see. Takes QuestionnaireResponse.r and .s besides.',
  },
  {
    name: 'previous',
    type: 'QuestionnaireResponse',
    text: 'The earlier response to begin from, finished and about the same citizen. Our own parameter; it goes before local.',
  },
];

/** SDC has them, and the forms here have nothing that they could fill: they are told to be unused. */
const unused: readonly string[] = ['context', 'launchContext', 'dataEndpoint', 'data'];

const readsKept = ['QuestionnaireResponse.r', 'QuestionnaireResponse.s'] as const;

/**
 * `Questionnaire/$populate` (SDC), on the type and on one Questionnaire. By POST alone: the citizen's number stands in
 * no address.
 */
export function populateRoutes(ports: Ports): readonly Route[] {
  const route = (path: string, parameters: readonly ParameterDoc[]): Route => {
    const doc: RouteDoc = {
      summary: 'A response in progress that begins from an earlier assessment',
      returns: 'Parameters',
      parameters: [...parameters],
    };
    const handle = (incoming: Incoming) => populated(ports, incoming, parameters);
    const claim = { kind: 'operation', type: 'Questionnaire', name: 'populate' } as const;
    return { method: 'post', path, scope: ['Questionnaire.r'], body: 'resource', handle, claim, doc };
  };
  return [
    route('/fhir/Questionnaire/$populate', [...whichForm, ...howToBegin]),
    route('/fhir/Questionnaire/:id/$populate', howToBegin),
  ];
}

type Given = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

async function populated(ports: Ports, incoming: Incoming, known: readonly ParameterDoc[]): Promise<Answer> {
  const { caller, base, params, document, outcome } = incoming;
  const now = ports.clock();
  const [given, ignored] = readGiven(incoming, known);
  const named = params.id === undefined ? canonicalIn(given, base) : undefined;
  const variant =
    (params.id === undefined ? byCanonical(ports.model, named ?? '') : byId(ports.model, params.id)) ??
    refuseUnknown(base, 'Questionnaire');
  const subject = subjectIn(given);
  const citizen = citizenOf(subject, now);
  const before = given.has('previous') ? besideResource(document(), 'previous') : undefined;
  if (given.has('previous') && before === undefined) refuseQuery('previous', 'en ressource', 'a resource');
  const previous = before && scorePrevious(ports, before);
  const isLocal = flagIn(given, 'local');
  if (isLocal) checkNeeds(readsKept, caller);
  const url = variant.questionnaire.url ?? '';
  const looks = isLocal && previous === undefined && ports.archive !== undefined;
  const kept = looks && ports.archive ? await lastFinished(ports.archive, caller.sight, { citizen, url }) : undefined;
  const { response, hints } = populate({ variant, subject, citizen, previous, kept }, now);
  const unasked: readonly Problem[] =
    ignored.length === 0 ? [] : [{ code: 'populate-ignored', values: { names: ignored.join(', ') } }];
  const answer: Parameters = {
    resourceType: 'Parameters',
    parameter: [
      { name: 'response', resource: response },
      { name: 'issues', resource: outcome([...hints, ...unasked]) },
    ],
  };
  // That there is nothing kept tells something too.
  const target = { type: 'QuestionnaireResponse', id: kept?.kept.id, version: kept?.received.version };
  return {
    ...resourceAnswer(answer),
    ...(looks && { discloses: disclosed('read', target, citizen.identifiers) }),
  };
}

/** What was sent, each once, and the names of what is not used. */
function readGiven({ document }: Incoming, known: readonly ParameterDoc[]): readonly [Given, readonly string[]] {
  const names = known.map(({ name }) => name);
  const sent = parametersIn(document(), (name) => names.includes(name) || unused.includes(name), [...names, ...unused]);
  const given = new Map<string, Readonly<Record<string, unknown>>>();
  for (const { name, parameter } of sent) {
    if (unused.includes(name)) continue;
    if (given.has(name)) refuseQuery(name, 'netop én værdi', 'exactly one value');
    given.set(name, parameter);
  }
  return [given, [...new Set(sent.map(({ name }) => name))].filter((name) => unused.includes(name))];
}

/** The canonical or the relative reference of the form. Code: query-value. */
function canonicalIn(given: Given, base: string): string {
  const found = whichForm.filter(({ name }) => given.has(name));
  const [{ name } = { name: '' }] = found;
  const parameter = given.get(name);
  if (parameter === undefined || found.length !== 1) {
    const names = whichForm.map((one) => one.name);
    return refuseQuery('questionnaire', `netop én af ${names.join(', ')}`, `exactly one of ${names.join(', ')}`);
  }
  const { resource } = parameter;
  if (isObject(resource)) {
    const { url, version } = resource;
    return typeof url === 'string' && typeof version === 'string'
      ? `${url}|${version}`
      : refuseQuery(name, 'url og version', 'url and version');
  }
  const value = valueIn(parameter, name);
  const text = isObject(value) ? value.reference : value;
  if (typeof text !== 'string') return refuseQuery(name, 'et spørgeskema', 'a questionnaire');
  return text.startsWith(`${base}/`) ? text.slice(base.length + 1) : text;
}

function byCanonical(model: Model, text: string): Variant | undefined {
  const [, id] = /^Questionnaire\/([^/]+)$/.exec(text) ?? [];
  if (id !== undefined) return byId(model, id);
  return variants(model).find(({ questionnaire: { url, version } }) => text === url || text === `${url}|${version}`);
}

/** The newest version goes first. */
function byId(model: Model, id: string): Variant | undefined {
  return variants(model).find(({ questionnaire }) => questionnaire.id === id);
}

function variants(model: Model): readonly Variant[] {
  return everyVersion(model).flatMap((one) => one.variants);
}

/** The citizen by number: a literal reference alone names nobody here. Codes: query-value, subject-unidentified. */
function subjectIn(given: Given): Reference {
  const parameter = given.get('subject');
  const value = parameter && valueIn(parameter, 'subject');
  if (!isObject(value)) {
    return refuseQuery('subject', 'borgeren som en Reference med nummer', 'the citizen as a Reference with a number');
  }
  const texts = (object: Readonly<Record<string, unknown>>, names: readonly string[]) =>
    Object.fromEntries(names.flatMap((name) => (typeof object[name] === 'string' ? [[name, object[name]]] : [])));
  const { identifier } = value;
  return {
    ...texts(value, ['reference', 'type', 'display']),
    ...(isObject(identifier) && { identifier: texts(identifier, ['system', 'value']) }),
  };
}

function flagIn(given: Given, name: string): boolean {
  const parameter = given.get(name);
  const value = parameter === undefined ? false : valueIn(parameter, name);
  return typeof value === 'boolean' ? value : refuseQuery(name, 'true/false');
}
