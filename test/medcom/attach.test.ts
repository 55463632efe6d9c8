import { describe, expect, test } from 'vitest';
import { type Attached, attachStatement } from '../../src/medcom/attach/attach.ts';
import type { AttachOptions } from '../../src/medcom/attach/options.ts';
import { readLetters } from '../../src/medcom/read/read.ts';
import { loadModel } from '../../src/profiles.ts';
import type { LevelStatement } from '../../src/scoring/types.ts';
import { type Carrier, carriers, forms } from './carriers.ts';
import { collapse, comesBack } from './read-block.ts';
import { schemaOption } from './schemas.ts';
import { fullStatement, statementOf } from './statements.ts';

const words = 'Ønsket af »datteren« æøåÆØÅéüß€ <Bold> & ]]> \u0085 😀\nlinje to';
const options: AttachOptions = { category: 'social', schemaDirectory: schemaOption };
const model = loadModel();
const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

/** The bytes that were put in, where nothing else was changed; only `/>` of an empty element may be opened. */
function inserted(before: Uint8Array, after: Uint8Array): string {
  const [old, made] = [latin1(before), latin1(after)];
  let head = 0;
  while (head < old.length && old[head] === made[head]) head += 1;
  let tail = 0;
  while (tail < old.length - head && old[old.length - 1 - tail] === made[made.length - 1 - tail]) tail += 1;
  const lost = old.slice(head, old.length - tail);
  expect(lost === '' || lost === '/').toBe(true);
  return made.slice(head, made.length - tail);
}

async function levelsOf({ bytes }: Pick<Attached, 'bytes'>) {
  const [reading, ...more] = await readLetters(model, bytes, { schemaDirectory: schemaOption });
  expect(more).toEqual([]);
  return reading?.levels ?? [];
}

function about(
  carrier: Carrier,
  change: Partial<LevelStatement> = {},
  variant = 'somatik',
  level = '3',
): LevelStatement {
  return statementOf({ citizen: carrier.citizen, ...change }, variant, level);
}

describe.each(await carriers())('$name', (carrier) => {
  test.each(Object.entries(forms))('%s: attached, read back, twice, replaced, side by side', async (_, form) => {
    const bytes = form(carrier.bytes);
    const first = about(carrier);
    const newer: LevelStatement = { ...fullStatement(words), citizen: carrier.citizen };
    const other = about(carrier, {}, 'psykiatri', '4');

    const attached = await attachStatement(bytes, first, options);
    expect(attached.changed).toBe(true);
    const markup = inserted(bytes, attached.bytes);
    expect(markup).toContain('Differentieringsmodellen somatik: samarbejdsniveau 3 af 0-4, vurderet 20.01.2026');
    expect(await levelsOf(attached)).toMatchObject([
      {
        variant: { code: 'somatik', version: '1.0.0' },
        level: { code: '3' },
        basis: 'vurderet',
        day: '2026-01-20',
        actions: { length: 5 },
      },
    ]);

    const twice = await attachStatement(attached.bytes, first, options);
    expect([twice.changed, twice.bytes === attached.bytes]).toEqual([false, true]);

    const typed = attached.contentType.endsWith('UTF-8') ? collapse(words) : comesBack(words);
    const replaced = await attachStatement(attached.bytes, newer, options);
    const direct = await attachStatement(bytes, newer, options);
    expect(Buffer.compare(replaced.bytes, direct.bytes)).toBe(0);
    expect(await levelsOf(replaced)).toMatchObject([
      { level: { code: '3' }, basis: 'aftalt', day: '2026-01-22', comment: typed, coordinator: typed },
    ]);

    const both = await attachStatement(attached.bytes, other, options);
    expect((await levelsOf(both)).map(({ variant }) => variant.code).sort()).toEqual(['psykiatri', 'somatik']);
    const one = await attachStatement(both.bytes, newer, options);
    expect(Buffer.compare(one.bytes, (await attachStatement(replaced.bytes, other, options)).bytes)).toBe(0);
  });
});
