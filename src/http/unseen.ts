import type { Denial } from '../access/denials.ts';
import type { Archive } from '../work/keep/archive.ts';
import type { Reading } from '../work/keep/reading.ts';

/** A request that was told that what it names is not here: its address, and who it came from. */
export type NoteUnseen = (address: string, denial: Denial) => void;

/** One thing that is kept: `/fhir/Task/1`, `/medcom/letters/1`, `?response=1`. */
const named =
  /^\/fhir\/(?<type>[A-Z][A-Za-z]+)\/(?<id>[^/?]+)|^\/medcom\/letters\/(?<letter>[^/?]+)|[?&]response=(?<response>[^&]+)/;

/**
 * Notes it as a denied attempt where the thing is there, for others than the caller: whoever answers for the citizen's
 * data must see who tried, while the caller is told no more than that there is none. Nobody waits for it.
 */
export function noteUnseen(archive: Archive, denied: (denial: Denial) => void): NoteUnseen {
  return (address, denial) => {
    const { type, id, letter, response } = named.exec(address)?.groups ?? {};
    const target =
      letter !== undefined
        ? { type: 'letter', id: letter }
        : { type: type ?? 'QuestionnaireResponse', id: id ?? response ?? '' };
    archive
      .read(async (reading) => {
        const citizens = await citizensOf(reading, target);
        if (citizens !== undefined) denied({ ...denial, target, citizens });
      })
      // A store that is away is told of by whoever reads or writes.
      .catch(() => {});
  };
}

async function citizensOf(reading: Reading, { type, id }: { type: string; id: string }): Promise<Denial['citizens']> {
  if (type === 'letter') return (await reading.letter(id))?.numbers;
  const found = type === 'QuestionnaireResponse' ? (await reading.response(id))?.kept.namedBy : undefined;
  const citizen = found ?? (await reading.result(type, id))?.citizen;
  return citizen && [citizen];
}
