/** The ends of all chains of the audit at one moment, signed: told outside of the store, it shows what is cut off. */
export interface Seal {
  readonly number: number;
  /** Hexadecimal. */
  readonly hash: string;
}

/** A seal as the file beside the key and the command line have it: `17:9f86...`. */
export function sealText({ number, hash }: Seal): string {
  return `${number}:${hash}`;
}

export function readSeal(text: string): Seal | undefined {
  const [, number, hash] = /^([1-9]\d{0,14}):([0-9a-f]{64})$/.exec(text) ?? [];
  return number === undefined || hash === undefined ? undefined : { number: Number(number), hash };
}
