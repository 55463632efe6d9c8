import type { Denial } from '../access/denials.ts';
import type { Archive } from '../work/keep/archive.ts';
import type { Reading } from '../work/keep/reading.ts';

/** A request that was told that what it names is not here: its address, and who it came from. */
export type NoteUnseen = (address: string, denial: Denial) => void;

/** One thing that is kept: `/fhir/Task/1`, `/medcom/letters/1`. */
const named = /^\/fhir\/(?<type>[A-Z][A-Za-z]+)\/(?<id>[^/]+)|^\/medcom\/letters\/(?<letter>[^/]+)/;

/**
 * Notes it as a denied attempt where the thing is there, for others than the caller: whoever answers for the citizen's
 * data must see who tried, while the caller is told no more than that there is none. Nobody waits for it.
 */
export function noteUnseen(archive: Archive, denied: (denial: Denial) => void): NoteUnseen {
  return (address, denial) => {
    const target = targetOf(address);
    if (target === undefined) return;
    archive
      .read(async (reading) => {
        const citizens = await citizensOf(reading, target);
        if (citizens !== undefined) denied({ ...denial, target, citizens });
      })
      // A store that is away is told of by whoever reads or writes.
      .catch(() => {});
  };
}

/** As the routes read it: an id is the same one however it is escaped. */
function targetOf(address: string): { type: string; id: string } | undefined {
  const url = URL.parse(address, 'http://niveau');
  if (url === null) return undefined;
  const { type, id, letter } = named.exec(url.pathname)?.groups ?? {};
  if (letter !== undefined) return { type: 'letter', id: decodeURIComponent(letter) };
  if (type !== undefined && id !== undefined) return { type, id: decodeURIComponent(id) };
  // `/medcom/receipts?response=1`, say.
  return { type: 'QuestionnaireResponse', id: url.searchParams.get('response') ?? '' };
}

async function citizensOf(reading: Reading, { type, id }: { type: string; id: string }): Promise<Denial['citizens']> {
  if (type === 'letter') return (await reading.letter(id))?.numbers;
  const found = type === 'QuestionnaireResponse' ? (await reading.response(id))?.kept.namedBy : undefined;
  const citizen = found ?? (await reading.result(type, id))?.citizen;
  return citizen && [citizen];
}
