import type { Config } from '../config.ts';
import type { Metrics } from '../metrics.ts';
import type { Operators } from '../outbox/operators.ts';
import { once } from '../questionnaire/once.ts';
import type { Archive } from '../work/keep/archive.ts';
import type { Ports } from '../work/ports.ts';
import { createCheckApart } from './apart/check.ts';
import { batchRoute } from './batch.ts';
import { capabilityStatement } from './capability.ts';
import { definitionTypes } from './definitions/types.ts';
import { definitionRoutes } from './handlers/definitions.ts';
import { healthRoutes, type Lifecycle, metricsRoutes } from './handlers/health.ts';
import { letterRoutes } from './handlers/letters/routes.ts';
import { operationRoutes } from './handlers/operations.ts';
import { operatorRoutes } from './handlers/operators/routes.ts';
import type { PeopleParts } from './handlers/people/browser.ts';
import { peopleRoutes } from './handlers/people/routes.ts';
import { planRoutes } from './handlers/plans.ts';
import { populateRoutes } from './handlers/populate.ts';
import { responseRoutes } from './handlers/responses.ts';
import { resultRoutes } from './handlers/results.ts';
import { smartRoutes } from './handlers/smart.ts';
import { terminologyRoutes } from './handlers/terminology.ts';
import { welcomeRoutes } from './handlers/welcome.ts';
import type { Limits } from './limits.ts';
import { openApi } from './openapi.ts';
import { pageFiles } from './page/files.ts';
import type { Shell } from './page/shell.ts';
import { type Answer, type Handler, jsonAnswer, type Route, resourceAnswer } from './route.ts';

/**
 * Every route of the service: one table, which registers them, makes the CapabilityStatement and the OpenAPI
 * description.
 */
export interface ServiceRoutes {
  /** Answered whatever the limits say. */
  readonly health: readonly Route[];
  readonly others: readonly Route[];
}

/** What there is of a gateway besides its archive. */
interface Beside {
  /** How people sign in at the page; nobody does where not given. */
  readonly signIn?: PeopleParts | undefined;
  readonly metrics?: Metrics | undefined;
  readonly operators?: Operators | undefined;
}

export function serviceRoutes(
  config: Config,
  ports: Ports,
  limits: Limits,
  lifecycle: Lifecycle,
  { metrics, operators, signIn }: Beside = {},
): ServiceRoutes {
  const measured = metrics === undefined ? [] : metricsRoutes(metrics);
  const health = [...healthRoutes(lifecycle, ports.archive), ...measured];
  // Made when first looked at: most services are asked by EHRs alone.
  const files = once(() => pageFiles(ports.model));
  const others: readonly Route[] = [
    ...welcomeRoutes(
      files,
      {
        stored: ports.archive !== undefined,
        signIn: waysIn(signIn),
        operates: operators !== undefined && config.auth.length === 0,
      },
      operators !== undefined,
    ),
    ...(signIn === undefined ? [] : peopleRoutes(signIn, files, ports.archive?.audit)),
    {
      method: 'get',
      path: '/openapi.json',
      scope: 'anybody',
      doc: { summary: 'This description', returns: 'application/json' },
      handle: describing((base) => openApi([...health, ...others], base)),
    },
    ...smartRoutes(config, () => [...health, ...others]),
    ...fhirRoutes(config, ports, limits),
    ...letterRoutes(ports, limits.json),
    ...(operators === undefined || ports.archive === undefined ? [] : operatorRoutes(operators, ports.archive)),
  ];
  return { health, others };
}

/** The description, written once for the address that it is asked for by: anybody may ask, and writing takes long. */
function describing(describe: (address: string) => object): Handler {
  let last: { readonly base: string; readonly answer: Answer } | undefined;
  return ({ base }) => {
    if (last?.base !== base) last = { base, answer: jsonAnswer(describe(base.replace(/\/fhir$/, ''))) };
    return last.answer;
  };
}

/** How people come in: at the page, by their EHR alone, or without being asked. */
function waysIn(parts: PeopleParts | undefined): Shell['signIn'] {
  if (parts === undefined) return 'none';
  return parts.people.signIn === undefined ? 'ehr' : 'page';
}

/** What the CapabilityStatement speaks of. */
function fhirRoutes(config: Config, ports: Ports, limits: Limits): readonly Route[] {
  const routes: readonly Route[] = [
    {
      method: 'get',
      path: '/fhir/metadata',
      scope: 'anybody',
      // Real clients ask with these, and R4 lets a server answer in full all the same.
      query: ['mode', '_summary'],
      doc: { summary: 'What this service can do', returns: 'CapabilityStatement' },
      handle: ({ base }) => resourceAnswer(capabilityStatement(ports.model, config, routes, base)),
    },
    ...definitionTypes.flatMap(definitionRoutes),
    ...operationRoutes(ports, createCheckApart(limits.checks)),
    ...terminologyRoutes(),
    ...planRoutes(ports),
    ...populateRoutes(ports),
    batchRoute(() => routes),
    ...(ports.archive === undefined ? [] : storedRoutes(ports, ports.archive)),
  ];
  return routes;
}

/** What there is with a store only. */
function storedRoutes(ports: Ports, archive: Archive): readonly Route[] {
  return [...responseRoutes(ports, archive), ...resultRoutes(archive)];
}
