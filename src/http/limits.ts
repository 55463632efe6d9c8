import { type JsonLimits, jsonLimits } from '../questionnaire/json/document.ts';

/** How much one client, and all of them together, may ask of the service. Times are in milliseconds. */
export interface Limits {
  readonly json: JsonLimits;
  /** Requests whose body is there and that are being answered at one time. */
  readonly atOnce: number;
  /** How fast a body has to come. */
  readonly bodies: BodyLimits;
  /** Checks of responses by Questionnaires that they contain. */
  readonly checks: CheckLimits;
  /** Requests with a body of more bytes than FHIR JSON may have: while it is read it takes many times its bytes. */
  readonly large: TurnLimits;
  /** From the first line of a request to its answer. */
  readonly answerTime: number;
  /** How long a stop waits for running requests. */
  readonly stopTime: number;
}

export interface BodyLimits {
  /** A body has come in when this time, and that of its bytes at `rate`, is over. */
  readonly grace: number;
  /** Bytes a second. */
  readonly rate: number;
  /** Bytes of all bodies that are still coming in. */
  readonly together: number;
}

/** How many have their turn at one time, and how many wait for one. */
export interface TurnLimits {
  readonly atOnce: number;
  /** Waiting ones, of all clients and of each. */
  readonly waiting: number;
  readonly perClient: number;
  /** How long one waits: no longer than leaves time for the turn before the request must be answered. */
  readonly patience: number;
}

export interface CheckLimits extends TurnLimits {
  /** What one check may take. */
  readonly time: number;
  readonly megabytes: number;
}

export const defaultLimits: Limits = {
  json: jsonLimits,
  atOnce: 100,
  bodies: { grace: 2_000, rate: 4_000, together: 67_108_864 },
  // One thread: a second one would take 70 MB of a small machine, and a check without malice takes some milliseconds.
  checks: { atOnce: 1, waiting: 32, perClient: 8, patience: 15_000, time: 5_000, megabytes: 192 },
  large: { atOnce: 2, waiting: 8, perClient: 4, patience: 15_000 },
  answerTime: 20_000,
  stopTime: 10_000,
};
