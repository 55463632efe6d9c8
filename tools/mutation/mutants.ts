/** One small change of the program, and whether a test noticed it. */
export interface Mutant {
  /**
   * File, what stood there and what the mutant puts there, without line numbers: it stays the same while the lines
   * around it move.
   */
  readonly name: string;
  readonly line: number;
  /**
   * `left-out`: not tried (code that runs only while a module loads, the text of an Error), or not a program that runs.
   */
  readonly outcome: 'killed' | 'survived' | 'left-out';
}

/** As much as is asked here of Stryker's report (mutation-testing-report-schema). */
interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly ReportedMutant[] }>>;
}

interface Position {
  readonly line: number;
  readonly column: number;
}

interface ReportedMutant {
  readonly location: { readonly start: Position; readonly end: Position };
  readonly replacement?: string;
  readonly status: string;
}

/** The mutants of Stryker's JSON report, in the order of their places. */
export function readMutants(json: string): Mutant[] {
  const { files }: Report = JSON.parse(json);
  return Object.entries(files).flatMap(([file, { source, mutants }]) => {
    const lines = source.split('\n');
    return mutants
      .toSorted((one, other) => one.location.start.line - other.location.start.line)
      .map(({ location, replacement = '', status }) => {
        const before = cut(lines, location.start, location.end);
        return {
          name: `${code(file)}: ${code(before)} → ${code(replacement)}`,
          line: location.start.line,
          outcome: outcomeOf(status),
        };
      });
  });
}

/**
 * Of those that were tried: how many there are, were noticed, were not, and how many of the latter are named
 * equivalent.
 */
export function tally(mutants: readonly Mutant[], equivalent: ReadonlySet<string>) {
  const count = (outcome: Mutant['outcome']) => mutants.filter((mutant) => mutant.outcome === outcome).length;
  const killed = count('killed');
  const survived = count('survived');
  const named = mutants.filter(({ outcome, name }) => outcome === 'survived' && equivalent.has(name)).length;
  return { mutants: killed + survived, killed, survived, equivalent: named, leftOut: count('left-out') };
}

/** A program that hangs was noticed. A mutant that no test reaches survived. */
function outcomeOf(status: string): Mutant['outcome'] {
  if (status === 'Killed' || status === 'Timeout') return 'killed';
  return status === 'Survived' || status === 'NoCoverage' ? 'survived' : 'left-out';
}

function cut(lines: readonly string[], start: Position, end: Position): string {
  const inside = lines.slice(start.line - 1, end.line);
  const last = inside.at(-1)?.slice(0, end.column - 1) ?? '';
  return [...inside.slice(0, -1), last].join('\n').slice(start.column - 1);
}

/** On one line, and not longer than a reader wants it. */
function code(text: string): string {
  const line = text.replace(/\s+/g, ' ').replaceAll('`', "'");
  return `\`${line.length > 90 ? `${line.slice(0, 60)}…${line.slice(-25)}` : line}\``;
}
