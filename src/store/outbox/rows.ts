import type { ListedDelivery, Selection } from '../../outbox/desk.ts';
import type { CitizenKey } from '../../work/keep/records.ts';
import type { Row, Sql, Value } from '../sql.ts';

/** A delivery with what stands in the row of its response. */
export interface DeskRow extends Row {
  number: number;
  destination: string;
  route: string;
  form: ListedDelivery['form'];
  receiver: string | null;
  event: ListedDelivery['event'];
  state: ListedDelivery['state'];
  attempt: number;
  last_code: string | null;
  response_id: string;
  response: number;
  outcome: number;
  citizen: number;
  named_system: string;
  named_value: string;
  correlation: string | null;
  created_at: number;
  next_at: number;
  ended_at: number | null;
  lease_until: number | null;
}

/** The citizen of a delivery, by the number that its response is known by. */
export function citizenOf({ named_system: system, named_value: value }: DeskRow): CitizenKey {
  return { system, value };
}

/** In the text: for a value the indexes of what is pending or dead would not be used. */
const states: ReadonlyMap<string, string> = new Map(
  ['pending', 'delivered', 'dead', 'skipped'].map((state) => [state, `outbox.state = '${state}'`]),
);

/** Beginning of a statement for rows of this kind. */
export const withResponse = `SELECT outbox.*, response.id AS response_id, response.named_system, response.named_value
     FROM outbox JOIN response ON response.number = outbox.response`;

/** The deliveries of a selection, the oldest first. */
export async function selected(
  sql: Sql,
  { state, destination, code, numbers, limit }: Selection,
): Promise<readonly DeskRow[]> {
  const meets: string[] = ['1 = 1'];
  const values: Value[] = [];
  if (state !== undefined) {
    meets.push(states.get(state) ?? '1 = 0');
  }
  if (destination !== undefined) {
    meets.push('outbox.destination = ?');
    values.push(destination);
  }
  if (code !== undefined) {
    meets.push('outbox.last_code = ?');
    values.push(code);
  }
  if (numbers !== undefined) {
    const some = filledUp(numbers);
    meets.push(`outbox.number IN (${some.map(() => '?').join(', ')})`);
    values.push(...some);
  }
  // Few are pending or dead: they are found by their own index, and put in order then.
  const few = state === 'pending' || state === 'dead';
  return sql.all<DeskRow>(
    `${withResponse} WHERE ${meets.join(' AND ')} ORDER BY outbox.number${few ? ' + 0' : ''} LIMIT ?`,
    [...values, limit],
  );
}

/** As many as the next power of two, the last one repeated: each count is a text of its own, which is kept. */
function filledUp(numbers: readonly number[]): readonly number[] {
  const count = 2 ** Math.ceil(Math.log2(Math.max(numbers.length, 1)));
  return [...numbers, ...Array<number>(count - numbers.length).fill(numbers.at(-1) ?? 0)];
}
