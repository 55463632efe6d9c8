import { accessSection } from './config/access.ts';
import { deliverySection } from './config/delivery.ts';
import { inboxSection } from './config/inbox.ts';
import { letterSection } from './config/letters.ts';
import { profilesSection } from './config/profiles.ts';
import { type Retention, retentionSection } from './config/retention.ts';
import { serviceSection } from './config/service.ts';
import { signInSection } from './config/sign-in.ts';
import { storeSection } from './config/store.ts';
import type { StoreAddress } from './config/store-address.ts';
import { targetSection } from './config/target.ts';
import { notTogether } from './config/together.ts';
import { type Environment, readVariables, type Section, type Settings, type Variable } from './config/variable.ts';
import { type Problem, Refusal, refuse } from './outcome/problem.ts';

/** Every environment variable, in the sections that parts of the program read. */
const sections = {
  access: accessSection,
  signIn: signInSection,
  delivery: deliverySection,
  service: serviceSection,
  store: storeSection,
  letters: letterSection,
  inbox: inboxSection,
  target: targetSection,
  profiles: profilesSection,
  retention: retentionSection,
};

type SectionName = keyof typeof sections;

/** What the service runs by. */
export type Config = Settings<typeof serviceSection> &
  Settings<typeof accessSection> &
  Settings<typeof signInSection> &
  Settings<typeof storeSection> &
  Settings<typeof deliverySection> &
  Settings<typeof letterSection> &
  Settings<typeof inboxSection> &
  Settings<typeof profilesSection>;

/** The variables of a section, for a command's `--help`. */
export function variablesOf(section: SectionName): readonly Variable[] {
  return Object.values(sections[section]);
}

/**
 * Reads the configuration of the service.
 * Throws a Refusal with one problem per mistake: config-unknown, config-address, config-address-public, config-origin,
 * config-store, config-folder, config-folder-target, config-inbox, config-lease, config-public-url, config-number,
 * target-setting, config-choice, config-issuers, config-proxies, config-incomplete, config-oidc-issuer,
 * config-key-file, config-session-key, config-public-url-open, config-ehrs.
 */
export function readConfig(env: Environment): Config {
  const problems = unknownNames(env);
  const config = {
    ...readVariables(sections.service, env, problems),
    ...readVariables(sections.access, env, problems),
    ...readVariables(sections.signIn, env, problems),
    ...readVariables(sections.store, env, problems),
    ...readVariables(sections.delivery, env, problems),
    ...readVariables(sections.letters, env, problems),
    ...readVariables(sections.inbox, env, problems),
    ...readVariables(sections.profiles, env, problems),
  };
  // What is not read cannot be looked at together.
  if (problems.length === 0) problems.push(...notTogether(config));
  if (problems.length > 0) throw new Refusal(problems);
  return config;
}

/** Where the store and its key are, for a command beside the service. Throws a Refusal: config-store, store-none. */
export function readStoreSettings(env: Environment): { store: StoreAddress; auditKey: string | undefined } {
  const { store, auditKey } = readAlone(sections.store, env);
  return { store: store ?? refuse('store-none'), auditKey };
}

/**
 * Where what is kept is sent, for a command that sends nothing. Throws a Refusal: config-folder-target, target-setting.
 */
export function readDeliverySettings(env: Environment): Settings<typeof deliverySection> {
  return readAlone(sections.delivery, env);
}

/** How long is kept what is done. Throws a Refusal: config-unknown, config-retention. */
export function readRetentionSettings(env: Environment): Retention {
  return readAlone(sections.retention, env, unknownNames(env)).retention;
}

/** NIVEAU_PROFILES alone, for a command that needs no service. Throws a Refusal: config-folder. */
export function readProfilesFolder(env: Environment): string | undefined {
  return readAlone(sections.profiles, env).profiles;
}

/** MEDCOM_XSD_DIR alone, for a command that needs no service. Throws a Refusal: config-folder. */
export function readSchemaFolder(env: Environment): string | undefined {
  return readAlone(sections.letters, env).medcomXsdDir;
}

/** How a FHIR server that we write to is reached. Throws a Refusal: config-unknown, target-setting. */
export function readTargetSettings(env: Environment): Settings<typeof targetSection> {
  return readAlone(sections.target, env, unknownNames(env));
}

/** One section, refused with all that is wrong in it, and with `problems` that are there already. */
function readAlone<Variables extends Section>(
  section: Variables,
  env: Environment,
  problems: Problem[] = [],
): Settings<Variables> {
  const settings = readVariables(section, env, problems);
  if (problems.length > 0) throw new Refusal(problems);
  return settings;
}

/** A misspelt name would otherwise leave the default in force without a word. */
function unknownNames(env: Environment): Problem[] {
  const known = Object.values(sections).flatMap((section) => Object.values<Variable>(section).map(({ name }) => name));
  const names = Object.keys(env).filter((name) => name.startsWith('NIVEAU_') && !known.includes(name));
  return names.map((name) => {
    // All of them would be more than anybody reads: those that begin most alike.
    const near = known.toSorted((one, other) => sameStart(other, name) - sameStart(one, name)).slice(0, mostNames);
    return { code: 'config-unknown', values: { name, known: near.join(', ') } };
  });
}

const mostNames = 8;

/** How many characters two names begin with alike. */
function sameStart(one: string, other: string): number {
  const at = [...one].findIndex((character, index) => character !== other[index]);
  return at < 0 ? one.length : at;
}
