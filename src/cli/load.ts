import { ServerFailure } from '../delivery/fhir-server/failure.ts';
import { explainFailure } from '../delivery/fhir-server/problem.ts';
import { openServer } from '../delivery/fhir-server/server.ts';
import { readTarget } from '../delivery/fhir-server/target.ts';
import type { Language } from '../outcome/outcome.ts';
import { rebaseAll } from '../package/canonical.ts';
import type { Difference } from '../package/loading/compare.ts';
import { type LoadOptions, load, type Outcome } from '../package/loading/load.ts';
import { type Retirement, retire } from '../package/loading/retire.ts';
import { inOrder } from '../package/order.ts';
import { EnvironmentProblem, environmental, exitCode, said } from './exit.ts';
import { openModel, openProfiles } from './ports.ts';
import { progressBar } from './progress.ts';

export interface LoadArguments extends LoadOptions {
  /** Say what differs in each conflict. */
  readonly diff?: boolean;
  /** Mark the resources of this version as retired, and load nothing. */
  readonly retire?: string;
  readonly server: string;
  /** The base to publish under; the model's own when not given. */
  readonly canonical?: string;
}

/** Of a conflict no more is shown: a person looks for what was changed. */
const mostDifferences = 20;
const sdc = 'http://hl7.org/fhir/uv/sdc/';

/**
 * `niveau load`: a line per resource on stdout; progress, advice and the sum on stderr. Exit 1 for a conflict, and for
 * a difference with --check.
 */
export async function loadServer(given: LoadArguments, language: Language): Promise<number> {
  const model = openModel();
  const resources = inOrder(rebaseAll(openProfiles(), model.base, given.canonical ?? model.base));
  const counts: Record<Outcome, number> = { created: 0, updated: 0, unchanged: 0, conflict: 0 };
  const bar = progressBar(process.stderr);
  const say = (text: string) => bar.clear(() => process.stderr.write(`${text}\n`));
  const begun = performance.now();
  try {
    const server = await openServer(readTarget(given.server, process.env), undefined, true);
    if (given.retire !== undefined) {
      const asked = { version: given.retire, check: given.check === true };
      const came: Record<Retirement, number> = { retired: 0, already: 0, absent: 0, inUse: 0 };
      await retire(server, resources, asked, (retirement, { type, url, version }) => {
        came[retirement] += 1;
        if (retirement === 'retired') process.stdout.write(`retired\t${type}\t${url}|${version}\n`);
      });
      say(retirements(came, asked.check, language));
      return exitCode.done;
    }
    await load(server, resources, given, {
      settled: (outcome, { type, url, version }) => {
        counts[outcome] += 1;
        bar.clear(() => process.stdout.write(`${outcome}\t${type}\t${url}|${version}\n`));
      },
      progress: bar.show,
      differs: ({ type, url, version }, all) => {
        if (given.diff !== true) return;
        const shown = all.slice(0, mostDifferences).map(differenceLine);
        const more = all.length > mostDifferences ? [`  + ${all.length - mostDifferences}`] : [];
        say([`${type} ${url}|${version}`, ...shown, ...more].join('\n'));
      },
      basesAbsent: (canonicals, statement) => {
        const drafts = /hapi/i.test(statement?.software?.name ?? '') && canonicals.every((one) => one.startsWith(sdc));
        const code = drafts ? 'server-drafts-absent' : 'server-bases-absent';
        say(said({ code, values: { missing: canonicals.join(', ') } }, language));
      },
    });
    bar.end();
    say(sum(counts, given.check === true, server.sent(), performance.now() - begun, language));
  } catch (error) {
    bar.end();
    if (error instanceof ServerFailure && error.during !== undefined) {
      const values = { ...error.during, words: error.diagnostics ?? '-' };
      say(said({ code: 'server-request', values }, language));
    }
    // stdout is for the lines alone: what is wrong with the server or the settings is a sentence on stderr, exit 3.
    throw error instanceof ServerFailure ? new EnvironmentProblem(explainFailure(error)) : environmental(error);
  }
  const { created, updated, conflict } = counts;
  if (conflict > 0) say(said({ code: 'load-conflict', values: { count: String(conflict) } }, language));
  const differs = conflict > 0 || (given.check === true && created + updated > 0);
  return differs ? exitCode.refused : exitCode.done;
}

/** A place where the server says otherwise: ours, then theirs. */
function differenceLine({ path, ours, theirs }: Difference): string {
  const short = (value: unknown) => (JSON.stringify(value) ?? '-').slice(0, 200);
  return `  ${path}: ${short(ours)} <> ${short(theirs)}`;
}

function retirements(came: Record<Retirement, number>, check: boolean, language: Language): string {
  const { retired, already, absent, inUse } = came;
  if (language === 'da') {
    const used = inUse > 0 ? `; ${inUse} bruges af dette program og bliver stående` : '';
    return `${retired} ${check ? 'ville blive ' : ''}sat til retired, ${already} var det i forvejen, ${absent} findes ikke på serveren${used}`;
  }
  const used = inUse > 0 ? `; ${inUse} are in use by this program, and stay` : '';
  return `${retired} ${check ? 'would be ' : ''}retired, ${already} were so already, ${absent} are not on the server${used}`;
}

function sum(counts: Record<Outcome, number>, check: boolean, sent: number, ms: number, language: Language): string {
  const { created, updated, unchanged, conflict } = counts;
  const seconds = (ms / 1000).toFixed(1);
  if (language === 'da') {
    const verb = check ? 'ville blive ' : '';
    return `${created} ${verb}oprettet, ${updated} ${verb}opdateret, ${unchanged} uændret, ${conflict} i konflikt; ${sent} kald på ${seconds} s`;
  }
  const verb = check ? 'would be ' : '';
  return `${created} ${verb}created, ${updated} ${verb}updated, ${unchanged} unchanged, ${conflict} in conflict; ${sent} requests in ${seconds} s`;
}
