import { expect, test } from 'vitest';
import type { StatedLevel } from '../../src/medcom/block/parse.ts';
import { composeLetter } from '../../src/medcom/new-letter/letter.ts';
import { readLetters } from '../../src/medcom/read/read.ts';
import { loadModel } from '../../src/profiles.ts';
import { squeezedTyped } from './read-block.ts';
import { fullStatement, options, parties } from './statements.ts';

const words = 'Ønsket »af« datteren,\n<Bold> & €';
const read = (bytes: Uint8Array) => readLetters(loadModel(), bytes);

test('a letter is read the same with its block cut into two Text01, or by a Break, at any place', async () => {
  const { bytes: email } = await composeLetter('XDIS91', fullStatement(words), parties, options);
  const text = Buffer.from(email).toString('latin1');
  const [, head = '', block = '', tail = ''] = /^(.*<Text01>)(.*?)(<\/Text01>.*)$/s.exec(text) ?? [];
  const [whole] = (await read(email))[0]?.levels ?? [];
  const shown = (levels: readonly StatedLevel[] | undefined) =>
    levels?.map(({ comment, assessed, actions, ...told }) => [
      ...[told.level.code, told.basis, told.day, told.authored, told.agreed, told.tools, told.reassessment],
      actions.map(({ action, decision }) => [action.code, decision?.code]),
      [comment, assessed?.reason].map((typed) => squeezedTyped(typed ?? '')),
    ]);
  // A tag or a reference cannot be cut by another system: it would be no XML.
  const pieces = block.match(/<[^>]*>|&[^;]*;|./gs) ?? [];
  for (let at = 1; at < pieces.length; at += 1) {
    const by = at % 2 === 0 ? '<Break/>' : '</Text01></ClinicalInformation><ClinicalInformation><Text01>';
    const cut = head + pieces.slice(0, at).join('') + by + pieces.slice(at).join('') + tail;
    const [reading] = await read(Buffer.from(cut, 'latin1'));
    expect(shown(reading?.levels), `cut at ${at}`).toEqual(shown(whole && [whole]));
  }
});
