/** How many tries ended in an hour, and how, is counted by an index alone; it only grows at its end. */
export function tries(): readonly string[] {
  return ['CREATE INDEX attempt_ended ON attempt (ended_at, code)'];
}
