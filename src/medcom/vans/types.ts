import type { endPointTypes } from './tables.ts';

export interface EndPoint {
  /** EAN: a GLN. */
  readonly type: (typeof endPointTypes)[number];
  readonly value: string;
}

/** What a message says about its content. */
export interface MetaInformation {
  /** UUID */
  readonly identifier: string;
  readonly format: string;
  /** Such as `MCM:XDIS91`. */
  readonly name: string;
  /** Such as `XD9134L`. */
  readonly version: string | undefined;
  /** Bytes of the content before base64. */
  readonly size: number;
}

export interface VansError {
  readonly code: number | undefined;
  /** 1 to 512 characters, nothing identifying. */
  readonly description: string;
}

export interface VansMessage {
  readonly kind: 'message';
  readonly meta: MetaInformation;
  /** The content, byte for byte as it was wrapped. */
  readonly bytes: Uint8Array;
}

/** `PositiveMessage`: delivered; `NegativeMessage`: the message is refused; `NegativeVans`: the envelope is. */
export interface VansReceipt {
  readonly kind: 'PositiveMessage' | 'NegativeMessage' | 'NegativeVans';
  readonly originalEnvelopeId: string;
  /** Always there but for `NegativeVans`, whose sender may not have been able to read it. */
  readonly originalMessage: MetaInformation | undefined;
  readonly error: VansError | undefined;
}

/** An envelope of the network: one message, or one receipt. */
export interface VansEnvelope {
  readonly sender: EndPoint;
  readonly receiver: EndPoint;
  /** UUID, in lower case. */
  readonly envelopeId: string;
  /** As written: date and time, with or without a zone. */
  readonly sent: string;
  readonly content: VansMessage | VansReceipt;
}

/** What is new in an envelope that is made. */
export interface VansOptions {
  /** A UUID that was never used before. */
  readonly envelopeId: string;
  /** An instant with zone; written as Danish time. */
  readonly time: string;
}
