import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Organization } from 'fhir/r4.js';
import type { Model } from '../model/types.ts';
import { type Problem, Refusal, refuse } from '../outcome/problem.ts';
import { readJson } from '../questionnaire/json/document.ts';
import type { Route, Routes } from '../work/routes/route.ts';
import { checkMeaning } from './check.ts';
import { type Destination, readDestination, WrongField } from './destination.ts';
import { checkForm } from './form.ts';
import { type Places, placesIn } from './lines.ts';
import type { GivenDestination, GivenRoutes } from './schema.ts';

/** The routes that are in force, and what they lead to. */
export interface Way extends Routes {
  readonly destinations: ReadonlyMap<string, Destination>;
  /** Those that letters come from and go to, by their names. */
  readonly organizations: ReadonlyMap<string, Organization>;
  readonly sender: Organization | undefined;
}

/**
 * The routes of a file, and one for each destination that the environment sets and no route of the file names:
 * everything assessed or agreed goes there, as a Bundle. Looks at everything that can be looked at without sending.
 * Throws a Refusal: routes-file, those of `readJson`, routes-form, route-nowhere, route-organization-unknown,
 * route-code-unknown, route-form-kind, route-receiver, route-sender-missing, route-organization-wrong,
 * route-name-twice, route-name-number, route-destination.
 */
export function readRoutes(file: string | undefined, others: ReadonlyMap<string, Destination>, model: Model): Way {
  if (file === undefined) return wayOf({ routes: [] }, new Map(), others);
  const bytes = contentOf(file);
  const { value, text } = readJson(bytes);
  const places = placesIn(text);
  const given = checkForm(value, places);
  const kinds = new Map([...others].map(([name, { kind }]) => [name, kind]));
  const problems = [...checkMeaning(given, model, kinds, places)];
  const destinations = new Map<string, Destination>();
  for (const [name, destination] of Object.entries(given.destinations ?? {})) {
    const found = usable(name, destination, dirname(file), places, problems);
    if (found !== undefined) destinations.set(name, found);
  }
  if (problems.length > 0) throw new Refusal(problems);
  return wayOf(given, destinations, others);
}

function contentOf(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch {
    return refuse('routes-file');
  }
}

function usable(
  name: string,
  given: GivenDestination,
  folder: string,
  places: Places,
  problems: Problem[],
): Destination | undefined {
  try {
    return readDestination(given, folder);
  } catch (error) {
    if (!(error instanceof WrongField)) throw error;
    const values = places.at('destinations', name, error.field);
    problems.push({ code: 'route-destination', place: values.field, values });
    return undefined;
  }
}

function wayOf(
  { routes, organizations = {}, parties = {}, sender }: GivenRoutes,
  destinations: ReadonlyMap<string, Destination>,
  others: ReadonlyMap<string, Destination>,
): Way {
  const own = routes.map(
    ({ name, to: destination, form, receiver, when = {} }): Route => ({ name, destination, form, receiver, when }),
  );
  const named = new Set(own.map(({ destination }) => destination));
  const simple = [...others.keys()].filter((name) => !named.has(name)).map(simpleRoute);
  return {
    routes: [...own, ...simple],
    parties: new Map(Object.entries(parties)),
    destinations: new Map([...others, ...destinations]),
    organizations: new Map(Object.entries(organizations)),
    sender: sender === undefined ? undefined : organizations[sender],
  };
}

/** Everything that is assessed or agreed, and what changes it, as the Bundle that it became. */
function simpleRoute(name: string): Route {
  return { name, destination: name, form: 'Bundle', when: {} };
}
