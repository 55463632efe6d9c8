/**
 * Letters and messages that a route may have written from a level. Referrals and discharges of hospitals are for a
 * person to write.
 */
const letterForms = ['XDIS91', 'XREF15', 'care-communication'] as const;

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
