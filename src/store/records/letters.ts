import { systems } from '../../model/systems.ts';
import type { Sight } from '../../work/keep/sight.ts';
import type {
  Direction,
  KeptLetter,
  LetterHead,
  LetterRecords,
  Reason,
  SentBy,
  SentMessage,
  StoredLetter,
} from '../../work/letters/records.ts';
import { addParties, isSeen, seesLetter } from '../access/parties.ts';
import type { Packer } from '../pack.ts';
import { first, type Row, type Sql, type Value } from '../sql.ts';
import { numbersOf } from './citizens.ts';

/** The columns of `letter` by what stands in them, but for its reason, which has two, and its content. */
const columns = {
  id: 'id',
  direction: 'direction',
  kind: 'kind',
  sender: 'sender',
  receiver: 'receiver',
  letterId: 'letter_id',
  envelopeId: 'envelope_id',
  type: 'type',
  version: 'version',
  state: 'state',
  gave: 'gave',
  citizen: 'citizen',
  response: 'response',
  digest: 'digest',
  tells: 'tells',
  answeredEnvelope: 'answered_envelope',
  dueAt: 'due_at',
  correlation: 'correlation',
  delivery: 'delivery',
  resends: 'resends',
  resentAt: 'resent_at',
} as const satisfies Partial<Record<keyof LetterHead, string>>;

interface LetterRow extends Row {
  number: number;
  id: string;
  direction: Direction;
  kind: KeptLetter['kind'];
  sender: string;
  receiver: string;
  letter_id: string;
  envelope_id: string;
  type: string;
  version: string;
  state: KeptLetter['state'];
  gave: NonNullable<KeptLetter['gave']> | null;
  reason_code: string | null;
  reason_text: string | null;
  citizen: number | null;
  response: number | null;
  digest: string;
  tells: string | null;
  answered_envelope: string | null;
  due_at: number | null;
  correlation: string | null;
  delivery: number | null;
  resends: number;
  resent_at: number | null;
}

/** Without the content, which may be large. */
const selected = `letter.number, ${Object.values(columns)
  .map((name) => `letter.${name}`)
  .join(', ')}, letter.reason_code, letter.reason_text`;

/** The reason in a row. */
export function reasonOf(row: Pick<LetterRow, 'reason_code' | 'reason_text'>): Reason | undefined {
  const { reason_code: code, reason_text: text } = row;
  return code === null && text === null ? undefined : { code: code ?? undefined, text: text ?? undefined };
}

function toLetter(row: LetterRow): KeptLetter {
  return {
    number: row.number,
    id: row.id,
    direction: row.direction,
    kind: row.kind,
    sender: row.sender,
    receiver: row.receiver,
    letterId: row.letter_id,
    envelopeId: row.envelope_id,
    type: row.type,
    version: row.version,
    state: row.state,
    gave: row.gave ?? undefined,
    reason: reasonOf(row),
    citizen: row.citizen ?? undefined,
    response: row.response ?? undefined,
    digest: row.digest,
    tells: row.tells ?? undefined,
    answeredEnvelope: row.answered_envelope ?? undefined,
    dueAt: row.due_at ?? undefined,
    delivery: row.delivery ?? undefined,
    resends: row.resends,
    resentAt: row.resent_at ?? undefined,
    correlation: row.correlation ?? undefined,
  };
}

/** A letter as values of columns; those that are not named stay out. */
function valuesOf(letter: Partial<LetterHead>): Readonly<Record<string, Value>> {
  const named = Object.entries(columns).flatMap(([key, column]) =>
    key in letter ? [[column, letter[key as keyof typeof columns] ?? null] as const] : [],
  );
  const reason =
    'reason' in letter ? { reason_code: letter.reason?.code ?? null, reason_text: letter.reason?.text ?? null } : {};
  return { ...Object.fromEntries(named), ...reason };
}

