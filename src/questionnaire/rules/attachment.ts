import type { Attachment } from 'fhir/r4.js';
import { extensions, extensionValue, url } from '../extensions.ts';
import type { MakeCheck } from '../types.ts';

/**
 * `mimeType` (extension): the kinds of attachment that are allowed. Parameters such as a charset do not count;
 * `image/*` is any image.
 */
export const mimeType: MakeCheck = (item) => {
  const allowed = extensions(item, url.mimeType).flatMap(({ valueCode }) => valueCode ?? []);
  if (item.type !== 'attachment' || allowed.length === 0) return undefined;
  const types = allowed.map(baseType);
  const values = { allowed: allowed.join(', ') };
  return ({ valueAttachment }, at) => {
    // One that is not told may be of any kind.
    if (valueAttachment === undefined || '_url' in valueAttachment || '_data' in valueAttachment) return;
    const type = baseType(valueAttachment.contentType ?? '');
    if (!types.some((one) => isOfType(type, one))) at.report('attachment-type', 'value', values);
  };
};

function baseType(type: string): string {
  return (type.split(';')[0] ?? '').trim().toLowerCase();
}

function isOfType(type: string, allowed: string): boolean {
  return allowed === '*/*' || type === allowed || (allowed.endsWith('/*') && type.startsWith(allowed.slice(0, -1)));
}

const megabyte = 1024 * 1024;

/**
 * `maxSize` (extension). R4 gives it in MB, the extensions pack in bytes: nobody limits an attachment to less than
 * 1,000 bytes or to more than 1,000 MB, so that is where the line lies. The size is that of the data where it is there,
 * else what `size` says.
 */
export const maxSize: MakeCheck = (item) => {
  const limit = extensionValue(item, url.maxSize)?.value;
  if (item.type !== 'attachment' || typeof limit !== 'number') return undefined;
  const maximum = limit < 1000 ? limit * megabyte : limit;
  return ({ valueAttachment }, at) => {
    if (valueAttachment !== undefined && sizeOf(valueAttachment) > maximum)
      at.report('attachment-size', 'value', { maximum: String(maximum) });
  };
};

/** R4: `size` is "the number of bytes of data that make up this attachment (before base64 encoding)". */
export const size: MakeCheck = (item) => {
  if (item.type !== 'attachment') return undefined;
  return ({ valueAttachment }, at) => {
    const { data, size: told } = valueAttachment ?? {};
    if (data === undefined || told === undefined) return;
    const length = lengthOf(data);
    if (length !== told) at.report('attachment-size-differs', 'value.size', { length: String(length) });
  };
};

function sizeOf({ data, size: told }: Attachment): number {
  return data === undefined ? (told ?? 0) : lengthOf(data);
}

function lengthOf(data: string): number {
  const packed = data.replace(/\s+/g, '');
  return (packed.length / 4) * 3 - (packed.endsWith('==') ? 2 : packed.endsWith('=') ? 1 : 0);
}
