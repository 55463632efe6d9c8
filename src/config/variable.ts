import type { Text } from '../model/types.ts';
import { type Problem, Refusal } from '../outcome/problem.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** An environment variable: its name, what it holds when it is not set, what it is for, and how it is read. */
export interface Variable<Value = unknown> {
  readonly name: string;
  readonly initial: string;
  readonly help: Text;
  /** Throws a Refusal for a text that is a mistake. */
  readonly read: (text: string) => Value;
}

/** The variables that one part of the program needs, each under the name that its value has there. */
export type Section = Readonly<Record<string, Variable>>;

/** What a section was set to. */
export type Settings<Variables extends Section> = {
  readonly [Key in keyof Variables]: ReturnType<Variables[Key]['read']>;
};

/** Keeps the type of a variable's value. */
export function variable<Value>(definition: Variable<Value>): Variable<Value> {
  return definition;
}

/** A variable that says nothing where it is not set: undefined. */
export function optional<Value>({ name, help, read }: Omit<Variable<Value>, 'initial'>): Variable<Value | undefined> {
  return { name, initial: '', help, read: (text) => (text === '' ? undefined : read(text)) };
}

/**
 * Reads a section from environment variables; an empty one counts as not set. One problem per mistake is added to
 * `problems`.
 */
export function readVariables<Variables extends Section>(
  section: Variables,
  env: Environment,
  problems: Problem[],
): Settings<Variables> {
  const values = Object.entries(section).map(([key, { name, initial, read }]) => {
    try {
      return [key, read(env[name]?.trim() || initial)];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // A value is not repeated: it may be a secret.
      problems.push(...error.problems.map(({ code }) => ({ code, values: { name } })));
      return [key, undefined];
    }
  });
  return Object.fromEntries(values) as Settings<Variables>;
}
