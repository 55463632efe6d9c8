import { hostname } from 'node:os';
import { auditEvents } from '../access/audit-event.ts';
import type { Language } from '../outcome/outcome.ts';
import { Refusal } from '../outcome/problem.ts';
import { auditOf } from '../store/audit/find.ts';
import { type Erased, erase } from '../store/citizen/erase.ts';
import { type Held, heldOf } from '../store/citizen/held.ts';
import { openPacker } from '../store/pack.ts';
import { citizenWith } from '../store/records/citizens.ts';
import { isOfStore } from '../work/keep/archive.ts';
import type { StoredLetter } from '../work/letters/records.ts';
import { isJsonMessage } from '../work/messages/is-message.ts';
import { readCitizen } from './citizen.ts';
import { exitCode, print, tell } from './exit.ts';
import { atAudit, operator } from './store.ts';

/** What `niveau erase` takes. */
export interface EraseArguments {
  readonly yes?: true;
  readonly recordElsewhere?: true;
}

/**
 * `niveau erase`: takes everything about one citizen out of the store. A line for each kind that goes, then what stays
 * and why. Dry without `--yes`.
 */
export async function eraseCitizen(file: string, options: EraseArguments, language: Language): Promise<number> {
  const citizen = await readCitizen(file);
  const dry = options.yes !== true;
  const recordElsewhere = options.recordElsewhere === true;
  return atAudit(async ({ store, keys }) => {
    try {
      const erased = await erase(store, keys, { citizen, by: operator(), dry, recordElsewhere });
      for (const line of linesOf(erased, words[language])) process.stdout.write(`${dry ? 'dry\t' : ''}${line}\n`);
      return exitCode.done;
    } catch (error) {
      return refused(error, language);
    }
  });
}

function linesOf({ goes, sentTo, young }: Erased, { audit, digest, elsewhere, record }: Words): readonly string[] {
  return [
    ...Object.entries(goes).map(([kind, count]) => `goes\t${kind}\t${count}`),
    `stays\taudit\t${audit}`,
    `stays\tdigests\t${digest}`,
    ...sentTo.map((destination) => `stays\t${destination}\t${elsewhere}`),
    ...(young > 0 ? [`law\trecord\t${young} ${record}`] : []),
  ];
}

interface Words {
  readonly audit: string;
  readonly digest: string;
  readonly elsewhere: string;
  readonly record: string;
}

const words: Readonly<Record<Language, Words>> = {
  da: {
    audit: 'revisionssporet skal vise, hvem der har set og ændret hvad; borgeren står der under et pseudonym',
    digest:
      'et aftryk af hvert svars identifier og af hvert niveau, så de ikke kommer igen, når afsenderen gentager dem',
    elsewhere: 'det, som er sendt, er modtagerens; bed dem om det samme, hvor de må',
    record: 'svar er ændret for mindre end ti år siden: journalen skal gemmes så længe, her eller et andet sted',
  },
  en: {
    audit: 'it has to show who has seen and changed what; the citizen stands there by a pseudonym',
    digest:
      "a digest of each response's identifier and of each level, so that they do not come back when their sender repeats them",
    elsewhere: 'what was sent is its receiver’s; ask them for the same, where they may',
    record: 'responses changed less than ten years ago: the record has to be kept for so long, here or elsewhere',
  },
};

/**
 * `niveau export-citizen`: everything that is held about one citizen as a Bundle, the audit of it too. That it was
 * exported is written down first.
 */
export async function exportCitizen(file: string, language: Language): Promise<number> {
  const citizen = await readCitizen(file);
  const resources = await atAudit(async ({ store, keys, note }) => {
    await note({ act: 'export', citizens: [citizen] });
    const found = await store.read(async (sql) => {
      const key = await citizenWith(sql, citizen);
      return {
        // A store that holds somebody has a dictionary; one that never held anything has none to read.
        held: key === undefined ? undefined : await heldOf(sql, await openPacker(sql, () => []), key),
        audit: await auditOf(sql, keys, citizen),
      };
    });
    // What was asked just now is the only row of somebody who was never known here.
    if (found.held === undefined && found.audit.length <= 1) return undefined;
    const events = found.audit.flatMap((entry) => auditEvents(entry, hostname()));
    return [...(found.held === undefined ? [] : resourcesOf(found.held)), ...events];
  });
  if (resources === undefined) {
    tell({ code: 'citizen-unknown' }, language);
    return exitCode.refused;
  }
  print({ resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })) });
  return exitCode.done;
}

function resourcesOf({ numbers, responses, results, letters }: Held): readonly object[] {
  const metaOf = (version: number, at: number) => ({
    versionId: String(version),
    lastUpdated: new Date(at).toISOString(),
  });
  return [
    { resourceType: 'Patient', identifier: numbers },
    ...responses.map(({ kept, received: { text, version, at } }) => {
      const { resourceType, id: _, meta, ...rest } = JSON.parse(text) as Record<string, unknown>;
      return { resourceType, id: kept.id, meta: { ...(meta as object), ...metaOf(version, at) }, ...rest };
    }),
    ...results.map(({ resource: { resourceType, id, meta, ...rest }, version, at }) => {
      return { resourceType, id, meta: { ...(meta as object), ...metaOf(version, at) }, ...rest };
    }),
    ...letters.map(documentOf),
  ];
}

/** A letter in or out, as it stands in the store. */
function documentOf({ id, direction, kind, type, state, createdAt, content, letterId }: StoredLetter): object {
  const contentType = isJsonMessage(content) ? 'application/fhir+json' : 'application/xml';
  return {
    resourceType: 'DocumentReference',
    id,
    identifier: [{ value: letterId }],
    status: 'current',
    date: new Date(createdAt).toISOString(),
    description: `${direction} ${kind} ${type} ${state}`,
    content: [{ attachment: { contentType, title: type, data: Buffer.from(content).toString('base64') } }],
  };
}

/** What is refused is said; a store that is away is the environment's. */
function refused(error: unknown, language: Language): number {
  if (!(error instanceof Refusal) || error.problems.some(isOfStore)) throw error;
  for (const problem of error.problems) tell(problem, language);
  return exitCode.refused;
}
