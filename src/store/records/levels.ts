/** What takes part in the order of a citizen's levels, in the words of the indexes of it (migration 12). */
const isLevel = "level_code IS NOT NULL AND status <> 'entered-in-error'";

/** The levels of a citizen that nothing has closed. */
export const standing = `SELECT * FROM response
   WHERE citizen = ? AND superseded_by IS NULL AND ${isLevel} ORDER BY number`;

/** The newest level of a citizen and variant, as `work/keep/standing.ts` has it. */
const newestOf = (suggested: 0 | 1) =>
  `SELECT * FROM response WHERE citizen = ? AND variant = ?
   AND CASE level_basis WHEN 'forslag' THEN 1 ELSE 0 END = ${suggested} AND ${isLevel}
   ORDER BY level_day DESC, coalesce(first_authored, 0) DESC, number DESC LIMIT 1`;
export const newest = { settled: newestOf(0), suggested: newestOf(1) };

/** The levels of a citizen that letters have told. */
export const told = `SELECT * FROM response WHERE citizen = ? AND origin = 'letter' AND ${isLevel} ORDER BY number`;
