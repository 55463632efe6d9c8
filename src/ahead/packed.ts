import { jsonBytes } from '../resources/json-bytes.ts';
import { type Packer, packText } from '../store/pack.ts';
import type { MadeAhead } from '../work/keep/prepare.ts';
import type { Prepared } from '../work/keep/records.ts';

/** A response's text, and what was made of it. */
export interface TextAndMade {
  readonly text: string;
  readonly made: MadeAhead;
}

/** What was made of responses, and their texts, in the form in which the store keeps them. */
export function packed(
  packer: Pick<Packer, 'pack' | 'dictionary'>,
  group: readonly TextAndMade[],
): readonly Prepared[] {
  const bundles = group.map(({ made }) => jsonBytes(made.bundle));
  return group.map(({ text, made: { bundle: _, ...made } }, index) => ({
    ...made,
    received: packText(packer, text),
    bundle: packText(packer, bundles[index] ?? ''),
  }));
}
