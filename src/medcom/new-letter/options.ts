/** What a caller may say about a whole new letter (LETTERS.md, b). Problems point at these names. */
export interface LetterOptions {
  /**
   * When the letter is sent, not before what it tells: an instant with zone, `2026-01-20T10:30:00+01:00`. The letter
   * shows it as Danish time.
   */
  readonly time: string;
  /**
   * Envelope/Identifier, 1 to 14 characters, never used again by the sender. Default: derived from the letter and
   * `time`, new each time.
   */
  readonly envelopeId?: string | undefined;
  /**
   * Letter/Identifier, 1 to 14 characters, never used again by the sender. Default: derived from all that the letter
   * says.
   */
  readonly letterId?: string | undefined;
  /**
   * EpisodeOfCareIdentifier, 1 to 35 characters. Default: left out; where the letter needs one, derived from citizen
   * and response.
   */
  readonly episode?: string | undefined;
  /** EpisodeOfCareType of an XREF01, 1 to 17 characters. Default: XREF01. */
  readonly episodeType?: string | undefined;
  /** The sender's name, 1 to 35 characters, instead of the Organization's. */
  readonly senderName?: string | undefined;
  /** The citizen's name as "Given|Family", each at most 70 characters, instead of the response's. */
  readonly patientName?: string | undefined;
  /** Who refers, in an XREF01 or XREF15, at most 35 characters. Default: the response's author. */
  readonly referrer?: string | undefined;
  /** The diagnosis as "code|text" (SKS), in an XDIS01, XREF01 or XREF15. Default: left out. */
  readonly diagnosis?: string | undefined;
  /**
   * CategoryCode (social, aeldre_omsorg, sundhedspleje): makes an XREF15 the later XH1531R, which needs `department`
   * too.
   */
  readonly category?: string | undefined;
  /** Receiver/DepartmentName of an XH1531R, at most 35 characters. */
  readonly department?: string | undefined;
  /** EpisodeOfCareStatusCode of an XDIS91 or XDIS01: inaktiv (default), indlagt, ambulant, doed, ambulant_roentgen. */
  readonly episodeStatus?: string | undefined;
  /** Leave out factors, reasons and comment; the text says so. Default: everything is told. */
  readonly brief?: boolean | undefined;
  /** Send a level that is only suggested by the rule. Default: refused. */
  readonly includeSuggestion?: boolean | undefined;
  /** MedCom's schemas (MEDCOM_XSD_DIR): the letter is checked against them before it is returned. */
  readonly schemaDirectory?: string | undefined;
}
