import type { Organization } from 'fhir/r4.js';
import { type Form, forms } from '../work/routes/form.ts';
import type { Conditions } from '../work/routes/route.ts';

const name = { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,39}$' } as const;
const text = { type: 'string', minLength: 1 } as const;
const list = (items: object) => ({ type: 'array', items, minItems: 1, uniqueItems: true }) as const;
const closed = (required: readonly string[], properties: Readonly<Record<string, object>>) =>
  ({ type: 'object', required, properties, additionalProperties: false }) as const;

/** How another server is reached. Secrets stand in files of their own, never in this one. */
const access = {
  timeout: { type: 'integer', minimum: 1, maximum: 3600, description: 'Seconds a call; 60 where not given.' },
  tokenFile: { ...text, description: 'File with a bearer token.' },
  tokenUrl: {
    ...text,
    description: 'Where a token is fetched by client credentials, with clientId and its secret or key.',
  },
  clientId: text,
  secretFile: { ...text, description: "File with the client's secret." },
  clientKeyFile: {
    ...text,
    description: "Or file with the client's private key as a JWK with kid and alg (private_key_jwt).",
  },
  scope: text,
  ca: { ...text, description: "PEM file with the server's own authority." },
  cert: { ...text, description: 'PEM file with our client certificate.' },
  key: { ...text, description: 'PEM file with its key.' },
} as const;

const destination = {
  type: 'object',
  required: ['kind'],
  properties: {
    kind: { enum: ['fhir', 'folder', 'vans'] },
    url: { ...text, description: 'Of a FHIR server, or of the VANS network.' },
    path: { ...text, description: 'Of a folder.' },
    writes: {
      enum: ['transaction', 'single'],
      description: 'A FHIR server without transactions gets single conditional writes.',
    },
    serverIds: {
      type: 'boolean',
      description: 'The FHIR server gives all ids itself and refuses those of its clients.',
    },
    ...access,
  },
  additionalProperties: false,
} as const;

const when = closed([], {
  variants: list(text),
  levels: list(text),
  basis: list({ enum: ['forslag', 'vurderet', 'aftalt'] }),
  events: list({ enum: ['new', 'amended', 'withdrawn', 'late', 'superseded', 'restored'] }),
  parties: list(text),
});

const route = closed(['name', 'to', 'form'], {
  name,
  when,
  to: { ...name, description: 'A destination of this file, or fhir or folder as the environment sets them.' },
  form: { enum: forms },
  receiver: { ...name, description: 'The organisation that a letter is for.' },
  byParty: { const: true, description: 'Instead: a letter to each of the parties that the actions of the level name.' },
});

/** The file that NIVEAU_ROUTES names, as `docs/routes.schema.json`. Codes of the model are looked at besides. */
export const routesSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Routes of Niveau',
  description: 'Which levels go to which destinations in which form.',
  ...closed(['routes'], {
    $schema: { type: 'string' },
    destinations: { type: 'object', propertyNames: { pattern: name.pattern }, additionalProperties: destination },
    organizations: {
      type: 'object',
      description: 'FHIR Organizations with GLN, by names of this file.',
      propertyNames: { pattern: name.pattern },
      additionalProperties: {
        type: 'object',
        required: ['resourceType', 'identifier'],
        properties: { resourceType: { const: 'Organization' }, identifier: { type: 'array', minItems: 1 } },
      },
    },
    sender: { ...name, description: 'The organisation that letters come from.' },
    parties: {
      type: 'object',
      description: "The organisation of each party of the model's actions.",
      additionalProperties: name,
    },
    routes: { type: 'array', items: route },
  }),
} as const;

/** A destination as it stands in the file. */
export interface GivenDestination {
  readonly kind: 'fhir' | 'folder' | 'vans';
  readonly url?: string;
  readonly path?: string;
  readonly writes?: 'transaction' | 'single';
  readonly serverIds?: boolean;
  readonly timeout?: number;
  readonly tokenFile?: string;
  readonly tokenUrl?: string;
  readonly clientId?: string;
  readonly secretFile?: string;
  readonly clientKeyFile?: string;
  readonly scope?: string;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** The file, when the schema has nothing against it. */
export interface GivenRoutes {
  readonly destinations?: Readonly<Record<string, GivenDestination>>;
  readonly organizations?: Readonly<Record<string, Organization>>;
  readonly sender?: string;
  readonly parties?: Readonly<Record<string, string>>;
  readonly routes: readonly {
    readonly name: string;
    readonly when?: Conditions;
    readonly to: string;
    readonly form: Form;
    readonly receiver?: string;
    readonly byParty?: true;
  }[];
}
