import { type JsonLimits, jsonLimits } from '../questionnaire/json/document.ts';

/** How much one client, and all of them together, may ask of the service. Times are in milliseconds. */
export interface Limits {
  readonly json: JsonLimits;
  /** Requests per minute from one address. */
  readonly perMinute: number;
  /** Requests that are being answered at one time. */
  readonly atOnce: number;
  /** From the first line of a request to its answer. */
  readonly answerTime: number;
  /** How long a stop waits for running requests. */
  readonly stopTime: number;
}

export const defaultLimits: Limits = {
  json: jsonLimits,
  // An EHR is one address for all its users: two hundred a second is far above what they do and far below what the service can.
  perMinute: 12_000,
  atOnce: 100,
  answerTime: 20_000,
  stopTime: 10_000,
};
