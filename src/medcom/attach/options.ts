/** What a caller may say about attaching. Problems point at these names. */
export interface AttachOptions {
  /** Attach a level that is only suggested by the rule. Default: refused. */
  readonly includeSuggestion?: boolean | undefined;
  /** Leave out factors, reasons and comment; the text says so. Default: everything is told. */
  readonly brief?: boolean | undefined;
  /** Letter/Identifier of the letter that is meant, where the message has several about the citizen. */
  readonly letter?: string | undefined;
  /**
   * CategoryCode (social, aeldre_omsorg, sundhedspleje), which XD1531L and XH1531R demand before a new clinical text.
   */
  readonly category?: string | undefined;
  /**
   * Codes of actions of the level in force that the citizen's own GP is asked to take (RecommendedAction). Default:
   * none.
   */
  readonly recommend?: readonly string[] | undefined;
  /** ActionPriorityCode (Akut, Subakut, Rutine), given with `recommend`. */
  readonly priority?: string | undefined;
  /**
   * Refer to a PDF of so many bytes, which goes in an XBIN of its own under the `reference` that is returned. Default:
   * none.
   */
  readonly pdfSize?: number | undefined;
  /** MedCom's schemas (MEDCOM_XSD_DIR): the letter is checked against them as it comes in and as it goes out. */
  readonly schemaDirectory?: string | undefined;
}
