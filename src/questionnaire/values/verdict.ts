/**
 * True, false, or undefined: undecided. What cannot be evaluated here is undecided, and so is what rests on it; neither
 * is ever held against a response. Kleene's logic of three values.
 */
export type Verdict = boolean | undefined;

/** Whether all hold: one that does not is enough for no, and one that is undecided keeps it from being yes. */
export function every(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes(false)) return false;
  return verdicts.includes(undefined) ? undefined : true;
}

/** Whether a test holds for any of a list: those behind the first for which it does are not looked at. */
export function someOf<One>(list: readonly One[], test: (one: One) => Verdict): Verdict {
  let verdict: Verdict = false;
  for (const one of list) {
    const found = test(one);
    if (found === true) return true;
    if (found === undefined) verdict = undefined;
  }
  return verdict;
}

/** Whether any holds: one that does is enough for yes, and one that is undecided keeps it from being no. */
export function some(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes(true)) return true;
  return verdicts.includes(undefined) ? undefined : false;
}

/** What all of them say; undecided where they differ, or where there are none. */
export function agreed(verdicts: readonly Verdict[]): Verdict {
  const [first] = verdicts;
  return verdicts.every((one) => one === first) ? first : undefined;
}
