import { type Language, toOutcome } from '../../outcome/outcome.ts';
import { type Problem, Refusal, refuse } from '../../outcome/problem.ts';
import { root } from '../../questionnaire/answers.ts';
import { type JsonDocument, readJson } from '../../questionnaire/json/document.ts';
import { once } from '../../questionnaire/once.ts';
import { questionnaireUrl } from '../../questionnaire/resolve.ts';
import type { Disclosure } from '../../work/audit/entry.ts';
import { createModelChecker, validateResponse } from '../../work/check.ts';
import type { Ports } from '../../work/ports.ts';
import type { CheckApart } from '../apart/check.ts';
import { disclosed } from '../disclosure.ts';
import { isObject, receivedWith } from '../parameters.ts';
import { refuseQuery } from '../query.ts';
import { type Handler, type Incoming, type ParameterDoc, type Route, resourceAnswer } from '../route.ts';
import { refuseUnknown } from '../unknown.ts';

const type = 'QuestionnaireResponse';
const modes = ['create', 'update', 'profile'];

/** What `$validate` takes of R4's parameters. */
export const validateInputs: readonly ParameterDoc[] = [
  {
    name: 'resource',
    type,
    required: true,
    text: 'The response. The response may also be sent bare, without Parameters.',
  },
  {
    name: 'mode',
    type: 'code',
    values: modes,
    text: 'create, update or profile; a response is checked alike for all of them. Nothing is deleted here.',
  },
  {
    name: 'profile',
    type: 'uri',
    text: 'A profile that the response is to meet: ours of a response, SDC’s, or R4’s own, with or without |version.',
  },
];

/** `QuestionnaireResponse/$validate`, on the type and on one response, which may be sent or be kept here. */
export function validateRoutes(ports: Ports, checkApart: CheckApart): readonly Route[] {
  const handle = validate(ports, checkApart);
  return [`/fhir/${type}/$validate`, `/fhir/${type}/:id/$validate`].map((path) => ({
    method: 'post',
    path,
    // Of one that is kept, too, where nothing is sent: it is read then.
    scope: path.includes(':id') ? ['QuestionnaireResponse.r'] : ['QuestionnaireResponse.c'],
    body: 'resource',
    query: ['mode', 'profile'],
    handle,
    claim: { kind: 'operation', type, name: 'validate' },
    doc: {
      summary:
        'Everything that is wrong with a response, and where; also of a response that contains its Questionnaire',
      returns: 'OperationOutcome',
      parameters: validateInputs,
    },
  }));
}

/** What `$validate` has found at the first look, and what is to be checked apart. */
interface Look {
  readonly problems: readonly Problem[];
  readonly brought?: Uint8Array;
  readonly discloses: readonly Disclosure[];
}

/** The outcome, whatever it says; only what cannot be read is refused. */
function validate(ports: Ports, checkApart: CheckApart): Handler {
  const look = createLook(ports);
  return (incoming) => {
    const { outcome, client, language } = incoming;
    // Not `async`: what waits for its turn would hold the request with all that was read of it, many times its bytes.
    return look(incoming).then(async ({ problems, brought, discloses }) => {
      const apart = brought === undefined ? [] : await checkApart(brought, client);
      const all = apart.length === 0 ? problems : [...problems, ...apart];
      return { ...(all.length === 0 ? { written: inOrder[language]() } : resourceAnswer(outcome(all))), discloses };
    });
  };
}

/** What is told where nothing is wrong: nearly every answer, and always the same. */
const inOrder = { da: once(() => nothingWrong('da')), en: once(() => nothingWrong('en')) };

function nothingWrong(language: Language): Buffer {
  return Buffer.from(JSON.stringify(toOutcome([], language)));
}

function createLook(ports: Ports): (incoming: Incoming) => Promise<Look> {
  const checker = createModelChecker(ports.model);
  return async (incoming) => {
    const sent = await received(ports, incoming);
    if ('unread' in sent) return { problems: sent.unread, discloses: [] };
    const { resource, values, discloses } = sent;
    const given = (name: string) => onlyValue(name, values.get(name), incoming.query.getAll(name));
    const mode = given('mode');
    if (mode !== undefined && !modes.includes(mode)) refuseQuery('mode', modes.join(', '));
    const profile = given('profile');
    if (mode === 'profile' && profile === undefined) refuseQuery('profile', 'profilens url', 'the url of the profile');
    const ours = isOurs(ports, profile);
    const problems = otherId(resource, incoming.params.id);
    if (!ours && questionnaireUrl(resource.value)?.startsWith('#')) {
      return { problems, brought: resource.bytes, discloses };
    }
    return { problems: [...problems, ...validateResponse(ports, resource, checker, ours)], discloses };
  };
}

interface Received {
  readonly resource: JsonDocument;
  readonly values: ReadonlyMap<string, string>;
  readonly discloses: readonly Disclosure[];
}

/** XML that is no resource of R4's. */
interface Unread {
  readonly unread: readonly Problem[];
}

/** What was sent; of one response, what is kept of it where nothing is sent. */
async function received(
  { archive }: Ports,
  { params, body, document, base, caller }: Incoming,
): Promise<Received | Unread> {
  const { id } = params;
  if (id === undefined || body.length > 0 || archive === undefined) {
    try {
      return { ...receivedWith(document(), ['resource'], ['mode', 'profile']), discloses: [] };
    } catch (error) {
      // What the shape of JSON is checked for afterwards, XML is while it is read.
      if (error instanceof Refusal && error.problems.every(({ xml }) => xml !== undefined)) {
        return { unread: error.problems };
      }
      throw error;
    }
  }
  const kept = await archive.readFor(caller.sight, (reading) => reading.response(id));
  if (kept === undefined) refuseUnknown(base, type);
  const discloses = disclosed('read', { type, id, version: kept.received.version }, [kept.kept.namedBy]);
  return { resource: readJson(Buffer.from(kept.received.text)), values: new Map(), discloses };
}

/** A parameter stands in the Parameters or in the address, once. */
function onlyValue(name: string, inBody: string | undefined, inAddress: readonly string[]): string | undefined {
  const all = [...(inBody === undefined ? [] : [inBody]), ...inAddress];
  return all.length > 1 ? refuseQuery(name, 'netop én værdi', 'exactly one value') : all[0];
}

/** True where the profile is met by responses to our own Questionnaires alone. Code: profile-unknown. */
function isOurs({ model }: Ports, profile: string | undefined): boolean {
  if (profile === undefined) return false;
  const own = `${model.base}/StructureDefinition/svar`;
  const known = [
    own,
    'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaireresponse',
    `http://hl7.org/fhir/StructureDefinition/${type}`,
  ];
  const [url = ''] = profile.split('|', 1);
  if (!known.includes(url)) refuse('profile-unknown', { values: { known: known.join(', ') } });
  return url === own;
}

/** A response that is sent to another one's address. */
function otherId({ value }: JsonDocument, id: string | undefined): readonly Problem[] {
  const own = isObject(value) ? value.id : undefined;
  return id === undefined || own === undefined || own === id ? [] : [{ code: 'id-differs', place: `${root}.id` }];
}
