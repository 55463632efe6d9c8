/**
 * One of the moments at which the form may have been filled in. A response tells only when it was given (`authored`):
 * the day on which that was, where its zone tells the local one, but not the minute in which an expression asked for
 * the time. An expression is decided where it gives the same in every such world.
 */
export interface World {
  /** `2026-01-20` */
  readonly today: string | undefined;
  /** `2026-01-20T00:00:00.000+01:00` */
  readonly now: string | undefined;
}

/**
 * Nobody lives west of UTC-12 or east of UTC+14. `Z` (or +00:00, which libraries write for it) is the zone of a server,
 * not of a person.
 */
const zonesOfNobody = ['Z', '-12:00', '+14:00'];
const zoned = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;
const asksForDay = /\btoday\s*\(/;
const asksForTime = /\b(?:now|timeOfDay)\s*\(/;

/** The worlds that expressions can tell from each other: one, where none of them asks for the time. */
export function worldsOf(
  authored: string | undefined,
  expressions: { readonly day: boolean; readonly time: boolean },
): readonly World[] {
  if (!expressions.day && !expressions.time) return [{ today: undefined, now: undefined }];
  const [, , zone] = zoned.exec(authored ?? '') ?? [];
  if (authored === undefined || zone === undefined) {
    // A date alone is the local one.
    const day = authored?.length === 10 ? authored : undefined;
    return [{ today: day, now: undefined }];
  }
  const isLocal = !/^(?:Z|[+-]00:00)$/.test(zone);
  const days = isLocal
    ? [{ day: authored.slice(0, 10), zone }]
    : zonesOfNobody.map((one) => ({ day: dayIn(one, authored), zone: one }));
  const times = expressions.time ? ['00:00:00.000', '23:59:59.999'] : ['00:00:00.000'];
  return days.flatMap(({ day, zone }) => times.map((time) => ({ today: day, now: `${day}T${time}${zone}` })));
}

/** The local day of an instant. */
function dayIn(zone: string, instant: string): string {
  const minutes =
    zone === 'Z' ? 0 : (zone.startsWith('-') ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6)));
  return new Date(Date.parse(instant) + minutes * 60_000).toISOString().slice(0, 10);
}

/** What expressions ask the clock for. */
export function clockOf(texts: Iterable<string>): { readonly day: boolean; readonly time: boolean } {
  const all = [...texts];
  return { day: all.some((text) => asksForDay.test(text)), time: all.some((text) => asksForTime.test(text)) };
}
