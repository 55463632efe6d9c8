import { byGln, glnsOf, type Sight } from '../../work/keep/sight.ts';
import { first, type Piece, type Row, type Sql } from '../sql.ts';

/** The responses that a sight sees, as a condition on `response`. */
export function seesResponse(sight: Sight): Piece {
  return sees(sight, 'party', 'party.response = response.number');
}

/** The letters that a sight sees, as a condition on `letter`. */
export function seesLetter(sight: Sight): Piece {
  const own = sees(sight, 'letter_party', 'letter_party.letter = letter.number');
  const glns = glnsOf(sight);
  if (sight.sees !== 'parties' || glns.length === 0) return own;
  const marks = glns.map(() => '?').join(', ');
  return {
    text: `(${own.text} OR letter.sender IN (${marks}) OR letter.receiver IN (${marks}))`,
    values: [...own.values, ...glns, ...glns],
  };
}

function sees({ sees: what, organizations }: Sight, table: string, on: string): Piece {
  if (what === 'all') return { text: '1 = 1', values: [] };
  if (organizations.length === 0) return { text: '1 = 0', values: [] };
  const sent = what === 'own' ? ` AND ${table}.sent = 1` : '';
  const marks = organizations.map(() => '?').join(', ');
  return {
    text: `EXISTS (SELECT 1 FROM ${table} WHERE ${on} AND ${table}.organization IN (${marks})${sent})`,
    values: organizations,
  };
}

/** Whether a row that is there is seen. */
export async function isSeen(sql: Sql, table: 'response' | 'letter', number: number, sight: Sight): Promise<boolean> {
  if (sight.sees === 'all') return true;
  const { text, values } = table === 'response' ? seesResponse(sight) : seesLetter(sight);
  const row = await first<Row>(sql, `SELECT number FROM ${table} WHERE number = ? AND ${text}`, [number, ...values]);
  return row !== undefined;
}

/** Notes organisations as parties; who sent it once, sent it. */
export async function addParties(
  sql: Sql,
  table: 'party' | 'letter_party',
  number: number,
  organizations: readonly string[],
  sent: boolean,
): Promise<void> {
  const column = table === 'party' ? 'response' : 'letter';
  for (const organization of new Set(organizations)) {
    await sql.all(
      `INSERT INTO ${table} (organization, ${column}, sent) VALUES (?, ?, ?)
       ON CONFLICT (${column}, organization) DO ${sent ? 'UPDATE SET sent = 1' : 'NOTHING'}`,
      [organization, number, Number(sent)],
    );
  }
}

interface LetterRow extends Row {
  sender: string;
  receiver: string;
}

/** Notes those who have to do with a letter as parties to the response or level that it tells. */
export async function sharePartiesOf(sql: Sql, letter: number, response: number): Promise<void> {
  const row = await first<LetterRow>(sql, 'SELECT sender, receiver FROM letter WHERE number = ?', [letter]);
  const others = await sql.all<{ organization: string }>('SELECT organization FROM letter_party WHERE letter = ?', [
    letter,
  ]);
  const named = row === undefined ? [] : [byGln(row.sender), byGln(row.receiver)];
  await addParties(sql, 'party', response, [...named, ...others.map(({ organization }) => organization)], false);
}
