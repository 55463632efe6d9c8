import type {
  CapabilityStatement,
  CapabilityStatementRest,
  CapabilityStatementRestResource,
  CapabilityStatementRestResourceOperation,
} from 'fhir/r4.js';
import type { Config } from '../config.ts';
import type { Model } from '../model/types.ts';
import { software } from '../version.ts';
import { definitionTypes } from './definitions/types.ts';
import type { Claim, Route } from './route.ts';
import { responseType, resultTypes, type StoredType } from './stored/parameters.ts';

const sdc = 'http://hl7.org/fhir/uv/sdc';
const sdcVersion = '3.0.0';
const receiver = `${sdc}/CapabilityStatement/sdc-form-receiver|${sdcVersion}`;
/**
 * With a store: all that it SHALL do is there; it SHOULD also delete, which nobody can here: a response is withdrawn.
 */
const manager = `${sdc}/CapabilityStatement/sdc-form-response-manager|${sdcVersion}`;
const fhirVersion = '4.0.1';
const format = ['json', 'xml'];
const implementationGuide = [`${sdc}/ImplementationGuide/hl7.fhir.uv.sdc|${sdcVersion}`];

/**
 * The CapabilityStatement of this service at `base`. Interactions and operations are those of the table that registered
 * the routes.
 */
export function capabilityStatement(
  model: Model,
  config: Config,
  routes: readonly Route[],
  base: string,
): CapabilityStatement {
  const dates = model.variants.map(({ questionnaire }) => questionnaire.date ?? '');
  return {
    resourceType: 'CapabilityStatement',
    language: 'en',
    text: narrative(routes),
    version: software.version,
    name: software.name,
    title: 'Niveau: the collaboration level and its actions from a QuestionnaireResponse',
    status: 'active',
    date: dates.sort().at(-1) ?? '',
    publisher: software.name,
    kind: 'instance',
    instantiates: [`${model.base}/CapabilityStatement/niveau|${software.version}`, ...roles(routes)],
    software,
    implementation: { description: 'Niveau on this machine', url: base },
    fhirVersion,
    format,
    implementationGuide,
    rest: [
      {
        ...restOf(model, routes),
        security: security(config),
      },
    ],
  };
}

/** How callers show who they are, as this service is set up. */
function security({ auth, corsOrigins, issuers }: Config): NonNullable<CapabilityStatementRest['security']> {
  const cors = corsOrigins.length > 0;
  if (auth.length === 0) return { cors, description: 'Without access control: whoever reaches it may do everything.' };
  const description = `Callers show who they are by ${auth.join(', ')}. Scopes are those of SMART 2 (system/Observation.rs), and niveau/medcom.c, niveau/medcom.r, niveau/inbox.c, niveau/operate.r, niveau/operate.u.`;
  if (!auth.includes('tokens')) return { cors, description };
  const system = 'http://terminology.hl7.org/CodeSystem/restful-security-service';
  const url = 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris';
  const extension = issuers.flatMap(({ tokenUrl }) =>
    tokenUrl === undefined ? [] : [{ url, extension: [{ url: 'token', valueUri: tokenUrl }] }],
  );
  const service = [{ coding: [{ system, code: 'SMART-on-FHIR' }], text: 'OAuth2 after SMART Backend Services' }];
  return { ...(extension.length === 0 ? {} : { extension }), cors, service, description };
}

/** The published statement as the routes make it: what every service of this version can do. `stored` has its texts. */
export function withRest(stored: CapabilityStatement, model: Model, routes: readonly Route[]): CapabilityStatement {
  return {
    ...stored,
    instantiates: [...roles(routes)],
    software,
    fhirVersion,
    format,
    implementationGuide,
    rest: [restOf(model, routes)],
  };
}

