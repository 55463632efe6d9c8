import type { Archive } from '../../work/keep/archive.ts';
import type { Route } from '../route.ts';
import { resultTypes } from '../stored/parameters.ts';
import { lastRoutes } from './stored-last.ts';
import { readRoutes } from './stored-read.ts';
import { searchRoutes } from './stored-search.ts';

/** What came of kept responses: read in every version, and searched in the newest. */
export function resultRoutes(archive: Archive): readonly Route[] {
  return resultTypes.flatMap((stored) => [
    ...searchRoutes(archive, stored),
    ...(stored.type === 'Observation' ? lastRoutes(archive, stored) : []),
    ...readRoutes(archive, stored.type),
  ]);
}
