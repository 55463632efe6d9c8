import type { Text } from '../../../model/types.ts';
import type { Language } from '../../../outcome/outcome.ts';
import type { LetterState, StoredLetter } from '../../../work/letters/records.ts';

/** What each state means to whoever looks at it. */
export const stateTexts: Readonly<Record<LetterState, Text>> = {
  level: { da: 'Niveauet i brevet er gemt.', en: 'The level in the letter is kept.' },
  echo: { da: 'Niveauet i brevet er gemt i forvejen.', en: 'The level in the letter was kept already.' },
  withdrawal: { da: 'Brevet trækker et niveau tilbage.', en: 'The letter takes a level back.' },
  withdrawn: {
    da: 'Niveauet i brevet er trukket tilbage og tæller ikke.',
    en: 'The level in the letter was taken back and does not count.',
  },
  older: { da: 'Et senere brev siger noget andet.', en: 'A later letter says otherwise.' },
  'no-level': {
    da: 'Brevet er modtaget; der er intet niveau i det.',
    en: 'The letter is received; no level is in it.',
  },
  unmatched: {
    da: 'Det, som det handler om, kendes ikke her.',
    en: 'What it is about is not known here.',
  },
  waiting: {
    da: 'Brevet venter på sit bilag, eller bilaget på sit brev.',
    en: 'The letter waits for its attachment, or the attachment for its letter.',
  },
  'partner-missing': {
    da: 'Bilaget eller dets brev er ikke kommet i tide.',
    en: 'The attachment, or its letter, has not come in time.',
  },
  answered: {
    da: 'Kvitteringen hører til et brev, der er sendt.',
    en: 'The receipt belongs to a letter that was sent.',
  },
  sent: { da: 'Brevet er sendt; det bad ikke om kvittering.', en: 'The letter is sent; it asked for no receipt.' },
  'receipt-awaited': { da: 'Brevet er sendt; kvitteringen ventes.', en: 'The letter is sent; its receipt is awaited.' },
  'receipt-overdue': {
    da: 'Brevet er sendt; kvitteringen er ikke kommet i tide.',
    en: 'The letter is sent; its receipt has not come in time.',
  },
  'receipt-positive': { da: 'Modtageren har kvitteret.', en: 'The receiver has acknowledged it.' },
  'receipt-negative': {
    da: 'Brevet er afvist; modtagerens grund står her.',
    en: 'The letter was refused; the receiver says here why.',
  },
};

/**
 * A letter as it is told to whoever asks for it: what it is, where it stands, and where it and its receipt can be read.
 */
export function describeLetter(letter: StoredLetter, language: Language, address: string): object {
  const { id, direction, kind, type, version, sender, receiver, letterId, envelopeId, state, reason } = letter;
  const own = `${address}/${id}`;
  return {
    ...{ id, direction, kind, type, version, sender, receiver, letterId, envelopeId, state },
    text: stateTexts[state][language],
    reason,
    about: letter.responseId,
    keptAt: timeOf(letter.createdAt),
    changedAt: timeOf(letter.updatedAt),
    dueAt: letter.dueAt === undefined ? undefined : timeOf(letter.dueAt),
    content: own,
    receipt: letter.receipt === undefined ? undefined : `${own}/receipt`,
  };
}

function timeOf(moment: number): string {
  return new Date(moment).toISOString();
}
