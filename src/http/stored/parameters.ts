import type { ParameterDoc } from '../route.ts';

/** How a parameter's values are read, and what they are compared with. */
export type Kind =
  | 'id'
  | 'identifier'
  | 'status'
  | 'questionnaire'
  | 'citizen'
  | 'author'
  | 'date'
  | 'updated'
  | 'code'
  | 'value'
  | 'of';

/** A search parameter of R4 on what is stored. */
export interface StoredParameter {
  readonly name: string;
  readonly kind: Kind;
  readonly type: 'token' | 'reference' | 'date' | 'uri';
  /** Canonical of its SearchParameter. */
  readonly definition: string;
  /** Modifiers that it takes. */
  readonly modifiers?: readonly string[];
}

/** A type of resource that is stored, and what it is searched by. */
export interface StoredType {
  readonly type: string;
  /** Ids of our profiles that every one of them meets one of. */
  readonly profiles: readonly string[];
  readonly parameters: readonly StoredParameter[];
  /** Results that a search may bring along, by R4's names. */
  readonly includes: readonly string[];
  readonly reverseIncludes: readonly string[];
}

const searchParameter = (name: string) => `http://hl7.org/fhir/SearchParameter/${name}`;

/** R4 defines these once for several types. */
const clinical: ReadonlySet<string> = new Set([
  ...['Observation.code', 'Observation.date', 'Observation.patient'],
  ...['CarePlan.date', 'CarePlan.patient', 'CareTeam.patient', 'DocumentReference.patient'],
]);

function parameter(
  type: string,
  name: string,
  kind: Kind,
  how: StoredParameter['type'],
  modifiers: readonly string[] = [],
): StoredParameter {
  const family = clinical.has(`${type}.${name}`) ? 'clinical' : type;
  return { name, kind, type: how, definition: searchParameter(`${family}-${name}`), modifiers };
}

const always: readonly StoredParameter[] = [
  { name: '_id', kind: 'id', type: 'token', definition: searchParameter('Resource-id') },
  { name: '_lastUpdated', kind: 'updated', type: 'date', definition: searchParameter('Resource-lastUpdated') },
];

/** A citizen is found by number (`system|number`, by POST), or by the reference that the sender wrote. */
const citizen = (type: string, ...names: string[]) =>
  names.map((name) => parameter(type, name, 'citizen', 'reference', ['identifier']));

export const responseType: StoredType = {
  type: 'QuestionnaireResponse',
  profiles: ['svar'],
  parameters: [
    ...always,
    parameter('QuestionnaireResponse', 'identifier', 'identifier', 'token'),
    parameter('QuestionnaireResponse', 'status', 'status', 'token'),
    parameter('QuestionnaireResponse', 'questionnaire', 'questionnaire', 'reference'),
    ...citizen('QuestionnaireResponse', 'subject', 'patient'),
    parameter('QuestionnaireResponse', 'authored', 'date', 'date'),
    parameter('QuestionnaireResponse', 'author', 'author', 'reference', ['identifier']),
  ],
  includes: [],
  reverseIncludes: ['Observation:derived-from', 'Provenance:entity'],
};

/** What a response becomes. */
export const resultTypes: readonly StoredType[] = [
  {
    type: 'Observation',
    profiles: ['niveau-observation', 'forslag-observation'],
    parameters: [
      ...always,
      ...citizen('Observation', 'subject', 'patient'),
      parameter('Observation', 'code', 'code', 'token'),
      parameter('Observation', 'status', 'status', 'token'),
      parameter('Observation', 'date', 'date', 'date'),
      parameter('Observation', 'value-concept', 'value', 'token'),
      parameter('Observation', 'derived-from', 'of', 'reference'),
    ],
    includes: ['Observation:derived-from'],
    reverseIncludes: [],
  },
  {
    type: 'CarePlan',
    profiles: ['plan'],
    parameters: [
      ...always,
      ...citizen('CarePlan', 'subject', 'patient'),
      parameter('CarePlan', 'status', 'status', 'token'),
      parameter('CarePlan', 'date', 'date', 'date'),
    ],
    includes: [],
    reverseIncludes: ['Task:based-on'],
  },
  {
    type: 'Task',
    profiles: ['opgave'],
    parameters: [
      ...always,
      ...citizen('Task', 'subject', 'patient'),
      parameter('Task', 'code', 'code', 'token'),
      parameter('Task', 'status', 'status', 'token'),
      parameter('Task', 'authored-on', 'date', 'date'),
      parameter('Task', 'based-on', 'of', 'reference'),
    ],
    includes: ['Task:based-on'],
    reverseIncludes: [],
  },
  {
    type: 'CareTeam',
    profiles: ['team'],
    parameters: [
      ...always,
      ...citizen('CareTeam', 'subject', 'patient'),
      parameter('CareTeam', 'status', 'status', 'token'),
    ],
    includes: [],
    reverseIncludes: [],
  },
  {
    type: 'DocumentReference',
    profiles: ['dokument'],
    parameters: [
      ...always,
      ...citizen('DocumentReference', 'subject', 'patient'),
      parameter('DocumentReference', 'status', 'status', 'token'),
      parameter('DocumentReference', 'date', 'date', 'date'),
      parameter('DocumentReference', 'related', 'of', 'reference'),
    ],
    includes: [],
    reverseIncludes: [],
  },
  {
    type: 'Provenance',
    profiles: ['herkomst'],
    parameters: [
      ...always,
      ...citizen('Provenance', 'patient'),
      parameter('Provenance', 'recorded', 'date', 'date'),
      parameter('Provenance', 'entity', 'of', 'reference'),
      parameter('Provenance', 'target', 'of', 'reference'),
    ],
    includes: [],
    reverseIncludes: [],
  },
];

/** Parameters of the answer, beside those of the type. `_page` is ours, for the next link. */
export const answerParameters: readonly ParameterDoc[] = [
  { name: '_count', type: 'integer', text: 'How many resources a page has at most (20; 1000 at most).' },
  { name: '_sort', type: 'string', text: '_lastUpdated or the date of the type, newest first with a minus.' },
  { name: '_summary', type: 'string', text: 'count: the number of hits alone.' },
  { name: '_total', type: 'string', text: 'accurate: counts all hits, which takes its time; none otherwise.' },
  { name: '_include', type: 'string', repeats: true, text: 'What a hit refers to, such as Observation:derived-from.' },
  {
    name: '_revinclude',
    type: 'string',
    repeats: true,
    text: 'What refers to a hit, such as Observation:derived-from.',
  },
  { name: '_page', type: 'string', text: 'Where a page begins: from the next link, nothing that can be made up.' },
];
