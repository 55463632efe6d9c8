/** What the list of deliveries shows: the views of the service. */
export const views = ['waiting', 'failing', 'dead', 'delivered', 'skipped'] as const;

export type View = (typeof views)[number];

/** Which deliveries are shown; it stands in the address behind `#`, so that it can be kept and sent on. */
export interface Filter {
  readonly view: View;
  readonly destination: string | undefined;
  readonly code: string | undefined;
}

/** The filter that an address asks for; what it does not know is left out. */
export function filterIn(hash: string): Filter {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  return {
    view: views.find((view) => view === given.get('view')) ?? 'waiting',
    destination: given.get('destination') ?? undefined,
    code: given.get('code') ?? undefined,
  };
}

export function hashOf({ view, destination, code }: Filter): string {
  const parts = Object.entries({ view, destination, code }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return `#${new URLSearchParams(parts)}`;
}
