import type { Command } from 'commander';
import type { Shell } from '../shell.ts';
import { loneOption, wrongValue } from '../usage.ts';
import { workers } from '../values.ts';
import type { StreamArguments } from './stream.ts';

/** What a command takes for a stream of lines. */
export interface StreamOptions extends StreamArguments {
  readonly ndjson?: true;
}

const ofStreams = ['jobs', 'out', 'refused', 'resume'] as const;

/** Adds the options of a stream to a command; `line` says what a line is. */
export function streamOptions(command: Command, { say }: Shell, line: { da: string; en: string }): Command {
  return command
    .option('--ndjson', say(line))
    .option(
      '--jobs <number>',
      say({
        da: 'med --ndjson: så mange tråde (ellers én pr. kerne)',
        en: 'with --ndjson: so many threads (default: one a core)',
      }),
      workers('--jobs'),
    )
    .option(
      '--out <file>',
      say({
        da: 'med --ndjson: skriv svarene til denne fil i stedet for stdout; .gz og .zst pakkes',
        en: 'with --ndjson: write the answers to this file instead of stdout; .gz and .zst are packed',
      }),
    )
    .option(
      '--refused <file>',
      say({
        da: 'med --ndjson: skriv afviste linjer til denne fil, med nummer og grund, og ikke blandt svarene',
        en: 'with --ndjson: write refused lines to this file, with number and reason, and not among the answers',
      }),
    )
    .option(
      '--resume',
      say({
        da: 'med --ndjson og --out: fortsæt en kørsel, der blev afbrudt',
        en: 'with --ndjson and --out: go on with a run that was cut off',
      }),
    );
}

/**
 * The options of a stream, where lines were asked for. `others` are those that are for one response alone. Codes:
 * usage-option-alone, usage-value.
 */
export function streamOf(
  { ndjson, jobs, out, refused, resume }: StreamOptions,
  others: Readonly<Record<string, unknown>> = {},
): StreamArguments | undefined {
  const given = { ...(jobs && { jobs }), ...(out && { out }), ...(refused && { refused }), ...(resume && { resume }) };
  if (!ndjson) {
    const alone = ofStreams.find((name) => name in given);
    if (alone !== undefined) throw loneOption(`--${alone}`, '--ndjson');
    return undefined;
  }
  const [other] = Object.keys(others).filter((name) => others[name] !== undefined);
  if (other !== undefined)
    throw wrongValue(other, { da: 'ikke sammen med --ndjson', en: 'not together with --ndjson' });
  return given;
}
