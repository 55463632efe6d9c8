import { letterLimits } from '../../../medcom/xml/parse.ts';
import { createSlots } from '../../slots.ts';

/** Room for a message with attachments of some megabytes; larger ones come by the folder, or are for the commands. */
export const mostBytes = 10_485_760;

/** What is larger than a letter takes much memory while it is read. */
const largeAtOnce = 2;

/** Runs what reads a message: few of the large ones at one time. Code: too-many-at-once. */
export type ReadSized = <Result>(bytes: Uint8Array, read: () => Promise<Result>) => Promise<Result>;

export function readSized(): ReadSized {
  const large = createSlots(largeAtOnce);
  return (bytes, read) => (bytes.length > letterLimits.bytes ? large('', read) : read());
}
