import type { Organization } from 'fhir/r4.js';
import { holdsCpr } from '../intake/cpr.ts';
import { messageOrganization, phoneNumber } from '../medcom/fhir/people.ts';
import { readParty, readSender } from '../medcom/new-letter/party.ts';
import type { Model } from '../model/types.ts';
import { type Problem, Refusal } from '../outcome/problem.ts';
import { type Form, forms, isLetter, isMessage } from '../work/routes/form.ts';
import type { Places, Steps } from './lines.ts';
import type { GivenDestination, GivenRoutes } from './schema.ts';

type Kind = GivenDestination['kind'];

/** What each kind of destination takes. */
const taken: Readonly<Record<Kind, readonly Form[]>> = {
  fhir: forms.filter((form) => form === 'Bundle' || isMessage(form)),
  folder: forms,
  vans: forms.filter(isLetter),
};

/**
 * Names that may be a CPR number: they stand in the log, in metrics and in addresses. The place does not repeat them.
 */
function* numbersAsNames({ routes, destinations = {}, organizations = {} }: GivenRoutes, places: Places) {
  const names: readonly (readonly [field: string, name: string, steps: Steps])[] = [
    ...routes.map(({ name }, index) => [`routes[${index}].name`, name, ['routes', index, 'name']] as const),
    ...Object.keys(destinations).map((name) => ['destinations', name, ['destinations', name]] as const),
    ...Object.keys(organizations).map((name) => ['organizations', name, ['organizations', name]] as const),
  ];
  for (const [field, name, steps] of names) {
    const { line } = places.at(...steps);
    if (holdsCpr(name)) yield { code: 'route-name-number', place: field, values: { field, line } } as const;
  }
}

/**
 * What the schema does not see: names that lead nowhere or may be a CPR number, codes that the model has not, letters
 * without a receiver. `others` are the kinds of the destinations that the environment sets, by their names.
 */
export function checkMeaning(
  given: GivenRoutes,
  model: Model,
  others: ReadonlyMap<string, Kind>,
  places: Places,
): readonly Problem[] {
  const found: Problem[] = [...numbersAsNames(given, places)];
  // Whatever else is wrong with such a one is told by its name.
  if (found.length > 0) return found;
  const note = (code: Problem['code'], steps: Steps, known: Iterable<string> = []) => {
    const place = places.at(...steps);
    found.push({ code, place: place.field, values: { ...place, known: [...known].join(', ') || '-' } });
  };
  const kinds = new Map(others);
  for (const [name, { kind }] of Object.entries(given.destinations ?? {})) {
    if (others.has(name)) note('route-name-twice', ['destinations', name]);
    kinds.set(name, kind);
  }
  const organizations = Object.keys(given.organizations ?? {});
  const known = codesOf(model);
  const named = (steps: Steps, name: string) => {
    if (!organizations.includes(name)) note('route-organization-unknown', steps, organizations);
  };
  for (const [party, name] of Object.entries(given.parties ?? {})) {
    if (!known.parties.has(party)) note('route-code-unknown', ['parties', party], known.parties);
    named(['parties', party], name);
  }
  if (given.sender !== undefined) named(['sender'], given.sender);
  const names = new Set<string>();
  for (const [index, { name, to, form, receiver, byParty, when = {} }] of given.routes.entries()) {
    const at = (...steps: Steps) => ['routes', index, ...steps];
    if (names.has(name)) note('route-name-twice', at('name'));
    names.add(name);
    const kind = kinds.get(to);
    if (kind === undefined) note('route-nowhere', at('to'), kinds.keys());
    else if (!taken[kind].includes(form)) note('route-form-kind', at('form'), taken[kind]);
    if (isLetter(form) ? (receiver === undefined) === (byParty === undefined) : (receiver ?? byParty) !== undefined) {
      note('route-receiver', at('form'));
    }
    if (receiver !== undefined) named(at('receiver'), receiver);
    for (const condition of ['variants', 'levels', 'parties'] as const) {
      for (const [place, code] of (when[condition] ?? []).entries()) {
        if (!known[condition].has(code)) note('route-code-unknown', at('when', condition, place), known[condition]);
      }
    }
    // Whom a letter is for by party must be somebody.
    const wanted = byParty === undefined ? [] : (when.parties ?? [...known.parties]);
    if (byParty && !wanted.some((party) => given.parties?.[party] !== undefined)) note('route-receiver', at('byParty'));
  }
  const letters = given.routes.some(({ form }) => isLetter(form));
  if (letters && given.sender === undefined) found.push({ code: 'route-sender-missing', place: 'sender' });
  for (const name of messageParties(given)) {
    const organization = given.organizations?.[name];
    const isSender = name === given.sender;
    const read = (one: Organization) => {
      messageOrganization(isSender ? 'sender' : 'receiver', one);
      if (isSender) phoneNumber(undefined, one);
    };
    if (organization !== undefined && isWrong(() => read(organization))) {
      note('route-organization-message', ['organizations', name]);
    }
  }
  for (const [name, organization] of Object.entries(given.organizations ?? {})) {
    if (isWrong(() => readParty('receiver', organization))) note('route-organization-wrong', ['organizations', name]);
    else if (name === given.sender && isWrong(() => readSender(organization, undefined))) {
      note('route-organization-wrong', ['organizations', name]);
    }
  }
  return found;
}

/** Those whom MedCom FHIR messages come from and go to. */
function messageParties({ routes, sender, parties = {} }: GivenRoutes): ReadonlySet<string> {
  const messages = routes.filter(({ form }) => isMessage(form));
  const receivers = messages.flatMap(({ receiver, byParty, when }) => {
    if (receiver !== undefined) return [receiver];
    const wanted = byParty ? (when?.parties ?? Object.keys(parties)) : [];
    return wanted.flatMap((party) => parties[party] ?? []);
  });
  return new Set(messages.length === 0 ? [] : [...receivers, ...(sender === undefined ? [] : [sender])]);
}

function isWrong(read: () => unknown): boolean {
  try {
    read();
    return false;
  } catch (error) {
    if (error instanceof Refusal) return true;
    throw error;
  }
}

/** Codes of every variant of the model. */
function codesOf({ variants }: Model) {
  const codes = (list: readonly { readonly code: string }[]) => list.map(({ code }) => code);
  return {
    variants: new Set(codes(variants)),
    levels: new Set(variants.flatMap(({ levels }) => codes(levels))),
    parties: new Set(variants.flatMap(({ actions }) => actions.flatMap(({ parties }) => codes(parties)))),
  };
}
