/**
 * A refused line as it is kept apart: what is said of it, and the line itself, so that it can be mended and sent again;
 * in base64 where it is not UTF-8, and without it where it is longer than `most` bytes.
 */
export function keptApart(line: Uint8Array, said: object, most: number): string {
  return JSON.stringify({ ...said, ...(line.length > most ? {} : inputOf(line)) });
}

function inputOf(line: Uint8Array): object {
  try {
    return { input: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line) };
  } catch {
    return { inputBase64: Buffer.from(line).toString('base64') };
  }
}
