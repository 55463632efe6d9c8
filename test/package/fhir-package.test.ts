import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Bundle, FhirResource, ImplementationGuide, Observation, StructureDefinition } from 'fhir/r4.js';
import { extract } from 'tar-stream';
import { afterAll, describe, expect, test } from 'vitest';
import { buildPackage } from '../../src/package/archive/build.ts';
import { packageId, readBase, rebase } from '../../src/package/canonical.ts';
import { condition } from '../../src/package/condition.ts';
import { loadModel, profilesFolder, readChanges, readProfiles } from '../../src/profiles.ts';
import { niveau } from '../cli/run.ts';

const model = loadModel();
const profiles = readProfiles();
const built = await buildPackage(model, profiles, undefined, readChanges());
const files = await unpacked(built.archive);
const bundle = JSON.parse(built.bundle) as Bundle;

async function unpacked(archive: Uint8Array): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const reader = extract();
  reader.end(gunzipSync(archive));
  for await (const entry of reader) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    found.set(entry.header.name, Buffer.concat(chunks).toString('utf8'));
  }
  return found;
}

function read(name: string) {
  return JSON.parse(files.get(name) ?? 'null');
}

describe('package.tgz', () => {
  test('names itself, its FHIR version and exactly what it needs', () => {
    expect(read('package/package.json')).toMatchObject({
      name: 'dk.differentieringsmodellen.fhir',
      version: '1.0.0',
      type: 'IG',
      canonical: model.base,
      fhirVersions: ['4.0.1'],
      dependencies: {
        'hl7.fhir.r4.core': '4.0.1',
        'hl7.fhir.dk.core': '3.7.0',
        'hl7.fhir.uv.extensions.r4': '5.3.0',
        'hl7.fhir.uv.sdc': '3.0.0',
      },
    });
  });

  test('holds every profile byte for byte', () => {
    for (const { resourceType, id } of profiles) {
      const name = `${resourceType}-${id}.json`;
      // The guide lists the examples besides, which are in the package alone.
      if (resourceType === 'ImplementationGuide') continue;
      expect(files.get(`package/${name}`), name).toBe(readFileSync(profilesFolder + name, 'utf8'));
    }
  });

  test('its guide lists every resource and every example that is in it, in groups, and nothing else', () => {
    const guide: ImplementationGuide = read('package/ImplementationGuide-differentieringsmodellen.json');
    const listed = guide.definition?.resource ?? [];
    const names = [...files.keys()].flatMap(
      (name) => /^package\/(?:example\/)?([A-Z]\w+)-(.*)\.json$/.exec(name)?.slice(1, 3).join('/') ?? [],
    );
    const there = names.filter((name) => !name.startsWith('ImplementationGuide/'));
    expect(listed.map(({ reference }) => reference.reference).sort()).toEqual(there.sort());
    const groups = guide.definition?.grouping?.map(({ id }) => id) ?? [];
    for (const { groupingId, reference } of listed) expect(groups, reference.reference).toContain(groupingId);
    expect(guide.definition?.page?.page?.length).toBeGreaterThan(3);
  });

  test('has the guide for people, whose links lead to its examples', () => {
    const page = files.get('package/other/guide/da/examples.html') ?? '';
    const links = [...page.matchAll(/href="\.\.\/\.\.\/\.\.\/(example\/[^"]+)"/g)].map(([, link]) => `package/${link}`);
    expect(links.filter((link) => !files.has(link))).toEqual([]);
    expect(links.length).toBeGreaterThan(50);
    expect(built.archive.length).toBeLessThan(700_000);
  });

  test('its examples show every level of each variant, and what else a response can be', () => {
    const shown = [...files].filter(([name]) => name.startsWith('package/example/Observation'));
    const levels = shown.map(([, text]) => JSON.parse(text) as Observation);
    for (const { levels: all } of model.variants) {
      for (const level of all) {
        const found = levels.filter(
          ({ valueCodeableConcept: value }) =>
            value?.coding?.[0]?.system === level.system && value.coding[0].code === level.code,
        );
        expect(found.length, `${level.system} ${level.code}`).toBeGreaterThan(0);
      }
    }
    expect(new Set(levels.map(({ status }) => status))).toEqual(
      new Set(['final', 'preliminary', 'amended', 'entered-in-error']),
    );
    expect(levels.some(({ dataAbsentReason }) => dataAbsentReason !== undefined)).toBe(true);
    expect(
      levels.some(
        ({ subject }) => subject?.identifier?.use === 'temp' || subject?.identifier?.system?.endsWith('.6.1.1'),
      ),
    ).toBe(true);
  });

  test.each(['package', 'package/example'])('%s/.index.json lists what is beside it', (folder) => {
    const listed: { filename: string; resourceType: string; id: string; url?: string }[] = read(
      `${folder}/.index.json`,
    ).files;
    const beside = [...files.keys()].filter(
      (name) => name.startsWith(`${folder}/`) && name.slice(folder.length + 1).match(/^[A-Z][^/]*$/),
    );
    expect(listed.map(({ filename }) => `${folder}/${filename}`)).toEqual(beside);
    for (const { filename, resourceType, id, url } of listed) {
      expect(read(`${folder}/${filename}`)).toMatchObject({ resourceType, id, ...(url === undefined ? {} : { url }) });
    }
  });

  test('has an example of every profile, made by this program, whose references lead to another example', () => {
    const examples = [...files.keys()]
      .filter((name) => /^package\/example\/[A-Z]/.test(name))
      .map((name) => read(name) as FhirResource);
    const claimed = new Set(examples.flatMap(({ meta }) => meta?.profile ?? []));
    const own = profiles.filter(({ resourceType }) => resourceType === 'StructureDefinition');
    expect([...claimed].toSorted()).toEqual(
      own.map((one) => `${(one as StructureDefinition).url}|${(one as StructureDefinition).version}`).toSorted(),
    );
    const known = new Set(examples.map(({ resourceType, id }) => `${resourceType}/${id}`));
    const references = JSON.stringify(examples).matchAll(/"reference":"([^"]*)"/g);
    for (const [, reference] of references) expect(known).toContain(reference);
  });
});

