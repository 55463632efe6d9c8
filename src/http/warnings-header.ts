import type { Problem } from '../outcome/problem.ts';

export const warningsHeader = 'Niveau-Warnings';

/**
 * A letter has no room for warnings as a Bundle has: their codes stand in a header, each once. The command line says
 * them on stderr.
 */
export function warningHeaders(warnings: readonly Problem[]): Readonly<Record<string, string>> {
  const codes = [...new Set(warnings.map(({ code }) => code))];
  return codes.length === 0 ? {} : { [warningsHeader]: codes.join(', ') };
}
