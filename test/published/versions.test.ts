import { describe, expect, test } from 'vitest';
import { partOf } from '../../src/package/part.ts';
import { clonesProfiles, earlierFolders, readProfiles } from '../../src/profiles.ts';
import { software } from '../../src/version.ts';
import { changedResources } from '../../tools/adopt/digest.ts';
import { readPublished } from '../../tools/published.ts';
import { model, resources } from './published.ts';

const versionsOf = (part: ReturnType<typeof partOf>) => {
  const own = resources.filter((resource) => partOf(resource) === part);
  return [...new Set(own.map((resource) => ('version' in resource ? resource.version : undefined)))];
};

describe('the model, the profiles and the software each have one version of their own', () => {
  test('the model: that of its forms', () => expect(versionsOf('model')).toEqual([model.version]));
  test('the profiles: that of the ImplementationGuide', () => {
    const guide = resources.find(({ resourceType }) => resourceType === 'ImplementationGuide');
    expect(versionsOf('profiles')).toEqual([guide && 'version' in guide ? guide.version : '']);
  });
  test('the software: that of the program', () => expect(versionsOf('software')).toEqual([software.version]));
});

test.each([clonesProfiles, ...earlierFolders(clonesProfiles)])(
  '%s: what was published is as it was; other content needs a new version',
  (folder) => {
    expect(changedResources(readProfiles(undefined, folder), readPublished())).toEqual([]);
  },
);

test('every reference to one of ours that names a version names the one that is here', () => {
  const versions = new Map(
    resources.map((one) => ('url' in one && 'version' in one ? [one.url, one.version] : [])) as [string, string][],
  );
  const named = JSON.stringify(resources).match(/"[^"|\s]+\|[^"|\s]+"/g) ?? [];
  const wrong = named
    .map((one) => one.slice(1, -1).split('|'))
    .filter(([url = '', version]) => {
      return versions.has(url) && versions.get(url) !== version;
    });
  expect(named.length).toBeGreaterThan(50);
  expect(wrong).toEqual([]);
});
