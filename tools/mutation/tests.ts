import { readFileSync } from 'node:fs';

// A response goes through these three at once: their tests hold each other's rules.
const oneJourney = ['intake', 'scoring', 'resources'];

// Starting a process or a server takes longer than all else that a test does, and a process of its own does not run the mutant. Comparing with
// FHIRPath takes seconds per mutant, and tells no rule that the other tests do not tell.
const slow = /node:child_process|cli\/run\.ts|http\/service\.ts|createServer|from 'fhirpath'/;

/**
 * The test files that answer for a place in `src`: those of the folder of the same name in `test`, or where there is none those of its room, and
 * the scenarios. A mutant that only a test farther away notices counts as survived: a room's own tests state its rules.
 */
export function nearestTests(place: string, testFiles: readonly string[]): string[] {
  const [, room = '', folder] = place.split('/');
  const own = `test/${room}/${folder}/`;
  const rooms = oneJourney.includes(room) ? oneJourney : [room];
  const folders = testFiles.some((file) => file.startsWith(own)) ? [own] : rooms.map((name) => `test/${name}/`);
  return testFiles.filter((file) => {
    const near = file === 'test/fixtures.test.ts' || folders.some((each) => file.startsWith(each));
    return near && !slow.test(readFileSync(file, 'utf8'));
  });
}
