/** Gives the keys of a line by the numbers that it names: lines of one citizen have one in common with the next. */
export type SameCitizen = (numbers: readonly string[]) => readonly string[];

/**
 * Numbers that a line names together, or that the store knows to be one citizen's (`known`), have one key from then on,
 * so that lines after that may name any of them. To be asked for each line in its turn.
 */
export function sameCitizen(known: readonly (readonly string[])[]): SameCitizen {
  const leads = new Map<string, string>();
  const keyOf = (number: string): string => {
    let key = number;
    for (let next = leads.get(key); next !== undefined; next = leads.get(key)) key = next;
    // The next time it is one step.
    if (key !== number) leads.set(number, key);
    return key;
  };
  const keysOf: SameCitizen = (numbers) => {
    const [one, ...others] = new Set(numbers.map(keyOf));
    if (one === undefined) return [];
    for (const other of others) leads.set(other, one);
    // Whoever names them together waits for the lines of each.
    return [one, ...others];
  };
  for (const numbers of known) keysOf(numbers);
  return keysOf;
}
