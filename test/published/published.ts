import { buildModels } from '../../src/model/build.ts';
import { sortProfiles } from '../../src/model/profiles.ts';
import { clonesProfiles, earlierFolders, readProfiles } from '../../src/profiles.ts';

/**
 * What lies in `profiles/`, whoever publishes it. The tests of this folder hold for every model: they have no level,
 * figure or wording of their own.
 */
export const resources = readProfiles(undefined, clonesProfiles);

/** The model that these make, with the earlier versions beside it. */
export const model = buildModels(
  sortProfiles(resources),
  earlierFolders(clonesProfiles).map((folder) => sortProfiles(readProfiles(undefined, folder))),
);
