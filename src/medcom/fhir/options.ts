/** What a caller may say about a CareCommunication. Problems point at these names. */
export interface MessageOptions {
  /** When it is sent, not before what it tells: an instant with zone, `2026-01-20T10:30:00+01:00`. */
  readonly time: string;
  /** Default: carecoordination; of a message that follows another one, that one's. */
  readonly category?: string | undefined;
  /** routine or asap, with the category regarding-referral alone. Default: left out. */
  readonly priority?: string | undefined;
  /** What it is about, in words. Default: the level and its variant; of a message that follows, that one's. */
  readonly topic?: string | undefined;
  /** A text of one's own, as a segment before the level. Default: none; of a correction, that it is one. */
  readonly text?: string | undefined;
  /** Identifier of the course of treatment, a UUID. Default: left out; of a message that follows, that one's. */
  readonly episode?: string | undefined;
  /** Who writes it, as "Given|Family". Default: the response's author. */
  readonly author?: string | undefined;
  /** What the author is by profession, in words. Default: `ukendt`, as MedCom's mapping has it. */
  readonly authorRole?: string | undefined;
  /** Whom the receiver can call. Default: the telephone number of the sender's Organization. */
  readonly phone?: string | undefined;
  /** The citizen's name as "Given|Family" instead of the response's. */
  readonly patientName?: string | undefined;
  /** Leave out factors, reasons and comment; the text says so. Default: everything is told. */
  readonly brief?: boolean | undefined;
  /** Send a level that is only suggested by the rule. Default: refused. */
  readonly includeSuggestion?: boolean | undefined;
}
