import { makeBundle, scorePrevious, scoreResponse } from '../work/score.ts';
import { exitCode, print } from './exit.ts';
import { openPorts } from './ports.ts';
import { readResourceFile } from './read-resource.ts';

/**
 * `niveau score <file>`: one response in, its transaction Bundle on stdout; refused, an OperationOutcome. `previous` is
 * a file with what came before: an earlier version of the same response, or the assessment that this one supersedes.
 * `ids` says who gives them on the server.
 */
export async function scoreOne(file: string, ids: 'client' | 'server', previous?: string): Promise<number> {
  const ports = openPorts();
  const scored = scoreResponse(ports, await readResourceFile(file));
  const before = previous === undefined ? undefined : scorePrevious(ports, await readResourceFile(previous));
  print(makeBundle(ports.model, scored, { previous: before, ids }));
  return exitCode.done;
}
