import { readFileSync } from 'node:fs';

// A response goes through these three at once: their tests hold each other's rules.
const oneJourney = ['intake', 'scoring', 'resources'];

// Starting a process or a server takes longer than all else that a test does, and a process of its own does not run the
// mutant. Comparing with FHIRPath, carrying a level in every letter that there is and setting pages take seconds per
// mutant; the page of rules loads the other tests itself.
const slow =
  /node:child_process|cli\/run\.ts|http\/service\.ts|createServer|from 'fhirpath'|from '\.\/carriers\.ts'|pdf\/fonts\.ts|declared\.testing = false/;

// Texts made at random or cut at every place, and attacks of many megabytes: seconds per mutant too. What they hold for
// every text, the tables of the tests beside them state by example.
const slowByName = /(?:-properties|\/attacks)\.test\.ts$/;

/**
 * The test files that answer for a place in `src`, and the scenarios. For a room those of its folder in `test`; for a
 * folder of a room those of the folder of the same name in `test`, or where there is none those of the room that import
 * from it. A mutant that only a test farther away notices counts as survived: a room's own tests state its rules.
 */
export function nearestTests(place: string, testFiles: readonly string[]): string[] {
  const [, room = '', folder = ''] = place.split('/');
  const rooms = oneJourney.includes(room) ? oneJourney : [room];
  const quick = testFiles
    .map((file) => ({ file, text: readFileSync(file, 'utf8') }))
    .filter(({ file, text }) => !slowByName.test(file) && !slow.test(text));
  const ofRoom = quick.filter(({ file }) => rooms.some((name) => file.startsWith(`test/${name}/`)));
  const sameName = ofRoom.filter(({ file }) => file.startsWith(`test/${room}/${folder}/`));
  const importing = ofRoom.filter(({ text }) => text.includes(`/src/${room}/${folder}/`));
  const near = [sameName, importing, ofRoom].find((files) => files.length > 0) ?? [];
  return [...near.map(({ file }) => file), ...testFiles.filter((file) => file === 'test/fixtures.test.ts')];
}