describe('transaction.json', () => {
  const entries = bundle.entry ?? [];

  test('creates each resource once, under the condition that its url and version are not there, and without an id', () => {
    expect(entries).toHaveLength(profiles.length);
    for (const { resource, request } of entries) {
      expect(resource).not.toHaveProperty('id');
      const { url, version } = { url: '', version: '', ...resource };
      const ifNoneExist = `url=${encodeURIComponent(url)}&version=${version}`;
      expect(request).toEqual({ method: 'POST', url: resource?.resourceType, ifNoneExist });
    }
  });

  test('the ImplementationGuide comes last, and refers to the other entries', () => {
    const guide = entries.at(-1)?.resource as ImplementationGuide;
    expect(guide.resourceType).toBe('ImplementationGuide');
    const referred = guide.definition?.resource.map(({ reference }) => reference.reference);
    // What the program has got since the guide was published is loaded beside it, and not listed in it.
    const since = entries.filter(({ resource }) => resource && 'code' in resource && resource.code === 'populate');
    expect(since).toHaveLength(1);
    const listed = entries.slice(0, -1).filter((entry) => !since.includes(entry));
    expect(referred).toEqual(listed.map(({ fullUrl }) => fullUrl));
  });
});

test('the same profiles give the same bytes', async () => {
  const again = await buildPackage(loadModel(), readProfiles(), undefined, readChanges());
  expect(Buffer.from(again.archive).equals(built.archive)).toBe(true);
  expect(again.bundle).toBe(built.bundle);
});

describe('another canonical base', () => {
  test('stands everywhere, in the package as in the Bundle, and gives the package its name', async () => {
    const base = 'https://fhir.example.dk/model';
    const other = await buildPackage(model, profiles, base);
    const texts = [...(await unpacked(other.archive)).values(), other.bundle];
    const named = texts.flatMap((text) => [...text.matchAll(new RegExp(`${model.base}[\\w/.-]*`, 'g'))].map(String));
    expect([...new Set(named)].sort(), "the error codes alone are the program's").toEqual([
      `${model.base}/CodeSystem/issue`,
      `${model.base}/ValueSet/issue`,
    ]);
    expect(JSON.parse((await unpacked(other.archive)).get('package/package.json') ?? '')).toMatchObject({
      name: 'dk.example.fhir.model',
      canonical: base,
      url: `${base}/ImplementationGuide/differentieringsmodellen`,
    });
  });

  test('a longer address that begins alike is left alone', () => {
    const given = { url: 'http://a.dk/fhir/x', other: 'http://a.dk/fhirs/x', whole: 'http://a.dk/fhir' };
    const moved = { url: 'http://b.dk/x', other: 'http://a.dk/fhirs/x', whole: 'http://b.dk' };
    expect(rebase(given, 'http://a.dk/fhir', 'http://b.dk')).toEqual(moved);
  });

  test.each([
    ['http://localhost:8080/fhir/', 'http://localhost:8080/fhir'],
    ['ftp://x.dk', undefined],
    ['https://x.dk/?a=b', undefined],
    ['https://x.dk/"', undefined],
    ['x.dk/fhir', undefined],
  ])('%s is read as %s', (text, expected) => expect(readBase(text)).toBe(expected));

  test('names of packages', () => {
    expect(packageId(model.base)).toBe('dk.differentieringsmodellen.fhir');
    expect(packageId('http://localhost:8080/FHIR/A_b')).toBe('localhost.fhir.a-b');
  });
});

test('a comma in a version is no separator', () => {
  expect(condition({ type: 'ValueSet', url: 'http://x/a', version: '1,2' })).toBe(
    'url=http%3A%2F%2Fx%2Fa&version=1%5C%2C2',
  );
});

describe('niveau package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'niveau-fhir-package-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('writes both files into a new folder, and names them', async () => {
    const out = join(folder, 'a', 'b');
    const { code, stdout } = await niveau(['package', '--out', out]);
    expect([code, stdout.toString()]).toEqual([0, `${join(out, 'package.tgz')}\n${join(out, 'transaction.json')}\n`]);
    expect(readFileSync(join(out, 'package.tgz')).equals(built.archive)).toBe(true);
    expect(readFileSync(join(out, 'transaction.json'), 'utf8')).toBe(built.bundle);
  });

  test('a base that is none: exit 2', async () => {
    const { code, stderr } = await niveau(['package', '--out', folder, '--canonical', 'x']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('--canonical')]);
  });

  test('a folder that cannot be: exit 3', async () => {
    const { code, stderr } = await niveau(['package', '--out', join(profilesFolder, 'CodeSystem-part.json')]);
    expect([code, stderr]).toEqual([3, expect.stringContaining('[file-unwritable]')]);
  });
});
