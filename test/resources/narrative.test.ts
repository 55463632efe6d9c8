import { expect, test } from 'vitest';
import { danishNarrative } from '../../src/resources/narrative.ts';

test('a narrative in Danish alone: rows without a value are left out, and nothing of a text is markup', () => {
  const label = (da: string) => ({ da, en: 'x' });
  const rows = [
    [label('Niveau'), label('3 af 0-4')],
    [label('Aftalt'), undefined] as const,
    [label('Note'), '<b>'],
  ] as const;
  expect(danishNarrative(label('Samarbejdsniveau'), rows, 'extensions')).toEqual({
    status: 'extensions',
    div:
      '<div xmlns="http://www.w3.org/1999/xhtml" lang="da" xml:lang="da"><p><b>Samarbejdsniveau</b></p>' +
      '<dl><dt>Niveau</dt><dd>3 af 0-4</dd><dt>Note</dt><dd>&lt;b&gt;</dd></dl></div>',
  });
});
