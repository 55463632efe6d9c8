import { type Message, openMessage, scanMessage } from '../message/open.ts';
import { assertWellMade, judge } from '../message/valid.ts';
import { openLibxml2 } from '../xml/parse.ts';
import { applyEdits, type Edit, isInsertion } from './edit.ts';

/** What is to be done with a message. */
interface Draft {
  readonly edits: readonly Edit[];
}

/** A message with what was put into it: the bytes that came in where nothing was changed. */
type Made<Drafted extends Draft> = Drafted & { readonly message: Message; readonly bytes: Uint8Array };

/**
 * Puts pieces into a message, and has libxml2 judge the message made, and so the one that came in: half the work of
 * judging both. Undefined where anything at all is to be said against either, and where more than insertions is asked
 * for: then what is wrong has to be told of the message as it came.
 *
 * Why the one that came in is right where the one made is: pieces go in at the edge of a tag, outside all tags, and are
 * whole elements, or text with elements. The scanner remembers nothing at such a place, so that it finds the same tags
 * in both; of a well-formed document it finds the right ones. Take whole elements out of a well-formed document, and it
 * stays well-formed. By MedCom's schemas, all of what is put in may be missing, but for what the tables demand, which
 * are held against the message as it came: an element of another type (`xsi:type`) may demand more.
 */
export async function insertedAtOnce<Drafted extends Draft>(
  bytes: Uint8Array,
  schemaDirectory: string | undefined,
  draft: (message: Message) => Drafted,
): Promise<Made<Drafted> | undefined> {
  if (bytes.length > longest) return undefined;
  const libxml2 = await openLibxml2();
  try {
    const message = scanMessage(bytes);
    const { source } = message.document;
    if (source.includes(ownType) || source.includes(ownNil)) return undefined;
    const drafted = draft(message);
    if (drafted.edits.length === 0 || !drafted.edits.every(isInsertion)) return undefined;
    const made = applyEdits(message.document, drafted.edits);
    judge(made, schemaDirectory, libxml2, message.document);
    return { ...drafted, message, bytes: made };
  } catch {
    // Nothing is lost: whoever goes step by step comes to the same fault, or to one before it.
    return undefined;
  }
}

// What is refused is gone through twice, and a letter of a megabyte may be meant to take long. Real ones have 2 to
// 40 kB.
const longest = 100_000;

// How xsi:type and xsi:nil stand in the bytes, whatever their prefix.
const [ownType, ownNil] = [':type', ':nil'];

/**
 * Puts pieces into a message, or others in their place, where libxml2 accepts it as it came, and judges what is made.
 * Errors: those of `openMessage` and `draft`; a plain Error when the message made is not valid, which is a mistake of
 * ours.
 */
export async function editedStepByStep<Drafted extends Draft>(
  bytes: Uint8Array,
  schemaDirectory: string | undefined,
  draft: (message: Message) => Drafted,
): Promise<Made<Drafted>> {
  const message = await openMessage(bytes, schemaDirectory);
  const drafted = draft(message);
  const made = applyEdits(message.document, drafted.edits);
  if (Buffer.compare(made, bytes) === 0) return { ...drafted, message, bytes };
  await assertWellMade(made, schemaDirectory);
  return { ...drafted, message, bytes: made };
}
