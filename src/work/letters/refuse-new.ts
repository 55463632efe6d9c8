import { grace } from '../../intake/dates.ts';
import type { Arrival, ArrivedBlock, ArrivedLetter } from '../../medcom/arrival/arrival.ts';
import { within } from '../../outcome/place.ts';
import { refuse } from '../../outcome/problem.ts';
import { danishDayOf, danishTimeOfDay, momentOf } from '../../scoring/day.ts';
import { toldBy } from '../keep/account.ts';
import { levelDay } from '../keep/level-day.ts';
import type { Ports } from '../ports.ts';

/**
 * What no letter may be that is new. One that was kept before is not asked again: it was acknowledged, also by an older
 * version of this program. Codes: date-future, letter-parties.
 */
export function refuseNew(ports: Pick<Ports, 'model' | 'clock'>, arrival: Arrival): void {
  refuseFuture(ports, arrival);
  refuseMixed(arrival);
}

/**
 * A level from the future would stand above every other one for years, and a letter written there above every
 * correction: as in a response, a day is left for clocks. A withdrawal takes nobody's place. Code: date-future.
 */
function refuseFuture({ model, clock }: Pick<Ports, 'model' | 'clock'>, { letters }: Arrival): void {
  const latest = clock().getTime() + grace;
  const now = new Date(latest).toISOString();
  const minute = `${danishDayOf(latest)}T${danishTimeOfDay(now)}`;
  for (const letter of letters) {
    const { place, written } = letter;
    const levels = letter.blocks.filter(({ kind }) => kind === 'level');
    if (levels.length > 0 && written > minute) refuse('date-future', { place: within(place, 'Letter/Authorisation') });
    for (const block of levels) {
      const future = momentOf(block.authored) > latest || dayOf(model, letter, block) > danishDayOf(latest);
      if (future) refuse('date-future', { place });
    }
  }
}

/** The day by which the level would take its place: of an agreement, it has one of its own. */
function dayOf(model: Ports['model'], letter: ArrivedLetter, block: ArrivedBlock): string {
  const { citizen, type, sender, letterId, written } = letter;
  if (citizen === undefined) return '';
  const name = { type, sender, identifier: letterId };
  const { variant, authored, text } = block;
  const told = toldBy(model, {
    ...{ letter: name, written, citizen, variant, authored },
    ...{ status: 'completed', block: text },
  });
  return told?.assessment.statement === undefined ? '' : levelDay(told.assessment.statement, undefined);
}

/**
 * A receipt names one sender and one receiver for all letters of an envelope, and ids are looked up by the sender: a
 * letter of another one would be acknowledged to the wrong party, and refused when the same came again. A receipt
 * itself is never refused. Code: letter-parties.
 */
function refuseMixed({ letters }: Arrival): void {
  const [{ sender, receiver }] = letters;
  for (const letter of letters) {
    if (letter.kind === 'receipt') continue;
    const side = letter.sender !== sender ? 'Sender' : letter.receiver !== receiver ? 'Receiver' : undefined;
    if (side !== undefined) refuse('letter-parties', { place: within(letter.place, `${side}/EANIdentifier`) });
  }
}
