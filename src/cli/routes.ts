import { readFileSync } from 'node:fs';
import { readDeliverySettings } from '../config.ts';
import { refuse } from '../outcome/problem.ts';
import { readWay } from '../routes/environment.ts';
import type { Way } from '../routes/read.ts';
import { chooseRoutes } from '../work/routes/choose.ts';
import { scoreResponse } from '../work/score.ts';
import { exitCode } from './exit.ts';
import { unreadable } from './input.ts';
import { openPorts } from './ports.ts';
import { readResourceFile } from './read-resource.ts';

/**
 * `niveau routes check`: a line per route on stdout: its name, destination, form, and the organisation that a letter is
 * for.
 */
export function checkRoutes(file: string | undefined): number {
  for (const { name, destination, form, receiver } of wayFrom(file).routes) {
    process.stdout.write(`${[name, destination, form, receiver ?? '-'].join('\t')}\n`);
  }
  return exitCode.done;
}

/**
 * `niveau routes explain`: a line per route and receiver on stdout: name, `leaves` or `stays`, the reason, destination,
 * form, receiver.
 */
export async function explainRoutes(file: string | undefined, response: string): Promise<number> {
  const way = wayFrom(file);
  const { assessment } = scoreResponse(openPorts(), await readResourceFile(response));
  const { variant, statement, status } = assessment;
  const event = ({ completed: 'new', amended: 'amended', 'entered-in-error': 'withdrawn' } as const)[status];
  const occasion = { event, variant: variant.code, statement, history: false, byLetter: false, left: [] };
  for (const { route, receivers, reason } of chooseRoutes(way, occasion)) {
    const { name, destination, form } = route;
    const line = (what: string, receiver = '-') =>
      process.stdout.write(`${[name, what, reason, destination, form, receiver].join('\t')}\n`);
    if (receivers.length === 0) line('stays');
    for (const receiver of receivers) line('leaves', receiver);
  }
  return exitCode.done;
}

/** Throws a Refusal: those of `readWay`; routes-none. Of a file that cannot be read: file-unreadable. */
function wayFrom(file: string | undefined): Way {
  const { env } = process;
  const settings = readDeliverySettings(env);
  const path = file ?? settings.routes;
  if (path !== undefined) requireContent(path);
  const way = readWay(file === undefined ? settings : { ...settings, routes: file }, env, openPorts().model);
  return way.routes.length === 0 ? refuse('routes-none') : way;
}

function requireContent(path: string): void {
  try {
    readFileSync(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}