/** Letters in a transaction. */
export function lettersIn(sql: Sql, packer: Packer): LetterRecords {
  const one = async (condition: string, values: readonly Value[]) => {
    const row = await first<LetterRow>(sql, `SELECT ${selected} FROM letter WHERE ${condition}`, values);
    return row === undefined ? undefined : toLetter(row);
  };
  return {
    hold: (keys) => sql.lock('identity', keys),
    find: (direction, sender, letterId) =>
      one('direction = ? AND sender = ? AND letter_id = ?', [direction, sender, letterId]),
    byNumber: (number) => one('number = ?', [number]),
    brought: async (direction, sender, envelopeId) => {
      const rows = await sql.all<LetterRow>(
        `SELECT ${selected} FROM letter_envelope JOIN letter ON letter.number = letter_envelope.letter
         WHERE letter_envelope.direction = ? AND letter_envelope.sender = ? AND letter_envelope.envelope_id = ? ORDER BY letter.number`,
        [direction, sender, envelopeId],
      );
      return rows.map(toLetter);
    },
    add: (letter, content, receipt, now) => addLetter(sql, packer, letter, content, receipt, now),
    change: async (number, changes, now) => {
      const values = { ...valuesOf(changes), updated_at: now };
      const names = Object.keys(values).map((name) => `${name} = ?`);
      await sql.all(`UPDATE letter SET ${names.join(', ')} WHERE number = ?`, [...Object.values(values), number]);
    },
    await: async (ids, dueAt) => {
      for (const id of ids) {
        await sql.all("UPDATE letter SET due_at = ? WHERE id = ? AND state = 'receipt-awaited'", [dueAt, id]);
      }
    },
    rewrite: async (number, content) => {
      const packed = packer.pack(content);
      await sql.all('UPDATE letter SET content = ?, dictionary = ? WHERE number = ?', [
        packed,
        packer.dictionary,
        number,
      ]);
    },
    bring: async (direction, sender, envelopeId, letter, now) => {
      await sql.all(
        `INSERT INTO letter_envelope (direction, sender, envelope_id, letter, at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (direction, sender, envelope_id, letter) DO NOTHING`,
        [direction, sender, envelopeId, letter, now],
      );
    },
    receipt: async (number) => {
      const row = await first<{ receipt: Uint8Array | null; dictionary: number }>(
        sql,
        'SELECT receipt, dictionary FROM letter WHERE number = ?',
        [number],
      );
      return row === undefined || row.receipt === null ? undefined : packer.unpackBytes(row.receipt, row.dictionary);
    },
    isSeen: (number, sight) => isSeen(sql, 'letter', number, sight),
    addSenders: (number, organizations) => addParties(sql, 'letter_party', number, organizations, true),
    addObjects: async (letter, role, objects) => {
      for (const object of new Set(objects)) {
        await sql.all('INSERT INTO letter_object (letter, object, role) VALUES (?, ?, ?)', [letter, object, role]);
      }
    },
    objects: async (letter) => {
      const rows = await sql.all<{ object: string }>('SELECT object FROM letter_object WHERE letter = ?', [letter]);
      return rows.map(({ object }) => object);
    },
    partners: async (sender, role, objects) => {
      if (objects.length === 0) return [];
      const rows = await sql.all<LetterRow>(
        `SELECT DISTINCT ${selected} FROM letter_object JOIN letter ON letter.number = letter_object.letter
         WHERE letter.direction = 'in' AND letter.sender = ? AND letter_object.role = ?
         AND letter_object.object IN (${objects.map(() => '?').join(', ')}) ORDER BY letter.number`,
        [sender, role, ...objects],
      );
      return rows.map(toLetter);
    },
    earlyAnswers: async (objects) => {
      const rows = await sql.all<Pick<LetterRow, 'number' | 'tells'>>(
        `SELECT DISTINCT letter.number, letter.tells FROM letter_object JOIN letter ON letter.number = letter_object.letter
         WHERE letter_object.role = 'answers' AND letter_object.object IN (${objects.map(() => '?').join(', ')})
         ORDER BY letter.number`,
        objects,
      );
      return rows.map(({ number, tells }) => ({ number, tells: tells ?? undefined }));
    },
    citizensBy: (value) =>
      sql.all('SELECT system, citizen FROM citizen_number WHERE value = ? AND system <> ? ORDER BY system', [
        value,
        systems.cpr,
      ]),
    about: async (citizen) => {
      const rows = await sql.all<Pick<LetterRow, 'number' | 'sender' | 'letter_id' | 'tells'>>(
        "SELECT number, sender, letter_id, tells FROM letter WHERE citizen = ? AND kind <> 'receipt' ORDER BY number",
        [citizen],
      );
      return rows.map(({ number, sender, letter_id: letterId, tells }) => ({
        ...{ number, sender, letterId },
        tells: tells ?? undefined,
      }));
    },
    content: async (number) => {
      const row = await first<{ content: Uint8Array; dictionary: number }>(
        sql,
        'SELECT content, dictionary FROM letter WHERE number = ?',
        [number],
      );
      return row && packer.unpackBytes(row.content, row.dictionary);
    },
  };
}

