import { jsonBytes } from '../resources/json-bytes.ts';
import { type Packer, packText } from '../store/pack.ts';
import type { MadeAhead } from '../work/keep/prepare.ts';
import type { Prepared } from '../work/keep/records.ts';

/** What was made of a response, and its text, in the form in which the store keeps them. */
export function packed(
  packer: Pick<Packer, 'pack' | 'dictionary'>,
  text: string,
  { bundle, ...made }: MadeAhead,
): Prepared {
  return { ...made, received: packText(packer, text), bundle: packText(packer, jsonBytes(bundle)) };
}
