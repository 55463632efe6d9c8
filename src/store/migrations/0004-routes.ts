/**
 * By which route a delivery leaves, in which form, and for whom; what left before routes went by one of the
 * destination's own name.
 */
export function routes(): readonly string[] {
  return [
    "ALTER TABLE outbox ADD COLUMN route TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE outbox ADD COLUMN form TEXT NOT NULL DEFAULT 'Bundle'",
    'ALTER TABLE outbox ADD COLUMN receiver TEXT',
    'UPDATE outbox SET route = destination',
  ];
}
