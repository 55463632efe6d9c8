/** A number and the system that it belongs to. */
export interface SystemNumber {
  readonly system: string;
  readonly value: string;
}

/** The citizen, as the response names them. At least one of the numbers is there. */
export interface Citizen {
  readonly cpr: string | undefined;
  /** Replacement number and its system (X-eCPR before D-eCPR). */
  readonly replacement: SystemNumber | undefined;
  readonly identifiers: readonly SystemNumber[];
  /** The number that derived ids are made with, where the citizen was known by another one first. */
  readonly firstKnownBy?: SystemNumber | undefined;
  /** "Nancy Ann Berggren", as displayed or composed. */
  readonly display: string | undefined;
  readonly given: string | undefined;
  readonly family: string | undefined;
  /** The sender's own literal reference, such as `Patient/123`; on another server it may be somebody else. */
  readonly reference: string | undefined;
}

/** The professional who answered. Something names them: a display, an identifier or a reference. */
export interface Professional {
  readonly type: 'Practitioner' | 'PractitionerRole' | undefined;
  readonly display: string | undefined;
  readonly identifiers: readonly SystemNumber[];
  /** The sender's own literal reference, other than to a contained resource. */
  readonly reference: string | undefined;
}

/** What the response refers to besides: an encounter, a request or a plan of the sender's. Something of it is there. */
export interface Link {
  readonly type: string | undefined;
  /** The sender's own literal reference. */
  readonly reference: string | undefined;
  readonly identifier: SystemNumber | undefined;
  readonly display: string | undefined;
}
