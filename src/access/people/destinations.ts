/** Where somebody may be led after they have signed in: these pages of ours and no other address. */
export const destinations = ['page', 'drift', 'window'] as const;

export type Destination = (typeof destinations)[number];
