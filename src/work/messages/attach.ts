import type { AttachOptions } from '../../medcom/attach/options.ts';
import { type MessageAttachOptions, planAttach } from '../../medcom/fhir/attach.ts';
import { writeJsonChange } from '../../medcom/fhir/attach-json.ts';
import { writeXmlChange } from '../../medcom/fhir/attach-xml.ts';
import { careType } from '../../medcom/fhir/read.ts';
import { type Problem, refuse } from '../../outcome/problem.ts';
import type { LevelStatement } from '../../scoring/types.ts';
import { readMessageDocument } from './document.ts';
import { isXmlMessage } from './is-message.ts';

/** A message that carries the level. */
export interface AttachedMessage {
  readonly bytes: Uint8Array;
  /** False where the message had the same already: the bytes are the ones that came in. */
  readonly changed: boolean;
  readonly contentType: string;
  /** MessageHeader.id */
  readonly letterId: string;
  readonly warnings: readonly Problem[];
}

/** What letters alone have a place for. */
const forLetters = ['letter', 'category', 'priority', 'recommend'] as const;

/**
 * Puts a level into a CareCommunication that is about to be sent. Errors: those of `readMessageDocument` and
 * `planAttach`; letter-option-unused, no-reference.
 */
export async function attachToMessage(
  bytes: Uint8Array,
  statement: LevelStatement,
  options: MessageAttachOptions & Pick<AttachOptions, (typeof forLetters)[number]> & { readonly pdf: boolean },
): Promise<AttachedMessage> {
  const unused = forLetters.find((name) => options[name] !== undefined && options[name].length > 0);
  if (unused !== undefined) refuse('letter-option-unused', { place: { option: unused }, values: { type: careType } });
  if (options.pdf) refuse('no-reference', { place: { option: 'pdfLetter' } });
  const isXml = isXmlMessage(bytes);
  const document = await readMessageDocument(bytes);
  const planned = planAttach(document.value, statement, options);
  const changed = planned.change.kind !== 'none';
  return {
    bytes: !changed ? bytes : isXml ? writeXmlChange(bytes, planned) : writeJsonChange(bytes, planned),
    changed,
    contentType: `application/fhir+${isXml ? 'xml' : 'json'}; charset=utf-8`,
    letterId: planned.message.messageId,
    warnings: planned.warnings,
  };
}
