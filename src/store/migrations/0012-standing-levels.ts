/** Of a citizen's thousands of responses: what stands, what would be next, and what letters told, is found at once. */
export function standingLevels(): readonly string[] {
  return [
    `CREATE INDEX response_standing ON response (citizen)
     WHERE superseded_by IS NULL AND level_code IS NOT NULL AND status <> 'entered-in-error'`,
    `CREATE INDEX response_newest
     ON response (citizen, variant, (CASE level_basis WHEN 'forslag' THEN 1 ELSE 0 END), level_day,
       (coalesce(first_authored, 0)), number)
     WHERE level_code IS NOT NULL AND status <> 'entered-in-error'`,
    "CREATE INDEX response_told ON response (citizen) WHERE origin = 'letter'",
  ];
}