async function addLetter(
  sql: Sql,
  { pack, dictionary }: Packer,
  letter: LetterHead,
  content: Uint8Array,
  receipt: Uint8Array | undefined,
  now: number,
): Promise<number> {
  const values = {
    ...valuesOf(letter),
    content: pack(content),
    receipt: receipt === undefined ? null : pack(receipt),
    dictionary,
    created_at: now,
    updated_at: now,
  };
  const names = Object.keys(values);
  const row = await first<{ number: number }>(
    sql,
    `INSERT INTO letter (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')}) RETURNING number`,
    Object.values(values),
  );
  return row?.number ?? 0;
}

interface StoredRow extends LetterRow {
  content: Uint8Array;
  receipt: Uint8Array | null;
  dictionary: number;
  response_id: string | null;
  created_at: number;
  updated_at: number;
}

/** The message that a delivery has sent, or that an earlier one has sent of the same response to the same receiver. */
export async function readSentMessage(
  sql: Sql,
  { unpackBytes }: Packer,
  { delivery, earlier, kind = 'letter' }: SentBy,
): Promise<SentMessage | undefined> {
  const [condition, values] = earlier
    ? [
        "delivery < ? AND response = ? AND receiver = ? AND type = 'CareCommunication'",
        [delivery, earlier.response, earlier.receiver],
      ]
    : ['delivery = ? AND kind = ?', [delivery, kind]];
  const row = await first<Pick<StoredRow, 'content' | 'dictionary' | 'letter_id' | 'resends' | 'resent_at'>>(
    sql,
    `SELECT content, dictionary, letter_id, resends, resent_at FROM letter
     WHERE direction = 'out' AND ${condition} ORDER BY delivery DESC LIMIT 1`,
    values as readonly Value[],
  );
  if (row === undefined) return undefined;
  const { content, dictionary, letter_id: letterId, resends, resent_at: resentAt } = row;
  return { content: unpackBytes(content, dictionary), letterId, resends, resentAt: resentAt ?? undefined };
}

/** A letter by its id, whole. */
export async function readLetter(
  sql: Sql,
  { unpackBytes }: Packer,
  id: string,
  sight: Sight,
): Promise<StoredLetter | undefined> {
  const seen = seesLetter(sight);
  const row = await first<StoredRow>(
    sql,
    `SELECT letter.*, response.id AS response_id FROM letter LEFT JOIN response ON response.number = letter.response
     WHERE letter.id = ? AND ${seen.text}`,
    [id, ...seen.values],
  );
  if (row === undefined) return undefined;
  const numbers = row.citizen === null ? [] : await numbersOf(sql, row.citizen);
  return {
    ...toLetter(row),
    numbers,
    content: unpackBytes(row.content, row.dictionary),
    receipt: row.receipt === null ? undefined : unpackBytes(row.receipt, row.dictionary),
    responseId: row.response_id ?? undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
