/** SMART 2: create, read, update, delete, search. */
type Act = 'c' | 'r' | 'u' | 'd' | 's';

/**
 * One thing that a caller may do: an act upon a type of resource, or upon something of our own in small letters
 * (`medcom`, `inbox`, `operate`), which has scopes of its own: `niveau/medcom.c`.
 */
export type Permission = `${string}.${Act}`;

/**
 * What a route asks of whoever calls it: nothing, to be known, or all of these permissions. An empty list would ask for
 * nothing by an oversight, and is no such thing.
 */
export type Needs = 'anybody' | 'known' | readonly [Permission, ...Permission[]];
