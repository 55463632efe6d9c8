/** What every measurement ends with: our part and its reference in the same run. */
export interface Result {
  readonly bench: string;
  /** What is compared with the goal. */
  readonly ratio: number;
  readonly goal: number;
  readonly ours: number;
  readonly reference: number;
  readonly unit: string;
}

/** Prints a table for people and, as the last line, JSON for programs. */
export function print(result: Result, rows: readonly (readonly [string, string])[]): void {
  const width = Math.max(...rows.map(([label]) => label.length));
  for (const [label, value] of rows) process.stdout.write(`${label.padEnd(width)}  ${value}\n`);
  const met = result.ratio <= result.goal ? 'met' : 'NOT MET';
  process.stdout.write(`${'goal'.padEnd(width)}  ${result.ratio.toFixed(2)} of at most ${result.goal}: ${met}\n`);
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** What this process has taken of the processors until now, in microseconds. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** Rounds for the printed result. */
export function round(value: number, digits = 3): number {
  return Number(value.toFixed(digits));
}