function restOf(model: Model, routes: readonly Route[]): CapabilityStatementRest {
  const claims = routes.flatMap(({ claim }) => (claim === undefined ? [] : [claim]));
  return {
    mode: 'server',
    documentation: `${keeps(routes) ? kept : notKept} What cannot be accepted is refused whole, with an OperationOutcome in Danish or English.`,
    resource: resourceTypes(claims).map((type) => restResource(model, type, claims)),
    interaction: claims.flatMap((claim) => (claim.kind === 'system' ? [{ code: claim.code }] : [])),
    operation: operations(model, undefined, claims),
  };
}

/** SDC's roles that the routes fill. */
function roles(routes: readonly Route[]): readonly string[] {
  return keeps(routes) ? [receiver, manager] : [receiver];
}

function keeps(routes: readonly Route[]): boolean {
  return routes.some(({ claim }) => claim?.kind === 'interaction' && claim.code === 'create');
}

const kept =
  'A response that is created, or given to $process-response, is kept with what comes of it; nothing else that is sent is.';
const notKept = 'Nothing that is sent is kept.';

function resourceTypes(claims: readonly Claim[]): readonly string[] {
  return [
    ...new Set(claims.flatMap((claim) => (claim.kind === 'system' || claim.type === undefined ? [] : [claim.type]))),
  ].sort();
}

function restResource(model: Model, type: string, claims: readonly Claim[]): CapabilityStatementRestResource {
  const definitionType = definitionTypes.find((candidate) => candidate.type === type);
  const storedType = [responseType, ...resultTypes].find((candidate) => candidate.type === type);
  const profiles = storedType?.profiles.map((id) => `${model.base}/StructureDefinition/${id}`) ?? [];
  const supportedProfile = definitionType?.supportedProfile ?? profiles;
  const codes = new Set(
    claims.flatMap((claim) => (claim.kind === 'interaction' && claim.type === type ? [claim.code] : [])),
  );
  const searchParam = (definitionType?.parameters ?? storedType?.parameters ?? []).map(
    ({ name, type, definition }) => ({
      name,
      type,
      definition,
    }),
  );
  const operation = operations(model, type, claims);
  return {
    type: type as CapabilityStatementRestResource['type'],
    ...(supportedProfile.length === 0 ? {} : { supportedProfile: [...supportedProfile] }),
    ...(codes.size === 0 ? {} : { interaction: [...codes].sort().map((code) => ({ code })) }),
    ...(codes.has('vread') ? { versioning: 'versioned' as const, readHistory: true } : {}),
    ...(codes.has('create') ? { updateCreate: false, conditionalCreate: true } : {}),
    ...(codes.has('search-type') ? { searchParam, ...included(storedType) } : {}),
    ...(operation.length === 0 ? {} : { operation }),
  };
}

function included(stored: StoredType | undefined): Pick<CapabilityStatementRestResource, 'searchInclude'> {
  const { includes = [], reverseIncludes = [] } = stored ?? {};
  return {
    ...(includes.length === 0 ? {} : { searchInclude: [...includes] }),
    ...(reverseIncludes.length === 0 ? {} : { searchRevInclude: [...reverseIncludes] }),
  };
}

/** Our own definitions: each says which part of SDC's or R4's operation is there. */
function operations(
  model: Model,
  type: string | undefined,
  claims: readonly Claim[],
): CapabilityStatementRestResourceOperation[] {
  const names = claims.flatMap((claim) => (claim.kind === 'operation' && claim.type === type ? [claim.name] : []));
  return [...new Set(names)].map((name) => ({ name, definition: `${model.base}/OperationDefinition/${name}` }));
}

function narrative(routes: readonly Route[]): NonNullable<CapabilityStatement['text']> {
  const lines = routes.map(({ method, path }) => `<li>${method.toUpperCase()} ${path}</li>`).join('');
  const div = `<div xmlns="http://www.w3.org/1999/xhtml" lang="en" xml:lang="en"><p>Niveau ${software.version}</p><ul>${lines}</ul></div>`;
  return { status: 'generated', div };
}
