/** True, false, or undefined where neither can be said: then the response gets the benefit of the doubt. */
export type Verdict = boolean | undefined;

/** Whether all hold: one that does not is enough for no, and one that is undecided keeps it from being yes. */
export function every(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes(false)) return false;
  return verdicts.includes(undefined) ? undefined : true;
}

/** Whether any holds: one that does is enough for yes, and one that is undecided keeps it from being no. */
export function some(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes(true)) return true;
  return verdicts.includes(undefined) ? undefined : false;
}
