import { refuse } from '../outcome/problem.ts';

/** Refuses a request for a resource that is not here, and says where its type is searched. Code: resource-unknown. */
export function refuseUnknown(base: string, type: string): never {
  return refuse('resource-unknown', { values: { search: `${base}/${type}` } });
}
