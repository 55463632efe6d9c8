/**
 * Letters and messages that a route may have written from a level. Referrals and discharges of hospitals are for a
 * person to write.
 */
const letterKinds = ['XDIS91', 'XREF15', 'care-communication'] as const;

export type LetterKind = (typeof letterKinds)[number];

const withPage = '+PDF';

/**
 * The same with the page for people beside: that of a letter goes in a letter of its own (XBIN), to the same receiver,
 * and a message encloses it.
 */
const letterForms = [
  ...letterKinds,
  ...letterKinds.map(<Kind extends LetterKind>(kind: Kind) => `${kind}${withPage}` as const),
] as const;

export type LetterForm = (typeof letterForms)[number];

/**
 * In which form a level leaves: the transaction Bundle, the page for people, a note that there is something to fetch,
 * or a letter.
 */
export const forms = ['Bundle', 'PDF', 'notification', ...letterForms] as const;

export type Form = (typeof forms)[number];

/** True for the forms that are letters, which are for a receiver. */
export function isLetter(form: Form): form is LetterForm {
  return letterForms.some((known) => known === form);
}

/** True for a MedCom FHIR message. */
export function isMessage(form: Form): boolean {
  return isLetter(form) && kindOf(form) === 'care-communication';
}

/** Which letter it is. */
export function kindOf(form: LetterForm): LetterKind {
  return letterKinds.find((kind) => form.startsWith(kind)) ?? 'XDIS91';
}

/** Whether the page goes along. */
export function hasPage(form: LetterForm): boolean {
  return form.endsWith(withPage);
}
