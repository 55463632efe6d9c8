import { CommanderError } from 'commander';
import { goesOnUnread } from './closed-output.ts';
import { EnvironmentProblem, exitCode, report, systemCode, tell } from './exit.ts';
import { commands } from './program.ts';
import { languageIn } from './shell.ts';
import { UsageProblem, usageProblem } from './usage.ts';

/**
 * An error that nobody caught ends the process, as it does anyhow; but Node would print its message, which may hold
 * what was read of a citizen.
 */
export function endWithoutMessage(argv: readonly string[]): void {
  process.on('uncaughtException', (error) => process.exit(report(error, languageIn(argv))));
}

/** Runs the command line and gives its exit code: 0 done, 1 input refused, 2 wrong usage, 3 environment. */
export async function main(argv: readonly string[]): Promise<number> {
  const state = { code: exitCode.done as number, goesOn: false };
  const language = languageIn(argv);
  const finish = (code: number) => {
    state.code = code;
  };
  // A reader that stops early, such as `head`, is no fault of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' && state.goesOn) return;
    if (error.code === 'EPIPE') process.exit(state.code);
    const problem = { code: 'output-failed', values: { reason: systemCode(error) } } as const;
    process.exit(report(new EnvironmentProblem(problem), language));
  });
  try {
    const program = commands({ language, say: (text) => text[language], finish });
    program.hook('preAction', (_, command) => {
      state.goesOn = goesOnUnread(command);
    });
    await program.parseAsync([...argv]);
    return state.code;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCode.done;
    if (!(error instanceof CommanderError || error instanceof UsageProblem)) return report(error, language);
    const problem = error instanceof UsageProblem ? error.problem : usageProblem(error);
    // Without a problem commander has shown its help, because no command was named.
    if (problem !== undefined) tell(problem, language);
    return exitCode.usage;
  }
}
