import { createRequire } from 'node:module';
import type { RE2JS } from 're2js';

// 30 ms to load: for the first pattern only.
const load = createRequire(import.meta.url);

/** What a pattern may weigh. No pattern has more instructions of RE2 than this by much; most have far fewer. */
const heaviest = 300_000;

/**
 * Reads a pattern; undefined for one that is no RE2 (it may look around or back), or too heavy. RE2 takes time in
 * proportion to the text, whatever the pattern; but it writes repetitions out, so that a few characters can take much
 * memory.
 */
export function readPattern(pattern: string): RE2JS | undefined {
  if (weightOf(pattern) > heaviest) return undefined;
  const { RE2JS } = load('re2js') as typeof import('re2js');
  try {
    // FHIRPath: "single line mode", in which a dot is any character.
    return RE2JS.compile(pattern, RE2JS.DOTALL);
  } catch {
    return undefined;
  }
}

/** A coarse bound of its instructions: its characters, times how often any of them are repeated at most. */
function weightOf(pattern: string): number {
  const counts = pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g);
  const repeated = counts.reduce((sum, [, least, most]) => sum + Math.max(Number(least), Number(most ?? 0)), 0);
  return pattern.length * Math.max(1, repeated);
}
