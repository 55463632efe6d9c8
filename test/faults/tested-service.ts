import { onTestFinished } from 'vitest';
import { type Process, startProcess } from './service.ts';

/** The service as a process of a test: one that fails half-way leaves none behind. */
export function startTested(port: number, env: Readonly<Record<string, string>>): Promise<Process> {
  return startProcess(port, env, onTestFinished);
}
